"""What a web page puts above an article: menus, notices, the trail of folders, counters, a teaser."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, is_prose, squashed, written_lines
from ingest.markers import ITEM
from ingest.repair.site_words import MENU, WIDGET, is_published_line, simplified_line

_LONGEST_HEAD = 120
"""Lines; a page with more of them above its article has not been seen."""

_LONGEST_MENU = 200
_HEADLINE, _TEASER = 6, 15
"""Characters; a shorter repetition proves nothing."""

_TEASER_LOOKS_AHEAD = 8
_HEADLINE_LINES = 3
_BAR, _FEWEST_ROWS = " | ", 3
_ELLIPSIS = re.compile(r"(?:\.{2,}|…+|\[?(?:详细|全文|更多)\]?)$")
_MARKDOWN_TITLE = "# "
_LABEL = re.compile(r"^(?:摘要|导读|核心提示|内容提要|简介|内容简介|提要)[:：]")


def remove_page_head(edited: EditedText) -> EditedText:
    """Remove the lines above the article that belong to the page; without a sign of a page nothing is removed."""
    lines = written_lines(edited.text)
    head = _head(lines)
    if not head:
        return edited
    doomed = _page_lines(head, lines)
    changes = [Edit(lines[index].start, lines[index].next_start) for index in sorted(doomed)]
    return edited.apply("site_furniture", changes)


def _head(lines: Sequence[Line]) -> range:
    """Return the indexes of the lines before the article's first paragraph or heading."""
    for index, line in enumerate(lines[:_LONGEST_HEAD]):
        begins = is_prose(line.text) or (ITEM.match(line.text) and not line.text.startswith(_MARKDOWN_TITLE))
        if begins and not _is_page(line.text) and not _is_teaser(index, lines):
            return range(index)
    return range(0)


def _is_page(text: str) -> bool:
    line = simplified_line(text)
    return _is_menu(line) or is_published_line(line) or WIDGET.fullmatch(line) is not None


def _is_menu(line: str) -> bool:
    return len(line) <= _LONGEST_MENU and "。" not in line and MENU.search(line) is not None


def _page_lines(head: range, lines: Sequence[Line]) -> set[int]:
    """Return the indexes of the head's lines that are the page's, not the article's."""
    texts = [simplified_line(lines[index].text) for index in head]
    table = _rows(lines)
    menus = [index for index in head if index not in table and _is_menu(texts[index])]
    published = [index for index in head if is_published_line(texts[index]) and index not in menus]
    teasers = {index for index in head if is_prose(lines[index].text) and _is_teaser(index, lines)}
    doomed = {index for index in head if WIDGET.fullmatch(texts[index])} | {*menus, *published} | teasers
    if menus:
        doomed |= set(range(menus[-1]))
        doomed |= _between(menus[-1], published, lines)
    if doomed:
        doomed |= _repeated(head, lines)
    return doomed


def _rows(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of the rows of tables: cells one below the other, with figures, or as many in three rows."""
    cells = [len(line.text.split(_BAR)) for line in lines[:_LONGEST_HEAD]]
    found, begin = set[int](), 0
    for index in range(1, len(cells) + 1):
        if index == len(cells) or (cells[index] > 1) != (cells[begin] > 1):
            rows = range(begin, index)
            figures = any(character.isdigit() for row in rows for character in lines[row].text)
            alike = len(rows) >= _FEWEST_ROWS and len({cells[row] for row in rows}) == 1
            if cells[begin] > 1 and len(rows) > 1 and (figures or alike):
                found.update(rows)
            begin = index
    return found


def _between(menu: int, published: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Return what stands between the last menu and the line under the headline, but for the headline itself."""
    if not published or published[-1] <= menu:
        return set()
    region = range(menu + 1, published[-1])
    navigation = squashed("".join(line.text for line in lines[: menu + 1]))
    if len(region) > _HEADLINE_LINES:
        return set(region[:-2]) | ({region[-2]} if not lines[region[-1]].text.startswith(("—", "-")) else set())
    return {index for index in region[:-1] if squashed(lines[index].text) in navigation}


def _repeated(head: range, lines: Sequence[Line]) -> set[int]:
    """Return the head's lines that stand there again, further down."""
    last = {squashed(lines[index].text): index for index in head}
    return {index for index in head if last[squashed(lines[index].text)] != index}


def _is_teaser(index: int, lines: Sequence[Line]) -> bool:
    """Tell whether a line repeats, after the headline or a label, how a later paragraph begins."""
    text = _ELLIPSIS.sub("", squashed(_LABEL.sub("", lines[index].text)))
    for line in lines[:index]:
        headline = squashed(line.text)
        if len(headline) >= _HEADLINE and text.startswith(headline):
            text = text.removeprefix(headline)
            break
    later = lines[index + 1 : index + 1 + _TEASER_LOOKS_AHEAD]
    return len(text) >= _TEASER and any(
        squashed(line.text).startswith(text) and len(line.text) > len(text) for line in later
    )
