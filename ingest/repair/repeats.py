"""Paragraphs that a page or a copier gave twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, is_prose, squashed, written_lines
from ingest.markers import ITEM


def remove_repeats(edited: EditedText) -> EditedText:
    """Remove a paragraph that stands again right after itself, or a block of paragraphs that stands again further down.

    A single paragraph further down may be meant, and numbered ones there are another list's: both stay.
    """
    lines = written_lines(edited.text)
    changes = [Edit(line.start, min(line.next_start, len(edited.text))) for line in _repeated(lines)]
    return edited.apply("repeat", changes)


def _repeated(lines: Sequence[Line]) -> Iterator[Line]:
    texts = [squashed(line.text) if _is_paragraph(line.text) else "" for line in lines]
    first: dict[str, int] = {}
    origins = [first.setdefault(text, index) if text else index for index, text in enumerate(texts)]
    for index, origin in enumerate(origins):
        if origin == index:
            continue
        follows = origins[index - 1] == origin
        in_block = _goes_on(origins, index, -1) or _goes_on(origins, index, 1)
        if follows or (in_block and not ITEM.match(lines[index].text)):
            yield lines[index]


def _goes_on(origins: Sequence[int], index: int, step: int) -> bool:
    """Tell whether the neighbour is repeated too, from the neighbour of the same original."""
    other = index + step
    return 0 <= other < len(origins) and origins[other] != other and origins[other] == origins[index] + step


def _is_paragraph(text: str) -> bool:
    return is_prose(text)
