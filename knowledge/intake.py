"""What documents need before they can enter the catalog: vectors, words, and rows made of them.

All of it happens before the first transaction. The model runs only over what it has not read yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.catalog import vectors
from knowledge.catalog.database import Database
from knowledge.catalog.staging import StagedDocument, prepare
from knowledge.documents import Document, Passage
from knowledge.extracts import Extract
from knowledge.ports import Embedder

Entry = tuple[Document, Sequence[Passage]]
"""A document with its passages, as ingest makes them."""


def staged(identity: str, entries: Sequence[Entry], extracts: Sequence[Extract] = ()) -> list[StagedDocument]:
    """Return documents with everything that the catalog keeps of them, but for the vectors of a model."""
    beside = {extract.document_id: extract for extract in extracts}
    return [prepare(document, passages, identity, beside.get(document.id)) for document, passages in entries]


def vectors_of(database: Database, embedder: Embedder, documents: Sequence[StagedDocument]) -> dict[str, bytes]:
    """Return the vector of every content in some documents; the model reads what no passage held has."""
    texts = {each.content: each.reading for document in documents for each in document.passages}
    with database.reading() as connection:
        held = vectors.vectors_with(connection, texts)
    return held | embed(embedder, {content: text for content, text in texts.items() if content not in held})


def embed(embedder: Embedder, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the vectors of texts, as the catalog stores them, under the same keys."""
    if not texts:
        return {}
    matrix = np.ascontiguousarray(embedder.embed_passages(list(texts.values())), dtype=vectors.FORMAT)
    return dict(zip(texts, (row.tobytes() for row in matrix), strict=True))
