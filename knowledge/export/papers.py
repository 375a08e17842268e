"""An answer as a paper: clean text in lines, and beside it what each quotation was checked against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from knowledge.answers import MARKER, Answer, Citation
from knowledge.blocks import Block, HeadingBlock, StatementBlock, StyledPiece, lines_of, pieces_of, statements
from knowledge.documents import Frozen
from knowledge.tokens import simplified

DRAFT = "（讨论稿）"

_REQUEST = re.compile(
    r"^(?:请)?(?:给我|帮我找|找|举|列出|推荐|来)(?:[一二三四五六七八九十几\d]+个)?(?=.{3})|（第\d+批）$|[，,](?:给|举|找)(?:我)?几个(?:例子|案例)$"
)
"""Words to an assistant that are no part of a title."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and line breaks inside a line."""


class Rank(StrEnum):
    """What a line is."""

    FIRST = "first"  # a heading
    SECOND = "second"  # of an example or a provision
    BODY = "body"


class PaperLine(Frozen):
    """A line of the paper, without markers."""

    rank: Rank
    pieces: tuple[StyledPiece, ...]

    @property
    def text(self) -> str:
        """Return it as plain text."""
        return "".join(piece.text for piece in self.pieces)


class QuoteCheck(Frozen):
    """A row of the 《引文核对表》."""

    number: int
    said: str
    """The statement of the paper."""

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
    lines: tuple[PaperLine, ...]
    checks: tuple[QuoteCheck, ...]


def paper_of(answer: Answer) -> Paper:
    """Return an answer as a paper: what it is about is its title, unless it has one itself."""
    first = answer.blocks[0]
    title = first.text if isinstance(first, HeadingBlock) and first.of_all else None
    asked = _REQUEST.sub("", answer.standalone_question).rstrip("？?。 ") or answer.standalone_question
    by_marker = {citation.marker: citation for citation in answer.citations}
    return Paper(
        title=printable(title.removesuffix(DRAFT) if title else asked),
        lines=tuple(_lines(answer.blocks[1:] if title else answer.blocks)),
        checks=tuple(_check(by_marker[marker], one) for one in statements(answer.blocks) for marker in one.markers),
    )


def printable(text: str) -> str:
    """Return text without what a file of XML cannot hold."""
    return _UNPRINTABLE.sub("", text).strip()


def _lines(blocks: Sequence[Block]) -> Iterator[PaperLine]:
    """Yield the lines of a paper; what goes on in a line is part of it, and each paragraph of a provision is one."""
    rank, written = Rank.BODY, list[StyledPiece]()
    for block in blocks:
        for line in lines_of(block):
            if not (isinstance(line, StatementBlock) and line.running):
                yield from _line(rank, written)
                rank, written = _rank(block, line), []
            written += pieces_of(line.model_copy(update={"markers": ()}) if isinstance(line, StatementBlock) else line)
    yield from _line(rank, written)


def _rank(block: Block, line: Block) -> Rank:
    if not isinstance(line, HeadingBlock):
        return Rank.BODY
    return Rank.FIRST if line is block else Rank.SECOND


def _line(rank: Rank, pieces: Sequence[StyledPiece]) -> Iterator[PaperLine]:
    """Yield pieces as a line; as several, without their styles, where line breaks stand in them."""
    clean = [StyledPiece(_UNPRINTABLE.sub("", MARKER.sub("", text)), style) for text, style in pieces if text]
    paragraphs = "".join(piece.text for piece in clean).split("\n")
    if len(paragraphs) > 1:
        yield from (PaperLine(rank=rank, pieces=(StyledPiece(one.strip()),)) for one in paragraphs if one.strip())
    elif clean:
        first, *others = clean
        yield PaperLine(rank=rank, pieces=(first._replace(text=first.text.lstrip()), *others))


def _check(citation: Citation, said: StatementBlock) -> QuoteCheck:
    source = citation.source
    return QuoteCheck(
        number=citation.marker,
        said=printable(f"{said.lead}{said.text}"),
        quote=printable(citation.quote),
        title=printable(simplified(citation.document.title)),
        locator=printable(simplified(citation.locator)),
        date=citation.document.date,
        source=f"{source.path}（{source.start}–{source.end}）",
    )
