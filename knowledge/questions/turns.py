"""What went before in a conversation, as later questions refer to it."""

from __future__ import annotations

from knowledge.answers import MARKER, Answer
from knowledge.documents import Frozen, Kind
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
    lines = [MARKER.sub("", line).strip() for line in reply.text.splitlines()]
    listed = [line.removeprefix("· ") for line in lines if line.startswith("· ")]
    # A model may write a paragraph: its second point is its second sentence.
    points = listed or [line[start:end] for line in lines for start, end in sentence_spans(line)]
    rules = {Kind.REGULATION, Kind.LAW, Kind.NORMATIVE}
    titles = [simplified(one.document.title) for one in reply.citations if one.document.kind in rules]
    return Turn(
        standalone=reply.standalone_question,
        points=tuple(points[:20]),
        titles=tuple(dict.fromkeys(titles))[:10],
        shown=tuple(simplified(one.quote) for one in reply.citations)[:SHOWN],
    )
