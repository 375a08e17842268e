"""T-F11: a home in one file, taken while it is used, and put back elsewhere whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from knowledge.catalog.database import FILE
from knowledge.catalog.originals import FOLDER
from knowledge.errors import BadRequestError, CatalogVersionError, StorageError
from knowledge.library import Library
from knowledge.upkeep.backup import backup, restore
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

PUBLIC = frozenset({"public"})


def fill(library: Library, first: int, last: int) -> None:
    for number in range(first, last):
        library.replace_file(*source_file(f"/{number}.txt", f"第{number}支部本月走访{number * 7}户。"))


def held(home: Path) -> set[str]:
    with Library.open_reader(home, BigramEmbedder()) as library:
        return {each.path for each in library.documents()}


def test_what_was_committed_before_is_in_the_backup(tmp_path: Path) -> None:
    """While another thread goes on ingesting, the backup is of one moment: whole documents with their files."""
    home, file = tmp_path / "home", tmp_path / "backup.tar"
    with Library.open_owner(home, BigramEmbedder()) as library:
        fill(library, 0, 20)
        writer = threading.Thread(target=fill, args=(library, 20, 60))
        writer.start()
        manifest = backup(library.catalog.database, file)
        writer.join()
    restore(file, tmp_path / "again")
    found = held(tmp_path / "again")
    assert {f"/{number}.txt" for number in range(20)} <= found
    assert len(found) == manifest.documents
    with Library.open_owner(tmp_path / "again", BigramEmbedder()) as library:
        (best, _), *_ = library.search(library.embedder.embed_query("第7支部走访"), limit=1, labels=PUBLIC)
        hit = library.catalog.passage(best, PUBLIC)
        assert hit is not None
        assert library.originals.is_intact(_sha256(library, hit[1].id))
    assert file.stat().st_mode & 0o077 == 0


def _sha256(library: Library, document_id: str) -> str:
    document = library.catalog.document(document_id, PUBLIC)
    assert document is not None
    return document.sha256


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        fill(library, 0, 3)
        backup(library.catalog.database, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_cut_backup_restores_nothing(file: Path, tmp_path: Path, share: float) -> None:
    """Half a file gives no half a library."""
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises((BadRequestError, StorageError)):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert {place.name for place in tmp_path.iterdir()} == {"home", "backup.tar"}


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)
def test_a_changed_backup_restores_nothing(file: Path, tmp_path: Path) -> None:
    """One byte of the catalog in it is enough."""
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(StorageError, match="损坏"):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_nothing_is_overwritten(file: Path, tmp_path: Path) -> None:
    """Neither an older backup nor a home that holds something."""
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as library, pytest.raises(BadRequestError):
        backup(library.catalog.database, file)
    with pytest.raises(BadRequestError, match="已有内容"):
        restore(file, tmp_path / "home")
    with pytest.raises(BadRequestError, match="不是"):
        restore(next((tmp_path / "home" / FOLDER).iterdir()), tmp_path / "again")


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)  # a server's of a newer program is not opened
def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """It would be read wrongly."""
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        fill(library, 0, 1)
        database = library.catalog.database
        with sqlite3.connect(tmp_path / "home" / FILE) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.close()
        with pytest.raises(CatalogVersionError):
            backup(database, tmp_path / "backup.tar")
    assert not (tmp_path / "backup.tar").exists()
