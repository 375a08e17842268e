"""Literal look-up: every passage in which some words stand exactly so, whatever their script, case and width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import TextClause, bindparam, text

from knowledge.catalog.database import Database
from knowledge.catalog.lexical import quoted
from knowledge.catalog.rows import found_of, select_hits
from knowledge.catalog.schema import passages
from knowledge.documents import DocumentSummary, Frozen, Kind, Passage, SourceSpan
from knowledge.errors import BadRequestError
from knowledge.tokens import fold, fold_with_offsets, literal_grams

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


class KeywordFindings(Frozen):
    """How many documents and passages have the words, and one page of the passages."""

    documents: int
    passages: int
    hits: tuple[KeywordHit, ...]


class _Match(NamedTuple):
    """A passage found, as far as counting and ordering need it."""

    passage: int
    document: int
    kind: str
    occurrences: int


class KeywordLookup:
    """Finds words as they are written; needs neither dictionary nor model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look_up(
        self, keyword: str, *, labels: frozenset[str], kind: Kind | None = None, limit: int = 10, offset: int = 0
    ) -> KeywordFindings:
        """Return the passages in which `keyword` stands, by kind of document, then the most matches first.

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
        matches = self._matches(folded, labels, kind)
        page = sorted(matches, key=_precedence)[offset : offset + limit]
        return KeywordFindings(
            documents=len({match.document for match in matches}),
            passages=len(matches),
            hits=tuple(self._hits([match.passage for match in page], folded)),
        )

    def _matches(self, folded: str, labels: frozenset[str], kind: Kind | None) -> list[_Match]:
        terms = literal_grams(folded)
        values = {
            "keyword": folded,
            "terms": _phrase(terms),
            "labels": list(labels),
            "kinds": [kind.value] if kind else [each.value for each in Kind],
        }
        with self._database.reading() as connection:
            rows = connection.execute(_query(_BY_TERMS if terms else _ALL), values)
            return [_Match(*row) for row in rows]

    def _hits(self, keys: Sequence[int], folded: str) -> Iterator[KeywordHit]:
        query = select_hits().add_columns(passages.c.pk).where(passages.c.pk.in_(keys))
        with self._database.reading() as connection:
            found = {row.pk: found_of(row) for row in connection.execute(query)}
        for passage, document, source in (found[key] for key in keys if key in found):
            spans = tuple(match_spans(passage.text, folded))
            yield KeywordHit(document=document, passage=passage, source=source, spans=spans)


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


_SELECT = """
    SELECT passages.pk AS passage, documents.pk AS document, documents.kind AS kind,
      (length(folded) - length(replace(folded, :keyword, ''))) / length(:keyword) AS occurrences
"""
_WHERE = """
    documents.state = 'committed' AND documents.label IN :labels AND documents.kind IN :kinds
      AND instr(folded, :keyword) > 0
    ORDER BY documents.path, documents.pk, passages.ordinal
"""
_BY_TERMS = f"""{_SELECT}
    FROM gram_terms CROSS JOIN passages ON passages.pk = gram_terms.rowid
    CROSS JOIN documents ON documents.pk = passages.document
    CROSS JOIN passage_texts ON passage_texts.passage = passages.pk
    WHERE gram_terms MATCH :terms AND {_WHERE}
"""
_ALL = f"""{_SELECT}
    FROM passages JOIN documents ON documents.pk = passages.document
    JOIN passage_texts ON passage_texts.passage = passages.pk
    WHERE {_WHERE}
"""
"""For what has no letter, digit or Han character, such as a dash."""


def _query(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("labels", expanding=True), bindparam("kinds", expanding=True))


def _phrase(terms: Sequence[str]) -> str:
    """Return the FTS5 query for bodies with these grams one after another; a lone character begins a gram."""
    lone = len(terms) == 1 and len(terms[0]) == 1
    return f"body : {quoted(' '.join(terms))}{' *' if lone else ''}"


def _precedence(match: _Match) -> tuple[int, int]:
    return KIND_ORDER.index(Kind(match.kind)), -match.occurrences
