"""An embedder that remembers what it read last.

One answer asks for the vector of its question several times, and the next answer for the same sentences again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock

import numpy as np

from knowledge.ports import Embedder, Vectors

QUESTIONS = 64

SENTENCES = 4096
"""Sentences whose vectors are kept: 6 MB of 384 dimensions. An answer compares up to 24, in layers up to 48."""


class RememberingEmbedder:
    """Satisfies `knowledge.ports.Embedder` over another one; safe to share between threads."""

    def __init__(self, embedder: Embedder, *, sentences: int = SENTENCES) -> None:
        self._embedder = embedder
        self._sentences = sentences
        self._question = lru_cache(maxsize=QUESTIONS)(embedder.embed_query)
        self._lock = Lock()
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        """By text, the one that was asked for last at the end."""

    @property
    def identity(self) -> str:
        """Name of the model."""
        return self._embedder.identity

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,); it is given out again and must not be changed."""
        return self._question(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions)."""
        if not texts:
            return self._embedder.embed_passages(texts)
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
        if missing := [text for text in dict.fromkeys(texts) if text not in found]:
            found |= zip(missing, self._embedder.embed_passages(missing), strict=True)
        self._remember(found)
        return np.stack([found[text] for text in texts])

    def _remember(self, found: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in found.items():
                self._kept[text] = vector
                self._kept.move_to_end(text)
            while len(self._kept) > self._sentences:
                self._kept.popitem(last=False)
