"""A strict reader of Telegram HTML for tests: what the server would refuse, it refuses."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

TOKEN = re.compile(r"<(/?)([a-z]+)( expandable)?>|&(lt|gt|amp|quot|#\d+);|([^<&])", re.DOTALL)
TAGS = frozenset({"b", "i", "code", "blockquote"})


class Parsed(NamedTuple):
    """Visible text, and the text inside each tag in order of opening."""

    text: str
    tagged: list[tuple[str, str]]


def parse(source: str) -> Parsed:
    """Read a message.

    Raises:
        ValueError: A stray `<` or `&`, an unknown tag, or one that is not closed in order.
    """
    text, tagged, stack, position = "", list[tuple[str, str]](), list[tuple[str, int, int]](), 0
    while position < len(source):
        found = TOKEN.match(source, position)
        if found is None:
            raise ValueError(f"not Telegram HTML at {position}: {source[position : position + 20]!r}")
        position = found.end()
        closing, tag, expandable, entity, plain = found.groups()
        if tag is None:
            text += plain if entity is None else html.unescape(f"&{entity};")
        elif not closing:
            if tag not in TAGS or (expandable and tag != "blockquote"):
                raise ValueError(f"unknown tag {found[0]}")
            stack.append((tag, len(text), len(tagged)))
            tagged.append((tag + (expandable or ""), ""))
        else:
            if not stack or stack[-1][0] != tag:
                raise ValueError(f"unexpected {found[0]}")
            _, start, number = stack.pop()
            tagged[number] = (tagged[number][0], text[start:])
    if stack:
        raise ValueError(f"<{stack[-1][0]}> is never closed")
    return Parsed(text, tagged)


def check(source: str) -> Parsed:
    """Read a message and hold it against Telegram's limits.

    Raises:
        ValueError: It is not HTML, too long, too heavy, empty, or has too many entities.
    """
    parsed = parse(source)
    if not parsed.text.strip():
        raise ValueError("the message is empty")
    if len(parsed.text.encode("utf-16-le")) // 2 > 4096:
        raise ValueError("the message is too long")
    if len(source.encode()) > 32_768:
        raise ValueError("the message is too heavy")
    if len(parsed.tagged) > 100:
        raise ValueError("the message has too many entities")
    return parsed
