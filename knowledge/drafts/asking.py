"""Somebody's own text as a library of one document, in memory alone: what is asked about it is answered from it.

The parts that answer from the catalog answer here too; this module stands in for the catalog.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np

from knowledge.candidates import Admits, Candidate
from knowledge.documents import Document, DocumentSummary, KeptRun, Kind, Passage
from knowledge.errors import BadRequestError
from knowledge.ports import Embedder, Judge, LexicalIndex, Vectors
from knowledge.retrieval import Retriever
from knowledge.sentences import sentence_spans
from knowledge.tokens import embedding_text, fold, grams, words
from knowledge.writing.evidence import EvidenceFinder

OWN = "own"
"""Id of the one document, and its label: no document of a catalog has either."""

TITLE = "您发来的文件"
LONGEST = 100_000
"""Characters of a text that is asked about: some 250 passages, embedded while the person waits."""

AIM, MOST = 40, 450
"""Characters of a passage: a shorter paragraph, such as a heading, goes with the next; a longer one is cut."""

_SATURATION = 1.2
"""k1 of BM25, as in FTS5."""


class OwnText:
    """One text; satisfies what retrieval and writing need of an index and of a catalog."""

    def __init__(self, text: str, embedder: Embedder, beside: LexicalIndex) -> None:
        """Cut a text into passages and embed them.

        Args:
            text: All of it.
            embedder: The library's.
            beside: The library's words: how common a word is, one text alone does not tell.

        Raises:
            BadRequestError: It is empty or too long.
        """
        if not text.strip():
            raise BadRequestError("文件里没有可以提问的文字。")
        if len(text) > LONGEST:
            raise BadRequestError(f"文件有{len(text)}字，超过{LONGEST}字的上限，请截取要问的部分再发。")
        self._beside = beside
        self._document = Document(
            id=OWN,
            path=TITLE,
            sha256="",
            encoding="utf-8",
            title=TITLE,
            kind=Kind.ARTICLE,
            label=OWN,
            text=text,
            raw_start=0,
            raw_end=len(text),
            kept=(KeptRun(text_start=0, raw_start=0, length=len(text)),),
        )
        self.passages = _passages(text)
        shared = {name: getattr(self._document, name) for name in DocumentSummary.model_fields if name != "passages"}
        self._summary = DocumentSummary(**shared, passages=len(self.passages))
        self._vectors = embedder.embed_passages([embedding_text("", "", each.text) for each in self.passages])
        self._words = [Counter(words(each.text)) for each in self.passages]
        self._grams = [Counter(grams(each.text)) for each in self.passages]

    def finder(self, embedder: Embedder, judge: Judge) -> EvidenceFinder:
        """Return what finds answers in this text."""
        retriever = Retriever(embedder=embedder, vectors=self, lexical=self, passages=self)
        return EvidenceFinder(retriever=retriever, judge=judge, shelf=self)

    # what a vector index does

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return the nearest passages with their cosine."""
        if OWN not in labels:
            return []
        similarities = self._vectors @ vector
        best = np.argsort(-similarities)[:limit]
        return [(self.passages[i].id, float(similarities[i])) for i in best]

    # what a lexical index does

    def search_words(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return the passages with any of the words."""
        return self._ranked(self._words, self.document_frequency(terms), limit, labels)

    def search_grams(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return the passages with any of the grams."""
        return self._ranked(self._grams, self.gram_frequency(terms), limit, labels)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each word stands, of this text and of the library."""
        return _together(terms, self._words, self._beside.document_frequency)

    def gram_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each gram stands, of this text and of the library."""
        return _together(terms, self._grams, self._beside.gram_frequency)

    def passage_count(self) -> int:
        """Return the number of passages, of this text and of the library."""
        return len(self.passages) + self._beside.passage_count()

    # what a catalog does

    def snapshot(self) -> AbstractContextManager[None]:
        """Do nothing: a text in hand does not change."""
        return nullcontext()

    def candidates(
        self, ids: Sequence[str], labels: frozenset[str], admits: Admits | None = None
    ) -> dict[str, Candidate]:
        """Return passages with their document and place."""
        is_wanted = OWN in labels and (admits is None or admits(self._summary))
        by_id = {each.id: each for each in self.passages} if is_wanted else {}
        return {key: self._candidate(by_id[key]) for key in ids if key in by_id}

    def _candidate(self, passage: Passage) -> Candidate:
        return Candidate(
            passage_id=passage.id,
            ordinal=passage.ordinal,
            locator=passage.locator,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            folded=fold(passage.text),
            raw_start=passage.start,
            raw_end=passage.end,
            encoding="utf-8",
            page=None,
            recognised=False,
            document=self._summary,
        )

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return the text."""
        return self._document if document_id == OWN and OWN in labels else None

    def passages_of(self, document_id: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return its passages."""
        return self.passages if document_id == OWN and OWN in labels else []

    def documents(self, labels: frozenset[str]) -> Sequence[DocumentSummary]:
        """Return what there is: one."""
        return [self._summary] if OWN in labels else []

    def _ranked(
        self, held: Sequence[Counter[str]], frequency: dict[str, int], limit: int, labels: frozenset[str]
    ) -> list[tuple[str, float]]:
        if OWN not in labels:
            return []
        count = self.passage_count()
        rarity = {term: math.log(1 + (count - seen + 0.5) / (seen + 0.5)) for term, seen in frequency.items()}
        scores = [
            sum(weight * own[term] / (own[term] + _SATURATION) for term, weight in rarity.items() if own[term])
            for own in held
        ]
        best = sorted((i for i, score in enumerate(scores) if score > 0), key=lambda i: -scores[i])[:limit]
        return [(self.passages[i].id, scores[i]) for i in best]


def _together(
    terms: Sequence[str], held: Sequence[Counter[str]], elsewhere: Callable[[Sequence[str]], dict[str, int]]
) -> dict[str, int]:
    beside = elsewhere(terms)
    return {term: beside.get(term, 0) + sum(term in own for own in held) for term in terms}


def _passages(text: str) -> list[Passage]:
    """Return the paragraphs, short ones joined and long ones cut, in order, each named as a reader counts them."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        joined = bool(spans) and end - spans[-1][0] <= MOST
        apart = bool(spans) and "\n" in text[spans[-1][1] : start]
        if joined and (not apart or spans[-1][1] - spans[-1][0] < AIM):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [
        Passage(
            id=f"{OWN}-{number}",
            document_id=OWN,
            ordinal=number - 1,
            locator=_place(text, start, end),
            start=start,
            end=end,
            text=text[start:end],
        )
        for number, (start, end) in enumerate(spans, 1)
    ]


def _place(text: str, start: int, end: int) -> str:
    """Return which paragraphs a span covers: lines that are not blank, from 1."""
    first = sum(bool(line.strip()) for line in text[:start].split("\n")[:-1]) + 1
    last = first + sum(bool(line.strip()) for line in text[start:end].split("\n")) - 1
    return f"第{first}段" if first == last else f"第{first}至{last}段"
