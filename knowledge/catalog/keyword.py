"""Literal look-up: every passage in which some words stand exactly so, whatever their script, case and width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import Field

from knowledge.catalog.backend import Keys, backend_of
from knowledge.catalog.database import Database
from knowledge.catalog.ranges import Ranges, RangesCache
from knowledge.catalog.rows import found_of, select_hits
from knowledge.catalog.schema import passages
from knowledge.documents import DocumentSummary, Frozen, Kind, Passage, SourceSpan
from knowledge.errors import BadRequestError
from knowledge.tokens import fold, fold_with_offsets

SNIPPET_LENGTH = 80
"""Characters shown around the first match: about two lines of a terminal, four of a phone."""

KIND_ORDER = (Kind.SPEECH, Kind.REGULATION, Kind.LAW, Kind.NORMATIVE, Kind.CASE, Kind.ARTICLE)
"""What is to be followed, what binds, what others did: 遵循, 制度依据, 实践参考."""


class KeywordHit(Frozen):
    """A passage with the words, and where they stand in it."""

    document: DocumentSummary
    passage: Passage
    source: SourceSpan
    spans: tuple[tuple[int, int], ...]
    """Every match in `passage.text`, in order, without overlap."""

    @property
    def count(self) -> int:
        """How often the words stand in the passage."""
        return len(self.spans)

    @property
    def window(self) -> tuple[int, int]:
        """The span of `passage.text` to show: around the first match."""
        return snippet_window(self.passage.text, *self.spans[0])

    @property
    def snippet(self) -> str:
        """What to show, on one line, in the source's script."""
        start, end = self.window
        return self.passage.text[start:end].replace("\n", " ")

    @property
    def highlights(self) -> tuple[tuple[int, int], ...]:
        """The matches that the snippet shows whole, as offsets in it."""
        start, end = self.window
        return tuple((first - start, last - start) for first, last in self.spans if start <= first and last <= end)


class AlsoSearched(Frozen):
    """Another way to write the words, looked up with them and counted by itself."""

    keyword: str
    documents: int
    passages: int
    hits: tuple[KeywordHit, ...] = ()
    """The first few."""


class KeywordFindings(Frozen):
    """How many documents and passages have the words, and one page of the passages."""

    documents: int
    passages: int
    hits: tuple[KeywordHit, ...]
    kinds: dict[Kind, int] = Field(default_factory=dict)
    """Passages of each kind, of all kinds whichever was asked for; kinds without any are left out."""

    also: tuple[AlsoSearched, ...] = ()
    """Other ways to write the same, of the lexicon, that stand somewhere."""


class KeywordLookup:
    """Finds words as they are written; needs neither dictionary nor model. Used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ranges = RangesCache()

    def look_up(
        self, keyword: str, *, labels: frozenset[str], kind: Kind | None = None, limit: int = 10, offset: int = 0
    ) -> KeywordFindings:
        """Return the passages in which `keyword` stands.

        They are ordered by the kind of their document, then the documents with the most of them first, and within a
        document as they stand. How often the words stand in a passage is counted for the hits returned alone.

        Args:
            keyword: Compared without regard to script, case and width; spaces around it do not count.
            labels: What the person may see.
            kind: Only documents of this kind.
            limit: Hits returned at most.
            offset: Hits left out before them.

        Raises:
            BadRequestError: There is nothing to look for.
        """
        folded = fold(keyword.strip())
        if not folded or "\0" in folded:
            raise BadRequestError("要查找的文字是空的，请给出至少一个字。")
        with self._database.reading() as connection:
            ranges = self._ranges.read(connection)
            keys = backend_of(connection).literal.matching(connection, folded)
        whose = ranges.documents_of(keys)
        counts = np.bincount(whose, minlength=len(ranges.firsts)) * ranges.visible(labels)
        kinds = _by_kind(ranges, counts)
        if kind is not None:
            counts = counts * (ranges.kinds == list(Kind).index(kind))
        return KeywordFindings(
            documents=int(np.count_nonzero(counts)),
            passages=int(counts.sum()),
            hits=tuple(self._hits(_page(ranges, counts, keys, whose, offset, limit), folded)),
            kinds=kinds,
        )

    def _hits(self, keys: Sequence[int], folded: str) -> Iterator[KeywordHit]:
        query = select_hits().add_columns(passages.c.pk).where(passages.c.pk.in_(keys))
        with self._database.reading() as connection:
            found = {row.pk: found_of(row) for row in connection.execute(query)}
        for passage, document, source in (found[key] for key in keys if key in found):
            spans = tuple(match_spans(passage.text, folded))
            yield KeywordHit(document=document, passage=passage, source=source, spans=spans)


def _by_kind(ranges: Ranges, counts: Keys) -> dict[Kind, int]:
    sums = np.bincount(ranges.kinds, weights=counts, minlength=len(Kind)).astype(int)
    return {kind: int(sums[list(Kind).index(kind)]) for kind in KIND_ORDER if sums[list(Kind).index(kind)]}


def _page(ranges: Ranges, counts: Keys, keys: Keys, whose: Keys, offset: int, limit: int) -> list[int]:
    """Return the keys of one page of passages."""
    rank = np.array([KIND_ORDER.index(kind) for kind in Kind])[ranges.kinds]
    order = np.lexsort((ranges.by_path, -counts, rank))
    order = order[counts[order] > 0]
    ends = np.cumsum(counts[order])
    first, last = np.searchsorted(ends, offset, side="right"), np.searchsorted(ends, offset + limit, side="left")
    shown = [keys[whose == document] for document in order[first : last + 1]]
    before = int(ends[first - 1]) if first else 0
    return [int(key) for key in np.concatenate(shown)[offset - before :][:limit]] if shown else []


def match_spans(text: str, folded_keyword: str) -> Iterator[tuple[int, int]]:
    """Give the spans of `text` whose folded form is the keyword, in order, without overlap.

    Example:
        "《第一議題》與第一议题", "第一议题" -> (1, 5), (7, 11)
    """
    folded, offsets = fold_with_offsets(text)
    found = folded.find(folded_keyword)
    while found >= 0:
        end = found + len(folded_keyword)
        yield offsets[found], offsets[end - 1] + 1
        found = folded.find(folded_keyword, end)


def snippet_window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of `SNIPPET_LENGTH` characters (or of the match, or of all the text) around `text[start:end]`."""
    first = max(0, start - max(SNIPPET_LENGTH - (end - start), 0) // 2)
    last = min(len(text), max(end, first + SNIPPET_LENGTH))
    return max(0, min(first, last - SNIPPET_LENGTH)), last
