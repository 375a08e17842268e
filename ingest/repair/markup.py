"""Remains of web pages inside the text: comments, simple tags, character references."""

from __future__ import annotations

import html
import re

from ingest.edited_text import Edit, EditedText

_REMAINS = re.compile(
    r"<!--.{0,2000}?-->|</?(?:p|br|div|span|font|strong|b|i|u|em|center|td|tr|table|tbody|a|img|h[1-6])(?:\s[^<>]{0,500})?/?>"
    r"|&(?:nbsp|lt|gt|amp|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot|ensp|emsp|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
    re.DOTALL | re.IGNORECASE,
)

_BOLD_OPENING = re.compile(r"^(\*\*)(?=[^*\s])[^*\n]{1,60}(?<=[^*\s])(\*\*)", re.MULTILINE)
"""Bold words that open a Markdown line, as 第一条 does; elsewhere ** may stand for letters left out of a name."""


def remove_markup(edited: EditedText) -> EditedText:
    """Remove comments and tags, and put the character that a reference stands for in its place."""
    changes = (Edit(*match.span(), _meaning(match.group())) for match in _REMAINS.finditer(edited.text))
    plain = edited.apply("markup", changes)
    bold = (Edit(*match.span(mark)) for match in _BOLD_OPENING.finditer(plain.text) for mark in (1, 2))
    return plain.apply("markup", bold)


def _meaning(remains: str) -> str:
    if remains.startswith("&"):
        return html.unescape(remains).replace("\xa0", " ")
    return "\n" if remains.lower().startswith(("<br", "</p", "</div", "</tr", "</h")) else ""
