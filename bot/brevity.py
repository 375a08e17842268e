"""An answer in short: its conclusion and first points, for those who chose so."""

from __future__ import annotations

from knowledge.answers import MARKER, Answer

BRIEF_LINES = 3
"""Lines with sources of an answer in short: the conclusion and two points."""


def shortened(reply: Answer, note: str) -> Answer:
    """Return the beginning of a long answer with its citations and a note on the rest; a short one as it is."""
    lines = reply.text.split("\n")
    cited = [number for number, line in enumerate(lines) if MARKER.search(line)]
    if len(cited) <= BRIEF_LINES + 1:
        return reply
    text = "\n".join(lines[: cited[BRIEF_LINES - 1] + 1])
    kept = {int(number) for number in MARKER.findall(text)}
    citations = tuple(citation for citation in reply.citations if citation.marker in kept)
    return reply.model_copy(update={"text": f"{text}\n{note}", "citations": citations})
