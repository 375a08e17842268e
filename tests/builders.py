"""Builds documents and passages for tests that need no ingest."""

from __future__ import annotations

from typing import Any

from knowledge.documents import Document, DocumentSummary, KeptRun, Kind, Passage


def document(text: str, **fields: Any) -> Document:  # Any: whatever fields of Document a test sets
    """Return a document whose source file holds exactly `text`."""
    values = {
        "id": "d1",
        "path": "/nowhere/d1.txt",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "title": "测试材料",
        "kind": Kind.ARTICLE,
        "text": text,
        "raw_start": 0,
        "raw_end": len(text),
        "kept": (KeptRun(text_start=0, raw_start=0, length=len(text)),),
    }
    return Document(**{**values, **fields})


def summary(whole: Document) -> DocumentSummary:
    """Return what a list shows of a document of one passage."""
    shared = {name: getattr(whole, name) for name in DocumentSummary.model_fields if name != "passages"}
    return DocumentSummary(**shared, passages=1)


def passage(whole: Document, start: int = 0, end: int | None = None, locator: str = "") -> Passage:
    """Return `whole.text[start:end]` as a passage."""
    stop = len(whole.text) if end is None else end
    text = whole.text[start:stop]
    return Passage(
        id=f"{whole.id}-{start}", document_id=whole.id, ordinal=0, locator=locator, start=start, end=stop, text=text
    )
