"""What the core needs from outside, as protocols of a few methods; each has an adapter and a fake."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Embeddings, unit length, float32: shape (dimensions,) for one, (n, dimensions) for several."""


class Embedder(Protocol):
    """A model that turns text into unit vectors."""

    @property
    def identity(self) -> str:
        """Name of the model; vectors of different identities are never compared."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions)."""

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,)."""


class VectorIndex(Protocol):
    """Nearest passages by cosine similarity, among committed passages under the given labels."""

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity in -1 to 1) pairs, best first."""


class VectorKey(NamedTuple):
    """Names one vector: when the vector of a passage changes, so does its key."""

    label: str
    passage_id: str
    content: str
    """Hash of what the model read, and of which model."""


class WritableVectorIndex(VectorIndex, Protocol):
    """A vector index that is derived from the catalog and can fall behind it: then it may also return other ids."""

    def keys(self) -> set[VectorKey]:
        """Return what the index has."""

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        """Put vectors, one row a key; repeating it changes nothing."""

    def delete(self, keys: Iterable[VectorKey]) -> None:
        """Forget vectors; an unknown key is no error."""

    def close(self) -> None:
        """Release its files."""


class LexicalIndex(Protocol):
    """Full text over our own terms, among committed passages under the given labels."""

    def search_words(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return (passage id, BM25) pairs of passages with any of the words, best first; scores are above 0."""

    def search_grams(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return (passage id, BM25) pairs of passages with any of the grams, best first; scores are above 0."""

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each word stands; a word that stands nowhere has 0."""

    def gram_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each gram stands; a gram that stands nowhere has 0."""

    def passage_count(self) -> int:
        """Return the number of committed passages."""


class Reranker(Protocol):
    """A model that reads question and passage together."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how well each of the first texts answers, higher is better; fewer than `texts` where time ran out."""


class Window(NamedTuple):
    """A stretch of text under its heading, in Simplified, and the parts of it that could be said."""

    heading: str
    text: str
    spans: tuple[tuple[int, int], ...]
    """Offsets in `text`, end exclusive; ordered, never overlapping."""


class Judgement(NamedTuple):
    """What was judged of one window."""

    bears: float
    """How likely the window answers or at least bears on the matter, 0 to 1."""

    holds: float
    """How likely the window has an answer, 0 to 1."""

    answers: tuple[float, ...]
    """How likely each of its spans answers, 0 to 1."""


class Judge(Protocol):
    """A model that reads question and text together and says how likely the text answers."""

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        """Return one judgement a window."""

    def sides(self, question: str) -> list[tuple[int, int]]:
        """Return where the sides of a question stand in it, in characters; nothing where it has one."""

    def leans(self, question: str) -> float:
        """Return how likely a question leaves to the one before it what it is about, 0 to 1."""


class ChatModel(Protocol):
    """A model that writes."""

    @property
    def elsewhere(self) -> bool:
        """Whether what is sent to it leaves this machine."""

    def stream(self, system: str, user: str, *, seconds: float, stop: threading.Event | None = None) -> Iterator[str]:
        """Yield the reply as it is written, at least one piece, within `seconds`; end early once `stop` is set.

        Raises:
            ChatError: There is no reply, or it broke off.
        """
