"""What ingest asks of a real catalog, and texts that are held twice."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents import Problem, Repair, Severity
from knowledge.library import Library
from tests.builders import source_file
from tests.fakes import BigramEmbedder

BOTH = frozenset({"public", "unit"})
FIRST, SECOND = "支部每月学习一次。", "学习结果按季度公布。"


def held_twice(home: Path, label: str = "public") -> tuple[Library, list[str]]:
    """Return a library with one text from two files, the second answered from the first, and the passages of both."""
    library = Library.open_reader(home, BigramEmbedder())
    original = source_file("/a.txt", FIRST, SECOND, label=label)
    library.replace_file(*original)
    copy = source_file("/b.txt", FIRST, SECOND, linked_to=original[2][0][0].id, sketch="00")
    library.replace_file(*copy)
    return library, [
        passage.id for _, _, entries in (original, copy) for _, passages in entries for passage in passages
    ]


def test_a_text_held_twice_answers_once(tmp_path: Path) -> None:
    """Hits of the linked document are left out while its original is there, and come back when it goes."""
    library, ids = held_twice(tmp_path)
    with library:
        assert list(library.catalog.hits_for(ids, BOTH)) == ids[:2]
        assert library.catalog.passage(ids[2], BOTH) is not None
        library.remove([library.documents()[0].id])
        assert list(library.catalog.hits_for(ids, BOTH)) == ids[2:]


def test_what_is_kept_of_a_document_follows_the_catalog(tmp_path: Path) -> None:
    """Title, label and link of a hit are those of this moment, also where another opening of the home changed them."""
    library, ids = held_twice(tmp_path)
    with library, Library.open_reader(tmp_path, BigramEmbedder()) as other:
        assert library.catalog.candidates(ids, BOTH)[ids[0]].document.title == "测试材料"
        other.replace_file(*source_file("/a.txt", FIRST, SECOND, title="新题", label="unit"))
        with other.receiving() as receiving:
            receiving.link(other.documents()[1].id, None)
        documents = [each.document for each in library.catalog.candidates([ids[0], ids[2]], BOTH).values()]
        assert [(each.title, each.label, each.linked_to) for each in documents] == [
            ("新题", "unit", None),
            ("测试材料", "public", None),
        ]
        assert library.catalog.labels() == BOTH


def test_who_may_not_see_the_original_is_answered_from_the_copy(tmp_path: Path) -> None:
    """A linked document answers for those whose labels do not admit its original."""
    library, ids = held_twice(tmp_path, label="unit")
    with library:
        assert list(library.catalog.hits_for(ids, frozenset({"public"}))) == ids[2:]


def test_what_is_held_of_a_file_is_known_without_reading_it(tmp_path: Path) -> None:
    """Counts of repairs, problems and locators come from the catalog; a link can be set and undone."""
    problem = Problem(code="missing_article", severity=Severity.WARNING, message="缺第二条。", line=3)
    repair = Repair(kind="pinyin", before="(xí)", after="", start=0, end=1)
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", FIRST, problems=(problem,), repairs=(repair, repair), sketch="ff"))
        (held,) = library.holdings()["/a.txt"]
        assert (held.repairs, held.problems, held.characters) == ((("pinyin", 2),), (problem,), len(FIRST))
        with library.receiving() as receiving:
            receiving.link(held.summary.id, "other")
        assert library.fingerprints()[0].linked_to == "other"
