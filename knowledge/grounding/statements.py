"""Statements: whole sentences of the retrieved passages that can stand alone in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.answers import MARKER
from knowledge.documents import Document, DocumentSummary, Frozen, Passage
from knowledge.numerals import ARTICLE
from knowledge.sentences import sentence_spans
from knowledge.tokens import simplified

SHORTEST = 12
"""Characters: below this a sentence says too little alone and takes the next one along."""

LONGEST = 400
"""Characters: a longer sentence is a list or a page without full stops; nobody reads it in an answer."""

LONGEST_PARAGRAPH = 1200
"""Characters of a 款 with its 项: cut in the middle, a rule would say something else."""

WORTH_READING = 30
"""Characters of a sentence behind a garbled place that are worth quoting, from the beginning of a clause."""

_CLAUSE = re.compile(r"[，,；;]\s*")

_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|、)|第[一二三四五六七八九十][，,、]|[（(][一二三四五六七八九十\d]{1,2}[)）]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑩]|首先[，,]|其次[，,]|再次[，,]|最后[，,]|此外[，,]|另外[，,]|同时[，,]|具体来说[，,]|比如[，,]|例如[，,]|与此同时[，,])\s*"
)
"""What only makes sense inside the list that a sentence was taken from."""

_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”’》）])[,;:!?](?=[\u4e00-\u9fff“‘《（]|$)")
_FULL_WIDTH = dict(zip(",;:!?", "，；：！？", strict=True))

_IS_SENTENCE = re.compile(r"[。！!；;.…][”’」』》）)】\]\"]*$")
"""How a sentence ends that says something; titles have no such end, questions and announcements another."""

_ARTICLE = re.compile(rf"{ARTICLE}(?: ›|$|（)")
"""The part of a locator that names an article."""

_ITEM = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]|\s*\d{1,2}[.．、]")

_FIELD = re.compile(r"[^：:，。；\n]{1,14}[：:][ \t]*\S")
_NUMBER = re.compile(r"(?:序号|编号)[：:]")
FIELDS = 2
"""Fields from which lines are a record: a label before one line is none."""

_LABEL = re.compile(r"^[\[【［]?(?:关键词|關鍵詞|关键字|摘要|作者|来源|中图分类号|中圖分類號)[\]】］]?\s*[:：]")
"""Lines about a text, not of it."""


class Statement(Frozen):
    """A stretch of one document that says something by itself."""

    passage: Passage
    document: DocumentSummary
    start: int
    end: int
    """Span in the document's text."""

    quote: str
    """The words of the source, in its script."""

    reading: str
    """The same words in Simplified, without the list marker they began with."""


def statements_of(passage: Passage, summary: DocumentSummary, document: Document) -> list[Statement]:
    """Return the statements of a passage, in order; headings, fragments and garbled sentences are left out.

    Args:
        passage: Of `document`.
        summary: Of `document`.
        document: With its text.
    """
    is_article = document.kind.is_rule and _ARTICLE.search(passage.locator) is not None
    record = _record(passage, document)
    if record is not None:
        quote = document.text[record[0] : record[1]]
        told = re.sub(r"[。；;\s]*\n\s*", "；", simplified(quote))
        return [Statement(passage=passage, document=summary, start=record[0], end=record[1], quote=quote, reading=told)]
    spans = _paragraphs(passage, document.text) if is_article else _sentences(passage, document)
    longest = LONGEST_PARAGRAPH if is_article else LONGEST
    standing = [(start, end) for start, end in spans if _can_stand(document, start, end, longest)]
    return [
        Statement(
            passage=passage, document=summary, start=start, end=end, quote=quote, reading=elided + reading_of(quote)
        )
        for start, end in standing
        for quote in (document.text[start:end],)
        # What begins behind a comma had a beginning that could not be read.
        for elided in ("……" if _CLAUSE.match(document.text, start - 1, start) else "",)
    ]


def _record(passage: Passage, document: Document) -> tuple[int, int] | None:
    """Return the span of a row of a list (单位：…, 做法：…, 成效：…) without its heading and number, or None.

    What was done says nothing without whose it is, and what came of it nothing without what was done: it is quoted
    whole.
    """
    lines = list(re.finditer(r"[^\n]+", document.text[passage.start : passage.end]))
    labelled = [_FIELD.match(one[0]) is not None for one in lines]
    heading = labelled.index(True) if any(labelled) else len(lines)
    fields = [one for one in lines[heading:] if not _NUMBER.match(one[0])]
    if any(_IS_SENTENCE.search(one[0].rstrip()) for one in lines[:heading]):
        return None  # notes under a text are no row of a list
    if len(fields) < FIELDS or not all(labelled[heading:]) or overlaps((passage.start, passage.end), document.garbled):
        return None
    span = passage.start + fields[0].start(), passage.start + fields[-1].end()
    return span if span[1] - span[0] <= LONGEST else None


def _sentences(passage: Passage, document: Document) -> list[tuple[int, int]]:
    headings = {(heading.start, heading.end) for heading in document.outline}
    found = [
        (passage.start + start, passage.start + end)
        for start, end in sentence_spans(document.text[passage.start : passage.end])
    ]
    legible = [_past_the_garble(span, document) for span in found if span not in headings]
    return _with_short_leads(legible, document.text)


def _past_the_garble(span: tuple[int, int], document: Document) -> tuple[int, int]:
    """Return what can be read of a sentence after garbled characters in it, from the next clause on; else all of it."""
    last = max((end for start, end in document.garbled if span[0] < end and start < span[1]), default=None)
    clause = _CLAUSE.search(document.text, last, span[1]) if last is not None else None
    return (clause.end(), span[1]) if clause and span[1] - clause.end() >= WORTH_READING else span


def _paragraphs(passage: Passage, text: str) -> list[tuple[int, int]]:
    """Return the 款 of an article, each with the 项 below it: a list without its lead, or the reverse, says nothing."""
    found: list[tuple[int, int]] = []
    start = passage.start
    for line in text[passage.start : passage.end].splitlines(keepends=True):
        end = start + len(line.rstrip())
        if found and (_ITEM.match(line) or text[found[-1][0] : found[-1][1]].endswith(("：", ":", "；", ";"))):
            found[-1] = (found[-1][0], end)
        elif line.strip():
            found.append((start + len(line) - len(line.lstrip()), end))
        start += len(line)
    return found


def reading_of(quote: str) -> str:
    """Return the quoted words in Simplified, in one line, without the list marker they began with.

    A bracketed number of the source ([1] for its own literature) gets other brackets: it is no marker of ours. Marks of
    half width between Chinese characters are read as what they stand for.
    """
    plain = _ENUMERATOR.sub("", simplified(quote).replace("\n", ""))
    return MARKER.sub(r"〔\1〕", _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH[mark[0]], plain))


def _with_short_leads(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join a sentence too short to stand alone (一是加强资源整合。) to the one that follows in the same line."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] - joined[-1][0] < SHORTEST and "\n" not in text[joined[-1][0] : start]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _can_stand(document: Document, start: int, end: int, longest: int) -> bool:
    quote = document.text[start:end]
    return (
        SHORTEST <= len(quote) <= longest
        and _IS_SENTENCE.search(quote) is not None
        and not _LABEL.match(quote)
        and not overlaps((start, end), document.garbled)
    )


def overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Tell whether `span` shares a character with one of `others`."""
    return any(span[0] < end and start < span[1] for start, end in others)
