"""What is kept of documents between two changes of the catalog."""

from __future__ import annotations

from knowledge.catalog import kept
from knowledge.documents import Document
from knowledge.library import Library
from tests.builders import source_file

PUBLIC = frozenset({"public"})


def put(library: Library, number: int) -> str:
    path, original, entries = source_file(f"/{number}.txt", f"第{number}份材料。")
    library.replace_file(path, original, entries)
    return entries[0][0].id


def read(library: Library, ids: list[str]) -> list[Document | None]:
    return [library.catalog.document(each, PUBLIC) for each in ids]


def test_as_many_documents_as_there_is_room_for_are_read_once(library: Library) -> None:
    """The same objects come back until the last place is taken; then the oldest goes, and it alone."""
    ids = [put(library, number) for number in range(kept.WHOLE + 1)]
    first = read(library, ids[:-1])
    assert all(one is other for one, other in zip(read(library, ids[:-1]), first, strict=True))
    read(library, ids[-1:])
    assert all(one is other for one, other in zip(read(library, ids[1:-1]), first[1:], strict=True))
    assert read(library, ids[:1])[0] is not first[0]


def test_what_is_kept_never_outlives_a_change(library: Library) -> None:
    """After a change the document is what it is now."""
    known = put(library, 1)
    before = read(library, [known])
    path, original, entries = source_file("/1.txt", "改过的材料。")
    library.replace_file(path, original, entries)
    assert read(library, [entries[0][0].id]) == [entries[0][0]] != before


def test_a_change_elsewhere_leaves_what_was_read(library: Library) -> None:
    """Summaries and whole documents that did not change are not read again; a link is such a change."""
    one, other = put(library, 1), put(library, 2)
    before = read(library, [one, other])
    held = {each.id: each for each in library.documents()}
    put(library, 3)
    assert all(now is then for now, then in zip(read(library, [one, other]), before, strict=True))
    assert all(each is held[each.id] for each in library.documents() if each.id in held)
    with library.receiving() as receiving:
        receiving.link(other, one)
    assert [each.linked_to for each in library.documents()] == [None, one, None]
    now = read(library, [one, other])
    assert now[0] is before[0]
    assert now[1] is not None
    assert now[1].linked_to == one
    library.remove([other])
    assert read(library, [one, other]) == [before[0], None]
