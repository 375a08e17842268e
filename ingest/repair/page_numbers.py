"""Page numbers that a copied text carries on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.edited_text import Change, EditedText
from ingest.lines import Line, is_prose, written_lines
from ingest.markers import ITEM

_PRINTED = re.compile(
    r"[-—–－·•~～]+\s*\d{1,4}\s*[-—–－·•~～]+|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*[（(]?共\s*\d{1,4}\s*页[)）]?)?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页?"
    r"|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
"""What can only be a page number: - 2 -, 第3页 共10页, 3/10, Page 3 of 10."""

_BARE = re.compile(r"\d{1,3}")
_SENTENCE_END = re.compile(r"[。！？!?：:；;”’」』）)】》]$")


def remove_page_numbers(edited: EditedText) -> EditedText:
    """Remove page numbers alone on a line; a bare number only at an edge of the text or inside a sentence."""
    lines = written_lines(edited.text)
    changes = [
        Change(line.start, min(line.next_start, len(edited.text)))
        for index, line in enumerate(lines)
        if _PRINTED.fullmatch(line.text) or (_BARE.fullmatch(line.text) and _is_page(index, lines))
    ]
    return edited.apply("page_number", changes)


def _is_page(index: int, lines: Sequence[Line]) -> bool:
    if index in {0, len(lines) - 1}:
        return True
    before, after = lines[index - 1].text, lines[index + 1].text
    return is_prose(before) and not _SENTENCE_END.search(before) and not ITEM.match(after)
