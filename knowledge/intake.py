"""What documents need before they can enter the catalog: vectors, words, and rows made of them.

All of it happens before the first transaction. The model runs only over what it has not read yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.catalog import vectors
from knowledge.catalog.database import Database
from knowledge.catalog.staging import EmbeddedPassage, StagedDocument, prepare
from knowledge.documents import Document, Passage
from knowledge.extracts import Extract
from knowledge.ports import Embedder
from knowledge.tokens import embedding_text

Entry = tuple[Document, Sequence[Passage]]
"""A document with its passages, as ingest makes them."""


class _Reading(NamedTuple):
    """A passage as the model reads it."""

    passage: Passage
    text: str
    content: str


def staged(
    database: Database, embedder: Embedder, entries: Sequence[Entry], extracts: Sequence[Extract] = ()
) -> list[StagedDocument]:
    """Return the documents of one source file with everything that the catalog keeps of them."""
    read = [(document, [_reading(embedder, document, each) for each in passages]) for document, passages in entries]
    texts = {each.content: each.text for _, readings in read for each in readings}
    with database.reading() as connection:
        held = vectors.vectors_with(connection, texts)
    made = held | embed(embedder, {content: text for content, text in texts.items() if content not in held})
    beside = {extract.document_id: extract for extract in extracts}
    return [
        prepare(document, [_embedded(each, made) for each in readings], beside.get(document.id))
        for document, readings in read
    ]


def embed(embedder: Embedder, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the vectors of texts, as the catalog stores them, under the same keys."""
    if not texts:
        return {}
    matrix = np.ascontiguousarray(embedder.embed_passages(list(texts.values())), dtype=vectors.FORMAT)
    return dict(zip(texts, (row.tobytes() for row in matrix), strict=True))


def _reading(embedder: Embedder, document: Document, passage: Passage) -> _Reading:
    text = embedding_text(document.title, passage.locator, passage.text)
    return _Reading(passage, text, vectors.content_hash(embedder.identity, text))


def _embedded(reading: _Reading, made: Mapping[str, bytes]) -> EmbeddedPassage:
    return EmbeddedPassage(passage=reading.passage, content=reading.content, vector=made[reading.content])
