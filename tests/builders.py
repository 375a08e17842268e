"""Builds documents and passages for tests that need no ingest."""

from __future__ import annotations

import hashlib
from itertools import accumulate
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


def source_file(path: str, *texts: str, **fields: Any) -> tuple[str, bytes, list[tuple[Document, list[Passage]]]]:
    """Return what `Library.replace_file` takes for a file of one document with a passage for each of `texts`."""
    whole = "\n".join(texts)
    identifier = hashlib.sha256(path.encode()).hexdigest()[:16]
    own = {"id": identifier, "path": path, "sha256": hashlib.sha256(whole.encode()).hexdigest()}
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    passages = [
        Passage(
            id=hashlib.sha256(f"{identifier}{texts[:i].count(text)}{text}".encode()).hexdigest()[:24],
            document_id=identifier,
            ordinal=i,
            locator="",
            start=start,
            end=start + len(text),
            text=text,
        )
        for i, (text, start) in enumerate(zip(texts, starts, strict=False))
    ]
    return path, whole.encode(), [(document(whole, **{**own, **fields}), passages)]
