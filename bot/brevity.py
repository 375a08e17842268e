"""An answer in short: its conclusion and first points, for those who chose so."""

from __future__ import annotations

from knowledge.answers import Answer
from knowledge.blocks import Block, RemarkBlock, StatementBlock, statements

BRIEF_POINTS = 3
"""Points of an answer in short: the conclusion and two more, or three examples."""


def in_short(reply: Answer, note: str) -> Answer:
    """Return the beginning of a long answer with its citations and a note on the rest; a short one as it is."""
    blocks = reply.blocks
    running = [isinstance(block, StatementBlock) and block.running for block in blocks]
    points = [place for place, block in enumerate(blocks) if _has_sources(block) and not running[place]]
    if len(points) <= BRIEF_POINTS + 1:
        return reply
    end = points[BRIEF_POINTS - 1] + 1
    while running[end]:
        end += 1
    markers = {marker for statement in statements(blocks[:end]) for marker in statement.markers}
    citations = tuple(citation for citation in reply.citations if citation.marker in markers)
    return reply.model_copy(update={"blocks": (*blocks[:end], RemarkBlock(text=note)), "citations": citations})


def _has_sources(block: Block) -> bool:
    return any(statement.markers for statement in statements([block]))
