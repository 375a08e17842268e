"""The doctor: what is in order is said to be, each fault is named, and what can be repaired is."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.catalog import staging
from knowledge.catalog.database import FILE, Database
from knowledge.intake import staged, vectors_of
from knowledge.library import Library
from knowledge.upkeep.health import checks
from knowledge.vectors.check import FOLDERS
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

PUBLIC = frozenset({"public"})


@pytest.fixture
def home(tmp_path: Path, both_databases: str) -> Path:
    # The index is the home's, whichever database keeps the catalog: looking at it once is enough.
    opened = {"sqlite": Library.open_owner, "postgresql": Library.open_reader}[both_databases]
    with opened(tmp_path / "home", BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "支部学习。", "支部会议。"))
    return tmp_path / "home"


def faults(home: Path, *, repair: bool = False) -> dict[str, str]:
    return {check.name: check.message for check in checks(home, BigramEmbedder(), repair=repair) if not check.ok}


def sql(statement: dict[str, str]) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        database = Database.open(home)
        with database.writing() as connection:
            connection.exec_driver_sql(statement[database.backend.name])
        database.close()

    return change


def both(statement: str) -> dict[str, str]:
    return {"sqlite": statement, "postgresql": statement}


def stage_and_stop(home: Path) -> None:
    """Leave a document as a process does that was killed between staging and committing."""
    with Library.open_reader(home, BigramEmbedder()) as library:
        database = library.catalog.database
        _, _, entries = source_file("/b.txt", "支部半途。")
        documents = staged(library.embedder.identity, entries)
        made = vectors_of(database, library.embedder, documents)
        with database.writing() as connection:
            staging.stage(connection, documents, made)


def put_in_without_the_owner(home: Path) -> None:
    with Library.open_reader(home, BigramEmbedder()) as library:
        library.replace_file(*source_file("/b.txt", "支部新会议。"))


def test_a_sound_home_has_no_faults(home: Path) -> None:
    """Every check passes, and each says so in one sentence."""
    found = checks(home, BigramEmbedder())
    assert [check.name for check in found if check.ok] == NAMES
    assert all(check.message.endswith("。") for check in found)


NAMES = ["catalog", "embedder", "terms", "vectors", "cards", "originals", "disk", "audit", "pending", "index"]


def test_a_new_home_has_no_faults(tmp_path: Path) -> None:
    """A home that does not exist yet is made, and nothing is missing in it."""
    assert faults(tmp_path / "new") == {}


REPAIRABLE = [
    pytest.param(
        sql(
            {
                "sqlite": "DELETE FROM word_terms WHERE rowid = 1",
                "postgresql": "DELETE FROM passage_words WHERE passage = 1",
            }
        ),
        "terms",
        id="words_of_a_passage_missing",
    ),
    pytest.param(
        sql(
            {
                "sqlite": "UPDATE gram_terms_content SET c1 = 'x' WHERE id = 1",
                "postgresql": "DELETE FROM gram_postings WHERE term = '学习'",
            }
        ),
        "terms",
        id="full_text_differs",
    ),
    pytest.param(stage_and_stop, "pending", id="half_done"),
]
OF_THE_INDEX = [
    pytest.param(put_in_without_the_owner, "index", id="index_behind"),
    pytest.param(lambda home: shutil.rmtree(home / FOLDERS), "index", id="index_gone"),
]


@pytest.mark.parametrize(("damage", "name"), REPAIRABLE)
def test_a_fault_is_named_and_repaired(home: Path, damage: Callable[[Path], None], name: str) -> None:
    """Repairing leaves no fault, and says what it repaired."""
    damage(home)
    assert list(faults(home)) == [name]
    mended = [check for check in checks(home, BigramEmbedder(), repair=True) if check.message.startswith("已修复")]
    assert [check.name for check in mended] == [name]
    assert faults(home) == {}


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("damage", "name"), OF_THE_INDEX)
def test_an_index_that_is_off_is_made_anew(home: Path, damage: Callable[[Path], None], name: str) -> None:
    """As every other fault."""
    test_a_fault_is_named_and_repaired(home, damage, name)


def test_missing_vectors_are_made_again(home: Path) -> None:
    """A passage without a vector is embedded again, and is found by it."""
    sql(both("DELETE FROM vectors WHERE passage = 1"))(home)
    assert list(faults(home)) == ["vectors"]
    assert faults(home, repair=True) == {}
    with Library.open_reader(home, BigramEmbedder()) as library:
        assert len(library.search(library.embedder.embed_query("支部"), limit=5, labels=PUBLIC)) == 2


@pytest.mark.parametrize("damage", [Path.unlink, lambda place: place.write_bytes(b"changed")], ids=["gone", "changed"])
def test_an_original_that_is_not_what_it_was_is_named(home: Path, damage: Callable[[Path], object]) -> None:
    """A lost original cannot be made again: the person is told which file to load once more."""
    damage(home / "originals" / hashlib.sha256("支部学习。\n支部会议。".encode()).hexdigest())
    assert faults(home) == faults(home, repair=True)
    assert "/a.txt" in faults(home)["originals"]


def test_another_model_is_named(home: Path) -> None:
    """The doctor says which model made the vectors and what to do."""
    (check,) = (each for each in checks(home, BigramEmbedder("another")) if not each.ok)
    assert check.name == "embedder"
    assert "ronghe reindex" in check.message


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)
def test_a_running_owner_is_left_alone(home: Path) -> None:
    """While another process has the index open, it is not looked at and that is no fault."""
    with Library.open_owner(home, BigramEmbedder()):
        found = checks(home, BigramEmbedder(), repair=True)
    assert all(check.ok for check in found)
    assert "另一个进程" in found[-1].message


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)
def test_a_catalog_that_cannot_be_opened_is_the_only_finding(tmp_path: Path) -> None:
    """Without a catalog there is nothing else to look at."""
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    assert list(faults(tmp_path)) == ["catalog"]
