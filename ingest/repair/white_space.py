"""Indents, trailing blanks and stacks of empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.edited_text import Edit, EditedText

_BREAK = re.compile(r"(?<!\s)[ \t\xa0\u2000-\u200a\u3000]*\n\s*|\A\s+|(?<!\s)\s+\Z")


def tidy_white_space(edited: EditedText) -> EditedText:
    """Remove indents, trailing blanks and blank lines beyond one; nothing inside a line changes."""
    return edited.apply("white_space", _changes(edited.text))


def _changes(text: str) -> Iterator[Edit]:
    for match in _BREAK.finditer(text):
        blank = match.group()
        at_margin = match.start() == 0 or match.end() == len(text)
        wanted = "" if at_margin else "\n" * min(blank.count("\n"), 2)
        if blank and blank != wanted:
            yield Edit(*match.span(), wanted)
