"""Emoji that web editors put into articles; signs that documents use themselves (★ √ ① ➢) stay."""

from __future__ import annotations

import re

from ingest.edited_text import Edit, EditedText

_EMOJI = re.compile(
    "(?:[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23f3\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26bd\u26be\u26c4\u26c5"
    "\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u2b50\u2b55][\ufe0e\ufe0f]?|[\u2600-\u27bf]\ufe0f)+"
)
"""Characters with an emoji presentation (Unicode, emoji-data.txt), or any sign that a selector makes one."""


def remove_emoji(edited: EditedText) -> EditedText:
    """Remove emoji; they carry no words."""
    return edited.apply("emoji", (Edit(*match.span()) for match in _EMOJI.finditer(edited.text)))
