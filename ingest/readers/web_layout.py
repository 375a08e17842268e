"""Writes into a page what browsers draw and its words do not say: list numbers, merged cells, ticks, fractions.

It also shows a body that only a script would show: saved pages of messenger accounts hide the whole article by style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from ingest.markers import ITEM
from ingest.readers.number_formats import numeral

LAYOUT_CELL = 120
"""Characters; a table with a longer cell arranges a page and tabulates nothing."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST = 0.5
"""Share of a page's words; what hides more of them hides the article."""

_WORDLESS = {"script", "style", "template", "noscript", "head", "iframe", "object", "svg"}
_BLANK = "\u3000"
_WIDEST = 60
"""Columns or rows that one cell may cover; more is an error of the page."""

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_COUNTED = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
_UNNUMBERED = {"none", "disc", "circle", "square"}


def is_hidden(element: HtmlElement) -> bool:
    """Tell what a style or an attribute hides."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def lay_out(root: HtmlElement) -> None:
    """Write everything that is drawn into the words of a page."""
    _show_body(root)
    for table in root.iter("table"):
        _spread(table)
    for ordered in root.iter("ol"):
        _number(ordered)
    for field in list(root.iter("input", "select", "textarea")):
        _write_field(field)
    for fraction in root.iter("mfrac"):
        _over(fraction)


def words_of(element: HtmlElement) -> Iterator[str]:
    """Yield the words below an element, without scripts and styles; no recursion, for pages may be deep."""
    stack = [element]
    while stack:
        each = stack.pop()
        if isinstance(each.tag, str) and each.tag not in _WORDLESS:
            yield (each.text or "").strip()
            stack += each
        if each is not element:
            yield (each.tail or "").strip()


def _show_body(root: HtmlElement) -> None:
    hidden = [each for each in root.iter() if isinstance(each.tag, str) and is_hidden(each)]
    whole = sum(map(len, words_of(root))) if hidden else 0
    for each in hidden:
        if sum(map(len, words_of(each))) > _MOST * whole:
            each.attrib.pop("style", None)
            each.attrib.pop("hidden", None)


def _spread(table: HtmlElement) -> None:
    """Put a merged cell into each row that it covers, and empty ones beside a wide one; so columns stay columns."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    if len(rows) < 2 or max(map(len, cells)) < 2 or any(_is_long(cell) for row in cells for cell in row):  # noqa: PLR2004
        return
    coming: dict[int, tuple[int, HtmlElement]] = {}
    for row, own in zip(rows, cells, strict=True):
        waiting, column, laid = list(own), 0, list[HtmlElement]()
        while waiting or column in coming:
            if column in coming:
                left, above = coming.pop(column)
                laid.append(_cell(above.text_content()))
                if left > 1:
                    coming[column] = (left - 1, above)
                column += 1
                continue
            cell = waiting.pop(0)
            if not cell.text_content().strip():
                cell.text = _BLANK
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            laid += [cell, *(_cell("") for _ in range(across - 1))]
            if down > 1:
                coming |= {column + at: (down - 1, cell if at == 0 else _cell("")) for at in range(across)}
            column += across
        for cell in own:
            row.remove(cell)
        row.extend(laid)


def _is_long(cell: HtmlElement) -> bool:
    return len(cell.text_content()) > LAYOUT_CELL or next(cell.iter("table"), None) is not None


def _cell(text: str) -> HtmlElement:
    made = html.Element("td")
    made.text = " ".join(text.split()) or _BLANK
    return made


def _span(cell: HtmlElement, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return min(max(int(written), 1), _WIDEST) if written.isdigit() else 1


def _number(ordered: HtmlElement) -> None:
    """Write the numbers of an ordered list before its items, unless these begin with one."""
    shape = _shape(ordered)
    items = [item for item in ordered if item.tag == "li"]
    backwards = ordered.get("reversed") is not None
    number = _whole(ordered.get("start"), len(items) if backwards else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        if shape is not None and item.text_content().strip() and not ITEM.match(item.text_content().strip()):
            label = numeral(number, shape) + ("、" if shape == "chineseCounting" else ". ")
            first = _first(item)
            first.text = label + (first.text or "").lstrip()
        number += -1 if backwards else 1


def _shape(ordered: HtmlElement) -> str | None:
    """Return the number format of a list, None if it prints no numbers."""
    style = _STYLES.search(ordered.get("style") or "")
    named = style[1].lower() if style else ""
    return None if named in _UNNUMBERED else _COUNTED.get(named) or _TYPES.get(ordered.get("type") or "", "decimal")


def _whole(written: str | None, default: int) -> int:
    return int(written) if written is not None and re.fullmatch(r"-?\d{1,4}", written.strip()) else default


def _first(item: HtmlElement) -> HtmlElement:
    """Return the element in which the words of an item begin, so that a number and its words are one line."""
    element = item
    while (
        not (element.text or "").strip()
        and len(element)
        and element[0].tag in {"p", "div", "section", "span", "strong"}
    ):
        element = element[0]
    return element


def _write_field(field: HtmlElement) -> None:
    """Put what was chosen or written in a form in the place of its field."""
    kind = (field.get("type") or "text").lower()
    if field.tag == "select":
        chosen = [option for option in field.iter("option") if option.get("selected") is not None]
        words = "、".join(option.text_content().strip() for option in chosen)
    elif field.tag == "textarea":
        words = field.text_content().strip()
    elif kind in {"checkbox", "radio"}:
        words = "☑" if field.get("checked") is not None else "☐"
    else:
        words = (field.get("value") or "").strip() if kind in {"text", "number", "date", "tel"} else ""
    for child in list(field):
        field.remove(child)
    field.tag, field.text = "span", words


def _over(fraction: HtmlElement) -> None:
    """Part what is over a line from what is under it: one half is 1/2 and not 12."""
    if len(fraction) == 2:  # noqa: PLR2004  # above and below
        fraction[0].tail = "/"
