"""Reading documents and passages: complete, and never past what the person may see."""

from __future__ import annotations

import hashlib

from knowledge.documents import (
    Heading,
    KeptRun,
    Kind,
    Problem,
    Repair,
    Script,
    Severity,
    SourceClass,
    SourceSpan,
    Status,
)
from knowledge.library import Library
from knowledge.particulars import Bodies, Dates, Particulars
from tests.builders import source_file

PUBLIC = frozenset({"public"})
ALL = frozenset({"public", "unit"})


def test_a_document_comes_back_as_it_was(library: Library) -> None:
    """Every field survives, lists and enumerations included."""
    fields = {
        "title": "某局党支部考核办法（试行）",
        "kind": Kind.REGULATION,
        "issuer": "某局党组",
        "number": "〔2024〕3号",
        "date": "2024-05",
        "particulars": Particulars(bodies=Bodies(enacting="某局党组"), dates=Dates(revised=("2024-05",)), trial=True),
        "status": Status.IN_FORCE,
        "checked_on": "2025-01-02",
        "source_class": SourceClass.OFFICIAL,
        "script": Script.TRADITIONAL,
        "sample": True,
        "raw_start": 3,
        "raw_end": 40,
        "kept": (KeptRun(text_start=0, raw_start=3, length=4), KeptRun(text_start=4, raw_start=9, length=2)),
        "garbled": ((1, 3),),
        "outline": (Heading(level=1, heading="一、考核", start=0, end=4),),
        "repairs": (Repair(kind="pinyin", before="核(hé)", after="核", start=7, end=12),),
        "problems": (Problem(code="mojibake", severity=Severity.ERROR, message="第1行有乱码。", line=1),),
    }
    path, original, entries = source_file("/a.txt", "一、考核每年一次。", **fields)
    library.replace_file(path, original, entries)
    assert library.catalog.document(entries[0][0].id, PUBLIC) == entries[0][0]


def test_passages_come_back_in_order(library: Library) -> None:
    """A document's passages are what was put in, by position."""
    path, original, entries = source_file("/a.txt", "第一段。", "第二段。", "第三段。")
    library.replace_file(path, original, entries)
    assert library.catalog.passages_of(entries[0][0].id, PUBLIC) == entries[0][1]


def test_a_hit_points_into_the_source_file(library: Library) -> None:
    """The span of a passage is in the source before repair, as the document itself works it out."""
    kept = (KeptRun(text_start=0, raw_start=10, length=4), KeptRun(text_start=4, raw_start=20, length=5))
    path, original, entries = source_file("/a.txt", "第一段。", "第二段。", raw_start=10, raw_end=25, kept=kept)
    library.replace_file(path, original, entries)
    first, second = entries[0][1]
    found = library.catalog.hits_for([second.id, "unknown", first.id], PUBLIC)
    assert list(found) == [second.id, first.id]
    assert [source for _, _, source in found.values()] == [
        SourceSpan(path="/a.txt", encoding="utf-8", start=21, end=25),
        SourceSpan(path="/a.txt", encoding="utf-8", start=10, end=14),
    ]
    assert found[first.id][:2] == (first, library.documents()[0])


def test_nothing_is_read_from_outside_the_labels(library: Library) -> None:
    """A unit's own document is invisible to someone who may see public ones, by whichever way it is asked for."""
    library.replace_file(*source_file("/open.txt", "公开的内容。"))
    path, original, entries = source_file("/unit.txt", "本单位的内容。", "又一段。", label="unit")
    library.replace_file(path, original, entries)
    document, (first, _) = entries[0]
    catalog = library.catalog
    assert [each.path for each in catalog.documents(PUBLIC)] == ["/open.txt"]
    assert catalog.document(document.id, PUBLIC) is None
    assert catalog.passages_of(document.id, PUBLIC) == []
    assert catalog.passage(first.id, PUBLIC) is None
    assert catalog.neighbour(first.id, 1, PUBLIC) is None
    assert catalog.visible([first.id], PUBLIC) == set()
    assert catalog.hits_for([first.id], frozenset()) == {}
    assert catalog.labels() == ALL
    assert catalog.visible([first.id], ALL) == {first.id}


def test_documents_can_be_listed_by_kind(library: Library) -> None:
    """A list of one kind has no other kind in it."""
    library.replace_file(*source_file("/a.txt", "甲。", kind=Kind.CASE))
    library.replace_file(*source_file("/b.txt", "乙。", kind=Kind.LAW))
    assert [each.path for each in library.catalog.documents(PUBLIC, Kind.LAW)] == ["/b.txt"]
    assert [each.passages for each in library.catalog.documents(PUBLIC)] == [1, 1]


def test_neighbours_are_found_both_ways_and_end_with_the_document(library: Library) -> None:
    """The passage before the first one and the one after the last one do not exist."""
    path, original, entries = source_file("/a.txt", "第一段。", "第二段。")
    library.replace_file(path, original, entries)
    library.replace_file(*source_file("/b.txt", "别的文件。"))
    first, second = entries[0][1]
    following = library.catalog.neighbour(first.id, 1, PUBLIC)
    before = library.catalog.neighbour(second.id, -1, PUBLIC)
    assert following is not None
    assert before is not None
    assert (following[0], before[0]) == (second, first)
    assert library.catalog.neighbour(first.id, -1, PUBLIC) is None
    assert library.catalog.neighbour(second.id, 1, PUBLIC) is None


def test_a_file_is_known_by_its_bytes_and_label(library: Library) -> None:
    """Whether a file has changed can be told without reading its documents."""
    path, original, entries = source_file("/a.txt", "甲。", label="unit")
    library.replace_file(path, original, entries)
    assert library.file_hash("/a.txt") == hashlib.sha256(original).hexdigest()
    (held,) = library.holdings()["/a.txt"]
    assert (held.sha256, held.summary.label) == (hashlib.sha256(original).hexdigest(), "unit")
    assert library.file_hash("/b.txt") is None


def test_the_revision_grows_with_every_change(library: Library) -> None:
    """Whoever keeps something derived can tell that it is out of date."""
    seen = [library.catalog.revision()]
    path, original, entries = source_file("/a.txt", "甲。")
    for change in (lambda: library.replace_file(path, original, entries), lambda: library.remove([entries[0][0].id])):
        change()
        seen.append(library.catalog.revision())
    assert seen == sorted(set(seen))
    library.remove(["unknown"])
    assert library.catalog.revision() == seen[-1]
