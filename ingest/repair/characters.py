"""Characters that nobody sees: line ends of other systems, byte order marks, zero-width and control characters.

The controls from U+0080 on stay: in a copied text they are traces of wrongly decoded bytes, which `mojibake` reports.
"""

from __future__ import annotations

import re

from ingest.edited_text import Edit, EditedText

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
"""Besides controls: zero-width characters, directions, variation selectors, tag characters."""


def unify_line_ends(edited: EditedText) -> EditedText:
    """End every line with a single line feed, form feeds of printed pages included."""
    return edited.apply("line_end", (Edit(*match.span(), "\n") for match in _LINE_END.finditer(edited.text)))


def remove_invisible(edited: EditedText) -> EditedText:
    """Remove control and zero-width characters; they have no meaning in Chinese prose."""
    return edited.apply("invisible", (Edit(*match.span()) for match in _INVISIBLE.finditer(edited.text)))
