"""A passage opened from a button: where it stands, how far it may be relied on, and its text in full."""

from __future__ import annotations

from bot import wording
from bot.messenger import callbacks, page_view
from bot.messenger.markup import BOLD, FOLDED, MAX_UNITS, Run, split_html, units
from bot.messenger.screens import Button, Rows, Screen
from knowledge.answers import Citation
from knowledge.documents import DocumentSummary, Hit, Passage, Status
from knowledge.names import KINDS, SOURCE_CLASSES, place_of_file, place_words

HEADING_LENGTH = 500
"""Characters of a title or path above a passage: more than any has in print, so that most of a page is text."""


def passage_screen(hit: Hit, citation: Citation | None, opening: callbacks.Opening, *, rows: Rows) -> Screen:
    """Show one page of a passage as a quotation that unfolds, the quoted words in bold.

    Args:
        hit: The passage, in its source's script.
        citation: What of it the answer quoted; None for material that was merely near, and for its neighbours.
        opening: The button that was tapped; a page beyond the last shows the last.
        rows: The buttons of the reply, which stay.
    """
    heading = _heading(hit, citation)
    used = sum(units(run.text) for run in heading) + len("\n\n")
    pages = split_html(_marked(hit.passage, citation), limit=MAX_UNITS - used)
    page = min(max(opening.page, 1), len(pages))
    turning = (*_page_buttons(opening, page, len(pages)), *_beside(hit, opening))
    going_back = (
        *page_view.page_buttons(hit.source, opening),
        Button(label="原文件", data=callbacks.original(opening)),
        Button(label="返回", data=callbacks.back(opening.reply_id)),
    )
    (above,) = split_html(heading, limit=MAX_UNITS)
    return Screen(parts=(f"{above}\n\n<{FOLDED}>{pages[page - 1]}</blockquote>",), rows=(*rows, *turning, going_back))


def unavailable(text: str, reply_id: str, *, rows: Rows) -> Screen:
    """Say in the place of a passage why it cannot be shown."""
    return Screen(parts=(text,), rows=(*rows, (Button(label="返回", data=callbacks.back(reply_id)),)))


def _heading(hit: Hit, citation: Citation | None) -> list[Run]:
    """Return what stands above the text, on as many lines as there is something to say."""
    document = hit.document
    number = f"[{citation.marker}] " if citation else ""
    issuer = wording.shortened(document.issuer or "", HEADING_LENGTH)
    page = citation.source.page if citation else hit.source.page
    place = wording.shortened(place_words(hit.passage.locator, page), HEADING_LENGTH)
    lines = (
        f"位置：{place}" if place else "",
        "｜".join(filter(None, (KINDS[document.kind], issuer, wording.date_words(document.date)))),
        f"文件：{wording.shortened(place_of_file(document.path), HEADING_LENGTH)}",
        f"来源类别：{SOURCE_CLASSES[document.source_class]}" if document.source_class else "",
        wording.validity(document) + ("，是否另有修订未核验" if _may_have_been_revised(document) else ""),
        *wording.cautions(hit, citation),
    )
    below = "".join(f"\n{line}" for line in lines if line)
    return [Run(number + wording.book_title(wording.shortened(document.title, HEADING_LENGTH)), BOLD), Run(below)]


def _may_have_been_revised(document: DocumentSummary) -> bool:
    return document.kind.is_rule and document.status is Status.UNKNOWN


def _marked(passage: Passage, citation: Citation | None) -> list[Run]:
    """Return the passage with the quoted words in bold; words that are no longer in it are not looked for."""
    start = _quote_offset(passage, citation)
    if citation is None or start < 0:
        return [Run(passage.text)]
    end = start + len(citation.quote)
    return [Run(passage.text[:start]), Run(passage.text[start:end], BOLD), Run(passage.text[end:])]


def _quote_offset(passage: Passage, citation: Citation | None) -> int:
    """Return where the quote begins in the passage, or -1. Its own place comes first: words can occur twice."""
    if citation is None:
        return -1
    expected = citation.quote_start - passage.start
    if expected >= 0 and passage.text.startswith(citation.quote, expected):
        return expected
    return passage.text.find(citation.quote)


def _beside(hit: Hit, opening: callbacks.Opening) -> Rows:
    """Return the buttons that lead to the passages before and after, where there are any."""
    place, last = hit.passage.ordinal, hit.document.passages - 1
    steps = ((-1, "◀ 上一段", place > 0), (1, "下一段 ▶", place < last))
    buttons = tuple(
        Button(label=label, data=opening._replace(page=1, step=opening.step + step).data())
        for step, label, there in steps
        if there
    )
    return (buttons,) if buttons else ()


def _page_buttons(opening: callbacks.Opening, page: int, pages: int) -> Rows:
    turns = ((page - 1, "上一页"), (page + 1, "下一页"))
    buttons = tuple(
        Button(label=f"{label}（{number}/{pages}）", data=opening._replace(page=number).data())
        for number, label in turns
        if 1 <= number <= pages
    )
    return (buttons,) if buttons else ()
