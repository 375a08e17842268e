"""Cards and formulas in the catalog."""

from __future__ import annotations

from ingest.extracts import extract_of
from knowledge.catalog.extracts import Extracts
from knowledge.library import Library
from tests.builders import source_file

TEXT = "云溪市水务局党组整合力量，组织党员攻关漏损难题，形成抓学习、抓难题、抓考核的“三抓”工作法。"
PUBLIC = frozenset({"public"})


def put(library: Library, path: str, text: str = TEXT, **fields: object) -> str:
    """Ingest a report and return its document's id."""
    name, data, entries = source_file(path, text, kind="case", **fields)
    library.replace_file(name, data, entries, [extract_of(*entry) for entry in entries])
    return entries[0][0].id


def test_extracts_come_and_go_with_their_document(library: Library) -> None:
    """What was extracted answers once the document is committed and no longer when it is removed or replaced."""
    shelf = Extracts(library.catalog.database)
    document_id = put(library, "/a.txt")

    (held,) = shelf.cards(PUBLIC)
    assert held.sources[0].path == "/a.txt"
    assert [one.formula.name.text for one in shelf.formulas(PUBLIC)] == ["“三抓”"]

    put(library, "/a.txt", "没有做法的文字。")
    assert list(shelf.cards(PUBLIC)) == []
    library.remove([document_id])
    assert list(shelf.formulas(PUBLIC)) == []


def test_nobody_sees_cards_of_documents_hidden_from_them(library: Library) -> None:
    """A card is visible to whom its document is visible."""
    put(library, "/a.txt", label="unit")

    assert list(Extracts(library.catalog.database).cards(PUBLIC)) == []


def test_a_text_held_twice_gives_its_cards_once(library: Library) -> None:
    """The cards of a linked document are left to the one that answers for it."""
    first = put(library, "/a.txt")
    second = put(library, "/b.txt")
    with library.receiving() as receiving:
        receiving.link(second, first)

    assert [held.document.id for held in Extracts(library.catalog.database).cards(PUBLIC)] == [first]
