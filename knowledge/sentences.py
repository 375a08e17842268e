"""Where sentences begin and end in Chinese prose, so that nothing is cut or quoted in mid-sentence."""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(r"""(?:[。！？]|[!?](?![\w=&]))+[”’」』》）)】"]*""")
"""Final marks with the closing quotes and brackets that belong to them; `?` and `!` inside a link are none."""

_ENCLOSED = re.compile(
    r"“[^“”\n]{0,300}”|「[^「」\n]{0,300}」|『[^『』\n]{0,300}』|（[^（）\n]{0,300}）|\([^()\n]{0,300}\)|\"[^\"\n]{0,300}\""
)
"""A quotation or bracket that closes in its line. One of more than 300 characters may be cut inside:
it is a speech quoted at length, and its sentences stand on their own."""

_CONTINUES = re.compile(r"[ \t　]*[“，、；：,;:的之等和与與及或一是为為这這）)—…”’」』》]")
"""What shows, after a closing quote, that the sentence goes on: `“怎么办？”的问题`."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text, in order, without the white space around them.

    A sentence ends at 。！？ with the closing quotes after it, and at the end of a line. The marks inside a
    quotation or bracket do not end the sentence around it; ； and …… never end one.

    Args:
        text: Verbatim text, any length; may hold several lines.

    Returns:
        (start, end) offsets in `text`, end exclusive; never empty, never overlapping. Every character
        that is not white space lies in exactly one of them.

    Example:
        "他说：“先学。再做。”我们照办。" -> 他说：“先学。再做。” + 我们照办。
    """
    bounds = [0, *_ends(text), len(text)]
    trimmed = (_without_margins(text, start, end) for start, end in pairwise(bounds))
    return [(start, end) for start, end in trimmed if start < end]


def _ends(text: str) -> list[int]:
    """Return the offsets after each final mark and each line break, ascending."""
    enclosed = [match.span() for match in _ENCLOSED.finditer(text)]
    ends = {match.end() for match in re.finditer(r"[\r\n\u2028\u2029]+", text)}
    position = 0
    for match in _END.finditer(text):
        while position < len(enclosed) and enclosed[position][1] <= match.start():
            position += 1
        inside = position < len(enclosed) and enclosed[position][0] < match.start()
        if not inside or (match.end() >= enclosed[position][1] and not _CONTINUES.match(text, match.end())):
            ends.add(match.end())
    return sorted(ends)


def _without_margins(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span to leave out white space at both ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
