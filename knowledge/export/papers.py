"""An answer as a paper: clean text in lines, and beside it what each quotation was checked against."""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.answers import MARKER, Answer, Citation
from knowledge.documents import Frozen
from knowledge.tokens import simplified

DRAFT = "（讨论稿）"

_FIRST = re.compile(r"[一二三四五六七八九十]+、")
_MARKS = re.compile(r"[，。；：、！？…【】\[\]:.\d]")
_HEADING = 10
"""Characters of a line that is a heading without a number: 制度依据."""

_SECOND = re.compile(r"（[一二三四五六七八九十]+）")
_REQUEST = re.compile(
    r"^(?:请)?(?:给我|帮我找|找|举|列出|推荐|来)(?:[一二三四五六七八九十几\d]+个)?(?=.{3})|（第\d+批）$|[，,](?:给|举|找)(?:我)?几个(?:例子|案例)$"
)
"""Words to an assistant that are no part of a title."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and line breaks inside a line."""


class Rank(StrEnum):
    """What a line is."""

    FIRST = "first"  # 一、
    SECOND = "second"  # （一）
    BODY = "body"


class Line(Frozen):
    """A line of the paper, without markers."""

    rank: Rank
    text: str


class Check(Frozen):
    """A row of the 《引文核对表》."""

    number: int
    said: str
    """The line of the paper."""

    quote: str
    """Verbatim, in the source's script."""

    title: str
    locator: str
    date: str | None
    source: str
    """Path and offsets of the source file."""


class Paper(Frozen):
    """What is exported of an answer."""

    title: str
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]


def paper_of(answer: Answer) -> Paper:
    """Return an answer as a paper; a first line that ends with （讨论稿） is its title."""
    raw = [line for line in answer.text.split("\n") if line.strip()]
    titled = MARKER.sub("", raw[0]).endswith(DRAFT)
    asked = _REQUEST.sub("", answer.standalone_question).rstrip("？?。 ") or answer.standalone_question
    title = printable(MARKER.sub("", raw[0]).removesuffix(DRAFT) if titled else asked)
    lines = raw[1:] if titled else raw
    by_marker = {citation.marker: citation for citation in answer.citations}
    return Paper(
        title=title,
        lines=tuple(_line(line) for line in lines),
        checks=tuple(_check(by_marker[int(number)], line) for line in raw for number in MARKER.findall(line)),
    )


def printable(text: str) -> str:
    """Return text without what a file of XML cannot hold."""
    return _UNPRINTABLE.sub("", text).strip()


def _line(raw: str) -> Line:
    text = printable(MARKER.sub("", raw))
    first = _FIRST.match(text) or (len(text) <= _HEADING and not _MARKS.search(text))
    rank = Rank.FIRST if first else Rank.SECOND if _SECOND.match(text) else Rank.BODY
    return Line(rank=rank, text=text)


def _check(citation: Citation, line: str) -> Check:
    source = citation.source
    return Check(
        number=citation.marker,
        said=printable(MARKER.sub("", line)),
        quote=printable(citation.quote),
        title=printable(simplified(citation.document.title)),
        locator=printable(simplified(citation.locator)),
        date=citation.document.date,
        source=f"{source.path}（{source.start}–{source.end}）",
    )
