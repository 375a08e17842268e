"""The index and its one owner: whatever happened to Chroma's files, the next start answers as before."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from knowledge.catalog.database import FILE, Database
from knowledge.library import Library
from knowledge.vectors import files as index_files
from knowledge.vectors import owned as owned_index
from knowledge.vectors.check import FOLDERS, differences
from knowledge.vectors.chroma import ChromaIndex
from knowledge.vectors.files import CLOSED, IN_USE, FilesState, InterruptedIndexingError
from knowledge.vectors.owned import LOCK
from tests.builders import source_file
from tests.fakes import BigramEmbedder

PUBLIC = frozenset({"public"})
PASSAGES = 1100  # Chroma writes its index files after a thousand vectors
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was closed in order."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with Library.open_owner(home, BigramEmbedder()) as library:
        library.replace_file(
            *source_file("/a.txt", *(f"第{number}支部本月走访{number * 7}户。" for number in range(PASSAGES)))
        )
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def answers(library: Library) -> list[str]:
    vectors = [library.embedder.embed_query(f"第{number}支部走访") for number in (3, 44, 808)]
    return [library.search(vector, limit=1, labels=PUBLIC)[0][0] for vector in vectors]


def folder_of(home: Path) -> Path:
    (folder,) = (home / FOLDERS).iterdir()
    return folder


def segment_of(home: Path) -> Path:
    (segment,) = (place for place in folder_of(home).iterdir() if place.is_dir())
    return segment


def leave_in_use(home: Path) -> None:
    """Leave the home as a killed owner does."""
    with sqlite3.connect(home / FILE) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (IN_USE, CLOSED))
    connection.close()


def cut(name: str) -> Callable[[Path], None]:
    def damage(home: Path) -> None:
        place = segment_of(home) / name
        place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])

    return damage


def scribble(home: Path) -> None:
    """Overwrite 4 KiB in the middle of the vectors, as a bad block would."""
    place = segment_of(home) / "data_level0.bin"
    content = bytearray(place.read_bytes())
    content[500_000:504_096] = bytes(range(256)) * 16
    place.write_bytes(content)


def put_something_else(home: Path) -> None:
    (folder_of(home) / "chroma.sqlite3").write_bytes(b"something else" * 100)


DAMAGES = [
    pytest.param(lambda home: shutil.rmtree(home / FOLDERS), id="everything_gone"),
    pytest.param(lambda home: shutil.rmtree(segment_of(home)), id="index_files_gone"),
    pytest.param(cut("data_level0.bin"), id="vectors_cut"),
    pytest.param(cut("link_lists.bin"), id="links_cut"),
    pytest.param(cut("index_metadata.pickle"), id="names_cut"),
    pytest.param(scribble, id="four_kib_overwritten"),
    pytest.param(put_something_else, id="not_chroma"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_files_that_changed_after_closing_are_not_trusted(home: Path, damage: Callable[[Path], None]) -> None:
    """Damage while nobody had the index open is met by a new one, without the model, and the answers are the same."""
    with Library.open_reader(home, BigramEmbedder()) as reader:
        expected = answers(reader)
    damage(home)
    with Library.open_owner(home, embedder := BigramEmbedder()) as library:
        assert library.owns_index
        assert answers(library) == expected
    assert embedder.embedded == []
    assert (folder_of(home) / "chroma.sqlite3").exists()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda home: shutil.rmtree(segment_of(home)), id="index_files_gone"),
        pytest.param(cut("data_level0.bin"), id="vectors_cut_which_kills_chroma"),
        pytest.param(scribble, id="four_kib_overwritten"),
        pytest.param(put_something_else, id="not_chroma"),
    ],
)
def test_files_left_by_a_crash_are_examined(home: Path, damage: Callable[[Path], None]) -> None:
    """Damage by a crash is found out in another process, so that it cannot take this one down."""
    with Library.open_reader(home, BigramEmbedder()) as reader:
        expected = answers(reader)
    leave_in_use(home)
    damage(home)
    before = folder_of(home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert answers(library) == expected
    assert folder_of(home) != before


def test_sound_files_left_by_a_crash_are_used_again(home: Path) -> None:
    """A crash alone costs no rebuilding."""
    leave_in_use(home)
    before = folder_of(home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert len(answers(library)) == 3
    assert folder_of(home) == before


def test_an_index_closed_in_order_is_opened_as_it_is(home: Path) -> None:
    """Opening and closing changes neither the folder nor what it holds."""
    before = folder_of(home)
    for _ in range(2):
        with Library.open_owner(home, BigramEmbedder()):
            pass
    assert folder_of(home) == before
    with Library.open_reader(home, BigramEmbedder()) as reader:
        assert differences(reader.catalog.database) == 0


def test_what_happened_without_the_owner_is_caught_up(home: Path) -> None:
    """Documents that came or went while nobody owned the index are in it, or not, after the next start."""
    with Library.open_reader(home, BigramEmbedder()) as reader:
        path, original, entries = source_file("/b.txt", "医院党委领导下的院长负责制。")
        reader.replace_file(path, original, entries)
        assert differences(reader.catalog.database) == 1
        (former,) = (each.id for each in reader.documents() if each.path == "/a.txt")
        reader.remove([former])
        assert differences(reader.catalog.database) == PASSAGES + 1
    with Library.open_owner(home, BigramEmbedder()) as library:
        hits = library.search(library.embedder.embed_query("院长负责制"), limit=5, labels=PUBLIC)
        assert [passage_id for passage_id, _ in hits] == [entries[0][1][0].id]
    with Library.open_reader(home, BigramEmbedder()) as reader:
        assert differences(reader.catalog.database) == 0


def test_only_one_process_owns_the_index(home: Path) -> None:
    """A second process that would own it becomes a reader at once, and answers the same."""
    code = (
        "import sys; from pathlib import Path\n"
        "from knowledge.library import Library; from tests.fakes import BigramEmbedder\n"
        "from tests.knowledge.vectors.test_owned import answers\n"
        "with Library.open_owner(Path(sys.argv[1]), BigramEmbedder()) as library:\n"
        "    print(library.owns_index, *answers(library))"
    )
    command = [sys.executable, "-c", code, str(home)]
    with Library.open_owner(home, BigramEmbedder()) as owner:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        assert done.stdout.split() == ["False", *answers(owner)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split()[0] == "True"


def test_an_index_that_was_never_finished_is_cleared_away(home: Path) -> None:
    """What a killed rebuild left is gone after the next start, and the index in use stays."""
    used = folder_of(home)
    (home / FOLDERS / "unfinished").mkdir()
    with Library.open_owner(home, BigramEmbedder()):
        assert folder_of(home) == used


def test_what_was_stored_without_the_index_is_put_into_it(home: Path) -> None:
    """After many files were taken in by a reader, one call brings the index up to date."""
    with Library.open_reader(home, BigramEmbedder()) as reader:
        reader.replace_file(*source_file("/b.txt", "示例仓储中心设立党员先锋岗。"))
    with Library.open_owner(home, BigramEmbedder()) as library:
        library.catch_up()
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert index_files.is_closed_in_step(library.catalog.database)
        vector = library.embedder.embed_query("仓储中心党员先锋岗")
        assert library.search(vector, limit=1, labels=PUBLIC)[0][1] > 0


def test_a_lock_file_without_its_owner_locks_nothing(home: Path) -> None:
    """The lock ends with its process; a file left behind is only a file."""
    (home / LOCK).touch()
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert library.owns_index
    with FileLock(home / LOCK), Library.open_owner(home, BigramEmbedder()) as library:
        assert not library.owns_index


@pytest.fixture
def restoring(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Library, threading.Event]]:
    """A library whose lost index is made anew beside, once the event is set."""
    expected = threading.Event()
    made = index_files.opened

    def late(database: Database, found: FilesState, stop: threading.Event) -> ChromaIndex:
        while not expected.wait(0.01):
            if stop.is_set():
                raise InterruptedIndexingError
        return made(database, found, stop)

    monkeypatch.setattr(index_files, "opened", late)
    monkeypatch.setattr(owned_index, "SOON", PASSAGES - 1)
    shutil.rmtree(segment_of(home))
    with Library.open_owner(home, BigramEmbedder()) as library:
        yield library, expected


def wait_for_index(library: Library) -> None:
    assert library._owned is not None
    assert library._owned._beside is not None
    library._owned._beside.join(60)
    assert library.index_is_ready


def test_a_large_index_is_restored_beside(restoring: tuple[Library, threading.Event]) -> None:
    """Until it is there the scan answers, and what comes in meanwhile is in it afterwards."""
    library, go = restoring
    assert library.owns_index
    assert not library.index_is_ready
    before = answers(library)
    library.replace_file(*source_file("/b.txt", "医院党委领导下的院长负责制。"))
    go.set()
    wait_for_index(library)
    assert answers(library) == before
    assert library._owned is not None
    with library._owned.writing() as index:
        assert index is not None
        assert len(index.keys()) == PASSAGES + 1


def test_closing_does_not_wait_for_an_index_that_is_being_made(
    restoring: tuple[Library, threading.Event], home: Path
) -> None:
    """It is given up, and the next owner makes it."""
    library, _ = restoring
    library.close()
    with Library.open_owner(home, BigramEmbedder()) as again:
        assert again.owns_index
