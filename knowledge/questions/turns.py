"""What went before in a conversation, as later questions refer to it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Answer
from knowledge.blocks import Block, CardBlock, StatementBlock, statements
from knowledge.documents import Frozen
from knowledge.sentences import sentence_spans
from knowledge.tokens import simplified

SHOWN = 60
"""Quotations that are remembered as shown."""


class Turn(Frozen):
    """What went before in a conversation."""

    standalone: str
    """The question, understood without what went before it."""

    points: tuple[str, ...] = ()
    """What was answered, point by point, without markers."""

    titles: tuple[str, ...] = ()
    """Titles of the rules that were cited, in the order of the markers."""

    shown: tuple[str, ...] = ()
    """What was quoted, in Simplified, also in the answers before it that it went on from: 还有吗 asks for the rest."""


def turn_of(reply: Answer) -> Turn:
    """Return what a later question may refer to."""
    titles = [simplified(one.document.title) for one in reply.citations if one.document.kind.is_rule]
    return Turn(
        standalone=reply.standalone_question,
        points=tuple(_points(reply.blocks))[:20],
        titles=tuple(dict.fromkeys(titles))[:10],
        shown=tuple(simplified(one.quote) for one in reply.citations)[:SHOWN],
    )


def _points(blocks: Sequence[Block]) -> list[str]:
    """Return what 第二点 counts: examples, else the items of a list, else sentences; never cautions or remarks."""
    if examples := [_point(block) for block in blocks if isinstance(block, CardBlock)]:
        return examples
    if items := [block.text for block in blocks if isinstance(block, StatementBlock) and block.bullet]:
        return items
    return [one.text[start:end] for one in statements(blocks) for start, end in sentence_spans(one.text)]


def _point(card: CardBlock) -> str:
    """Return an example as a later question names it: whose it is, what it is called, what was done."""
    done = next((line.text for line in card.lines if isinstance(line, StatementBlock)), "")
    return f"{card.heading}{card.name or ''}：{done}"
