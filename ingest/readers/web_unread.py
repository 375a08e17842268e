"""What a web page holds besides the words that are read: looked through for marks of classification, or counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.problems import HIDDEN_TEXT, PICTURES, remark
from ingest.readers.web_layout import is_hidden, words_of
from ingest.readers.web_parts import furniture
from knowledge.documents import Problem

_ADDRESSES = {"href", "src", "style", "class", "id"}
_CSS_WORDS = re.compile(r"content\s*:\s*[\"']([^\"']+)[\"']")
_TAGS, _STARRED = re.compile(r"[<>\"'`]+"), re.compile("[★☆*]")
"""Between tags and in scripts only what has the star of a mark is looked at: the words there are a program's."""

_GRADED = re.compile("[密祕内內商閱阅]")
"""A character of every mark; pages have thousands of attributes."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)

_EMBEDDED = ("iframe", "object", "embed", "video", "audio", "canvas")
_LOOKED_AT = 8
"""Stretches of words before something, the nearest of which is found in the text as it stands there."""

_SIGN = 64
"""Pixels; smaller pictures are signs."""


def unseen_words(root: HtmlElement, source: str) -> Iterator[str]:
    """Yield what a reader of the page does not see: comments, hidden words, what the page says of itself."""
    yield from (comment.strip() for comment in _COMMENT.findall(source))
    yield from (word for each in root.iter() if _hides(each) for word in words_of(each))
    yield from (rules for each in root.iter("style") for rules in _CSS_WORDS.findall(each.text or ""))
    yield from (each.text_content().strip() for each in root.iter("svg"))
    yield from (words for words in _TAGS.split(source) if _STARRED.search(words))
    values = (value for each in root.iter() for name, value in each.attrib.items() if name not in _ADDRESSES)
    yield from (value for value in values if _GRADED.search(value))


def unread_on_page(root: HtmlElement, text: str) -> Iterator[Problem]:
    """Yield a receipt for what was not read, with the line behind which the first stands."""
    placed = (
        ([each for each in root.iter() if _hides(each) and any(words_of(each))], "hidden_text", HIDDEN_TEXT),
        ([*filter(_is_picture, root.iter("img", "svg"))], "picture", PICTURES),
        ([*filter(_is_picture, root.iter(*_EMBEDDED))], "embedded", "含{}处视频、框架等嵌入内容，未读取。"),
    )
    for elements, code, message in placed:
        if elements:
            yield remark(code, message.format(len(elements)), line=_line(elements[0], text))


def _line(element: HtmlElement, text: str) -> int | None:
    """Return the line of the text behind whose words something stands; None where none stand before it."""
    before = reversed(element.xpath(f"preceding::text()[normalize-space()][position() <= {_LOOKED_AT}]"))
    at = next((at for words in before if (at := text.find(words.strip())) >= 0), -1)
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def _is_picture(image: HtmlElement) -> bool:
    """Tell a picture of the article from a sign of the page: no menu holds it, and nothing says that it is small.

    A drawing (svg) counts where it has words.
    """
    if image.tag == "svg" and not image.text_content().strip():
        return False
    sizes = [size for name in ("width", "height") if (size := (image.get(name) or "").removesuffix("px")).isdigit()]
    above = [image, *image.iterancestors()]
    return all(int(size) > _SIGN for size in sizes) and not any(
        furniture(each) or each.tag == "a" or _hides(each) for each in above
    )


def _hides(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and is_hidden(element)
