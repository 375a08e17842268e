"""What an answer is made of: headings, statements with markers, remarks of the assistant's own, cards, provisions.

The text of an answer follows from its blocks, and so does what stands out in it: nobody reads a text for its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from knowledge.documents import Frozen


class HeadingBlock(Frozen):
    """Stands above what follows it."""

    block: Literal["heading"] = "heading"
    text: str
    of_all: bool = False
    """It is the title of the whole answer."""


class StatementBlock(Frozen):
    """What a source says."""

    block: Literal["statement"] = "statement"
    lead: str = ""
    """Before the words: whose they are, or their number."""

    text: str
    """In Simplified, without markers."""

    markers: tuple[int, ...] = ()
    """Of the citations behind it; none where those of a statement below it bear it too."""

    caution: str = ""
    """What to know before relying on its sources, in brackets."""

    bullet: bool = False
    running: bool = False
    """It goes on in the line of the block before it."""

    telling: tuple[int, int] | None = None
    """Span of `text` that tells what was asked."""

    @model_validator(mode="after")
    def _what_tells_stands_in_the_text(self) -> Self:
        if self.telling is not None and not 0 <= self.telling[0] < self.telling[1] <= len(self.text):
            message = f"the telling part {self.telling} is not within {len(self.text)} characters"
            raise ValueError(message)
        return self


class RemarkBlock(Frozen):
    """A line of the assistant's own: a gap, a reminder, what kind of answer this is."""

    block: Literal["remark"] = "remark"
    text: str
    card_id: str | None = None
    """Of an example that is set beside others here."""


class CardBlock(Frozen):
    """An example of practice: one point, however many lines it has."""

    block: Literal["card"] = "card"
    card_id: str
    number: int
    """In its list, from 1."""

    heading: str
    """Whose practice it is."""

    sector: str | None = None
    name: str | None = None
    """The practice's own."""

    lines: tuple[Annotated[StatementBlock | RemarkBlock, Field(discriminator="block")], ...]
    """Measures and results, or that none is stated."""

    @property
    def title(self) -> str:
        """Return the line above the others."""
        sector = f"（{self.sector}）" if self.sector else ""
        return f"{self.number} {self.heading}{sector}" + (f"：{self.name}" if self.name else "")


class ProvisionBlock(Frozen):
    """A provision in its own words."""

    block: Literal["provision"] = "provision"
    heading: str
    """Full title and place."""

    lines: tuple[StatementBlock, ...]


Block = Annotated[
    HeadingBlock | StatementBlock | RemarkBlock | CardBlock | ProvisionBlock, Field(discriminator="block")
]


class StyledPiece(NamedTuple):
    """Part of a text in one style."""

    text: str
    style: Literal["plain", "heading", "telling", "own"] = "plain"
    """`own` is the assistant's own voice; the others are what stands out."""


def text_of(blocks: Sequence[Block]) -> str:
    """Return what blocks read as."""
    return "".join(piece.text for piece in styled_pieces(blocks))


def styled_pieces(blocks: Sequence[Block]) -> Iterator[StyledPiece]:
    """Yield the text of blocks, cut where its style changes."""
    before: Block | None = None
    for block in blocks:
        if before is not None:
            yield StyledPiece(_between(before, block))
        for number, line in enumerate(lines_of(block)):
            if number:
                yield StyledPiece("\n")
            yield from pieces_of(line)
        before = block


def lines_of(block: Block) -> tuple[HeadingBlock | StatementBlock | RemarkBlock, ...]:
    """Return a block line by line; a card and a provision begin with their heading."""
    match block:
        case CardBlock():
            return (HeadingBlock(text=block.title), *block.lines)
        case ProvisionBlock():
            return (HeadingBlock(text=block.heading), *block.lines)
        case _:
            return (block,)


def pieces_of(line: HeadingBlock | StatementBlock | RemarkBlock) -> Iterator[StyledPiece]:
    """Yield the text of one line, cut where its style changes."""
    match line:
        case HeadingBlock():
            yield StyledPiece(line.text, "heading")
        case RemarkBlock():
            yield StyledPiece(line.text, "own")
        case StatementBlock():
            start, end = line.telling or (0, 0)
            marks = "".join(f"[{marker}]" for marker in line.markers)
            yield StyledPiece(f"{'· ' if line.bullet else ''}{line.lead}{line.text[:start]}")
            yield StyledPiece(line.text[start:end], "telling")
            yield StyledPiece(f"{line.text[end:]}{marks}{line.caution}")


def statements(blocks: Sequence[Block]) -> Iterator[StatementBlock]:
    """Yield every statement, also those within cards and provisions."""
    return (line for block in blocks for line in lines_of(block) if isinstance(line, StatementBlock))


def _between(before: Block, block: Block) -> str:
    """Return what parts two blocks: a blank line where a part begins and below the title, else a new line."""
    if isinstance(block, StatementBlock) and block.running:
        return ""
    begins = isinstance(block, HeadingBlock | CardBlock | ProvisionBlock) or (
        isinstance(before, HeadingBlock) and before.of_all
    )
    return "\n\n" if begins else "\n"
