"""Web pages: every visible word, a block a line; what HTML itself calls navigation is marked to be taken out.

The rest of a site's furniture is left to the repairs, which take it out line by line with receipts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from ingest.lines import squashed
from ingest.readers.extraction import Extraction, TextBuilder, raised
from ingest.readers.packages import unreadable
from ingest.readers.web_layout import LAYOUT_CELL, is_hidden, lay_out
from ingest.readers.web_parts import BLOCKS, CELLS, furniture
from ingest.readers.web_unread import unread_on_page, unseen_words

_UNSEEN = {
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "iframe",
    "object",
    "svg",
    "button",
    "rt",
    "rp",
    "annotation",
}
_CELL_PARAGRAPHS = 4

_NAMELESS = re.compile(
    r"详情页?|正文|首页|(?:新闻|文章|内容)(?:详情|页)?|无标题(?:文档)?|untitled|document", re.IGNORECASE
)
"""What programs call a page that nobody named."""

_HEADLINE = range(6, 60)
"""Characters of the one headline of a page, which then needs no other title."""

_NOTE = re.compile(r"\W*(\d{1,3}|[ivxlcdm]{1,5}|[①-⑳])\W*", re.IGNORECASE)
"""The words of a link to a foot note of the same page, or back: [1], ①, iv."""

_BREAK, _CELL = "\n", "\t"
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Piece(NamedTuple):
    text: str
    mark: str | None


def read_page(source: str) -> Extraction:
    """Return the text of a page; its title stands first unless the page prints it.

    Raises:
        UnreadableError: It is no page, or too deep to be one.
    """
    try:
        root = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (LxmlError, ValueError, AssertionError) as error:
        raise unreadable("damaged", "网页文件不完整，请在浏览器中打开，把正文另存为文本后再导入。") from error
    built = TextBuilder()
    title = _title(root)
    lay_out(root)
    body = root.find("body")
    lines = list(_lines(_pieces(body if body is not None else root, None)))
    if title and not _has_headline(root, title) and not any(squashed(title) in squashed(text) for text, _ in lines):
        built.add(title)
    for text, mark in lines:
        built.add(text, mark=mark)
    return Extraction(
        format="html",
        text=built.text,
        marks=tuple(built.marks),
        problems=tuple(unread_on_page(root, built.text)),
        apart=tuple(filter(None, unseen_words(root, source))),
    )


def _has_headline(root: HtmlElement, title: str) -> bool:
    """Tell a page with a single headline that says something else than its title, which then names the site."""
    found = [squashed(each.text_content()) for each in root.iter("h1") if not is_hidden(each) and not furniture(each)]
    return len(found) == 1 and len(found[0]) in _HEADLINE and len(found[0]) >= len(title)


def _title(root: HtmlElement) -> str:
    """Return the page's title without the site's name behind it."""
    found = root.findtext(".//title") or ""
    title = re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-{2,}", _SPACE.sub(" ", found).strip())[0]
    return "" if _NAMELESS.fullmatch(title) else title


def _pieces(root: HtmlElement, mark: str | None) -> Iterator[_Piece]:
    """Yield the words below an element in order, with line and cell ends; no recursion, for pages may be deep."""
    # (element, entered): an element is met twice, before and after what it contains.
    marks = [mark]
    for event, element in _walk(root):
        if event == "enter":
            marks.append(marks[-1] or furniture(element))
            if _is_block(element):
                yield _Piece(_BREAK, marks[-1])
            yield _Piece(_opening(element), marks[-1])
        else:
            inside = marks.pop()
            if element.tag in CELLS:
                yield _Piece(_CELL, inside)
            if (element.tag == "a" and inside) or _is_in_cell(element):
                yield _Piece(" ", inside)
            if _is_block(element):
                yield _Piece(_BREAK, inside)
        if event == "leave" and element is not root:
            yield _Piece(element.tail or "", marks[-1])


def _opening(element: HtmlElement) -> str:
    if element.tag == "br":
        return _BREAK
    note = _note(element)
    if note is not None:
        return f"（注{note}）"
    text = element.text or ""
    if element.tag == "sup" or _is_power(element):
        return raised(text)
    return text if element.tag != "pre" else text.replace("\n", _BREAK)


def _is_power(element: HtmlElement) -> bool:
    """Tell what stands raised in a formula."""
    above = element.getparent()
    return above is not None and above.tag == "msup" and above[-1] is element


def _note(element: HtmlElement) -> str | None:
    """Return the number of the note to which a link leads on its own page: glued to 12, a note 1 would make it 121."""
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return None
    named = _NOTE.fullmatch(element.text_content().strip())
    return named[1] if named else None


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    stack: list[tuple[str, HtmlElement]] = [("enter", root)]
    while stack:
        event, element = stack.pop()
        if event == "enter" and not _is_seen(element):
            if element is not root and element.tail:
                # What follows an unseen element is seen.
                stub = html.Element("span")
                stub.tail = element.tail
                yield "enter", stub
                yield "leave", stub
            continue
        yield event, element
        if event == "enter":
            stack.append(("leave", element))
        if event == "enter" and _note(element) is None:
            stack.extend(("enter", child) for child in reversed(element))


def _is_seen(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _UNSEEN and not is_hidden(element)


def _is_block(element: HtmlElement) -> bool:
    return (element.tag in BLOCKS and not _is_in_cell(element)) or (element.tag in CELLS and _arranges(element))


def _is_in_cell(element: HtmlElement) -> bool:
    """Tell one of the few paragraphs of a table's cell: office programs put the words of every cell into one."""
    cell = element.getparent() if element.tag == "p" else None
    return cell is not None and cell.tag in CELLS and len(cell) <= _CELL_PARAGRAPHS and not _arranges(cell)


def _arranges(cell: HtmlElement) -> bool:
    """Tell a cell that holds part of a page from one of a table: it is long, or has blocks other than paragraphs."""
    blocks = BLOCKS - {"p"}
    return len(cell.text_content()) > LAYOUT_CELL or any(child.tag in blocks for child in cell.iterdescendants())


def _lines(pieces: Iterator[_Piece]) -> Iterator[tuple[str, str | None]]:
    """Put the pieces together to lines with single spaces; cells are parted by a bar."""
    words, mark = "", None
    for piece in pieces:
        if piece.text == _BREAK:
            if words.strip(" |"):
                yield _clean(words), mark
            words, mark = "", None
        elif piece.text == _CELL:
            words += " | "
        else:
            words += _SPACE.sub(" ", piece.text)
            mark = piece.mark if piece.text.strip() else mark
    if words.strip(" |"):
        yield _clean(words), mark


def _clean(words: str) -> str:
    return _SPACE.sub(" ", words).strip(" |").rstrip("\u3000 |").replace("\u3000 |", " |")
