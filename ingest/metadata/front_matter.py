"""The block of `key: value` lines between two `---` that may open a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.edited_text import Edit, EditedText

_BLOCK = re.compile(
    r"\A\s*---[ \t]*\n((?:(?:[\w-]+[ \t]*[:：].*|[ \t]*-[ \t].*|#.*|[ \t]*)\n){1,60}?)---[ \t]*(?:\n|\Z)"
)
_QUOTED = re.compile(r"^([\"'])(.*)\1$")
_ENTRY = re.compile(r"^([\w-]+)[ \t]*[:：][ \t]*(.*?)[ \t]*$", re.MULTILINE)


def take_front_matter(edited: EditedText) -> tuple[EditedText, Mapping[str, str]]:
    r"""Take the opening block out of the text, with a receipt, and return what it says.

    Example:
        ---\ntitle: "示例"\n---\n正文 -> 正文, {"title": "示例"}
    """
    block = _BLOCK.match(edited.text)
    if block is None:
        return edited, {}
    entries = {key.lower(): _QUOTED.sub(r"\2", value) for key, value in _ENTRY.findall(block.group(1))}
    rest = edited.apply("front_matter", [Edit(*block.span())])
    return rest, {key: value for key, value in entries.items() if value}
