"""Page numbers that a copied text carries on lines of their own, and the running heads beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, is_prose, squashed, written_lines
from ingest.markers import ITEM

_PRINTED = re.compile(
    r"[-—–－·•~～]+\s*\d{1,4}\s*[-—–－·•~～]+|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*[（(]?共\s*\d{1,4}\s*页[)）]?)?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页?"
    r"|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
"""What can only be a page number: - 2 -, 第3页 共10页, 3/10, Page 3 of 10."""

_LONGEST_HEAD = 60
_SENTENCE = re.compile("[。；，！？]")
_BARE = re.compile(r"\d{1,3}")
_SENTENCE_END = re.compile(r"[。！？!?：:；;”’」』）)】》]$")


def remove_page_numbers(edited: EditedText) -> EditedText:
    """Remove page numbers alone on a line; a bare number only at an edge of the text or inside a sentence."""
    lines = written_lines(edited.text)
    bare = _pages(lines)
    numbers = [index for index, line in enumerate(lines) if index in bare or _PRINTED.fullmatch(line.text)]
    kinds = dict.fromkeys(numbers, "page_number") | dict.fromkeys(_heads(numbers, lines), "running_head")
    spans = ((kind, lines[index].start, lines[index].next_start) for index, kind in kinds.items())
    return edited.apply_each((kind, Edit(start, min(end, len(edited.text)))) for kind, start, end in spans)


def _heads(numbers: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """Return the running heads: short lines without a full stop that stand beside two page numbers or more."""
    near = {at for number in numbers for at in (number - 1, number + 1)} - set(numbers)
    beside = [at for at in sorted(near) if 0 < at < len(lines)]
    counts = Counter(squashed(lines[at].text) for at in beside)
    return [
        at
        for at in beside
        if counts[squashed(lines[at].text)] > 1
        and len(lines[at].text) <= _LONGEST_HEAD
        and not _SENTENCE.search(lines[at].text)
        and not ITEM.match(lines[at].text)
    ]


def _pages(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of bare page numbers: at an edge beside running text, inside a sentence if they count up."""
    bare = [index for index, line in enumerate(lines) if _BARE.fullmatch(line.text)]
    at_edges = {index for index in bare if _is_at_edge(index, lines)}
    between = [index for index in bare if index not in at_edges and _interrupts(index, lines)]
    values = {int(lines[index].text) for index in (*at_edges, *between)}
    counted = {index for index in between if values & {int(lines[index].text) - 1, int(lines[index].text) + 1}}
    return at_edges | counted


def _is_at_edge(index: int, lines: Sequence[Line]) -> bool:
    """Tell the first or last line of a text beside a paragraph, which 25 below 人数 is not."""
    if index not in {0, len(lines) - 1} or len(lines) == 1:
        return False
    return is_prose(lines[1 if index == 0 else index - 1].text)


def _interrupts(index: int, lines: Sequence[Line]) -> bool:
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1].text, lines[index + 1].text
    return is_prose(before) and not _SENTENCE_END.search(before) and not ITEM.match(after)
