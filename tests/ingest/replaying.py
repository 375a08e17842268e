"""Makes a text anew from its file and its receipts."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import Document, Passage, Repair


def replayed(raw: str, repairs: Sequence[Repair], start: int, end: int) -> str:
    """Return `raw[start:end]` with the receipts that lie in it applied, one after the other."""
    pieces, position = [], start
    for repair in repairs:
        if start <= repair.start and repair.end <= end:
            assert raw[repair.start : repair.end] == repair.before
            pieces += [raw[position : repair.start], repair.after]
            position = repair.end
    return "".join([*pieces, raw[position:end]])


def assert_replays(document: Document, passages: Sequence[Passage], raw: str) -> None:
    """Check that text and passages follow from the file and the receipts alone."""
    assert replayed(raw, document.repairs, document.raw_start, document.raw_end) == document.text
    for passage in passages:
        span = document.source_of(passage.start, passage.end)
        assert replayed(raw, document.repairs, span.start, span.end) == passage.text
