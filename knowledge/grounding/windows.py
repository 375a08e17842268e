"""What the judge reads: a passage under its heading, with the stretches of it that could be said."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import Document, DocumentSummary, Frozen, Passage
from knowledge.grounding.statements import Statement, statements_of
from knowledge.ports import Window
from knowledge.tokens import simplified

LONGEST = 300
"""Characters of a window: about 190 tokens. A longer passage is read in several."""


LEAD = 80
"""Characters before the first statement that are read with it: what a passage begins with and nobody would quote."""


class Read(Frozen):
    """A window and the statements behind its spans, in their order."""

    window: Window
    statements: tuple[Statement, ...]


def windows_of(passage: Passage, summary: DocumentSummary, document: Document) -> list[Read]:
    """Return a passage as the judge reads it, in Simplified: in one window, a long one in several.

    Args:
        passage: Of `document`.
        summary: Of `document`.
        document: With its text.
    """
    heading = simplified(" ".join(part for part in (summary.title, passage.locator) if part))
    said = statements_of(passage, summary, document)
    return [_window(heading, passage, document.text, group) for group in _grouped(said)]


def _grouped(said: Sequence[Statement]) -> list[list[Statement]]:
    """Put statements that follow one another into groups that fit a window; a longer one stands alone."""
    groups: list[list[Statement]] = []
    for one in said:
        if groups and one.end - groups[-1][0].start <= LONGEST:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _window(heading: str, passage: Passage, text: str, group: Sequence[Statement]) -> Read:
    """Return the text from the first to the last of a group; the script of each span is changed by itself."""
    begin = passage.start if group[0].start - passage.start <= LEAD else group[0].start
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length, position = 0, begin
    for one in group:
        for start, end in ((position, one.start), (one.start, one.end)):
            piece = simplified(text[start:end])
            pieces.append(piece)
            length += len(piece)
        spans.append((length - len(pieces[-1]), length))
        position = one.end
    return Read(window=Window(heading=heading, text="".join(pieces), spans=tuple(spans)), statements=tuple(group))
