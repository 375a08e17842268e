"""An embedder that reads nothing twice: what a model made of a text is kept in a file for the next benchmark."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.catalog.vectors import content_hash
from knowledge.ports import Embedder, Vectors

BATCH = 256
"""Texts embedded between two commits: what a stopped run loses at most."""


class CachedEmbedder:
    """Satisfies `knowledge.ports.Embedder`; passages come from the file, a query is embedded anew each time."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=60, check_same_thread=False)
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (content TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @property
    def identity(self) -> str:
        """Name of the model."""
        return self._embedder.identity

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions)."""
        rows = [self._batch(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.concatenate(rows)

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,)."""
        return self._embedder.embed_query(text)

    def _batch(self, texts: Sequence[str]) -> Vectors:
        contents = [content_hash(self.identity, text) for text in texts]
        marks = ",".join("?" * len(contents))
        query = f"SELECT content, vector FROM vectors WHERE content IN ({marks})"  # noqa: S608
        held = dict(self._file.execute(query, contents).fetchall())
        missing = {key: text for key, text in zip(contents, texts, strict=True) if key not in held}
        if missing:
            made = self._embedder.embed_passages(list(missing.values()))
            held |= {key: row.tobytes() for key, row in zip(missing, made, strict=True)}
            with self._file:
                rows = [(key, held[key]) for key in missing]
                self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        return np.stack([np.frombuffer(held[key], dtype=np.float32) for key in contents])
