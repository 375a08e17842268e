"""The pages of a scan from which something was quoted."""

from __future__ import annotations

from bot import wording
from bot.messenger import callbacks, page_view
from bot.messenger.desk import Desk, target_of
from bot.page_pictures import PagePicture
from knowledge.callers import Visit


def scanned_pages(desk: Desk, opening: callbacks.Opening, who: Visit) -> tuple[str, list[PagePicture]]:
    """Return the title of the file behind a source, and its pages; none where it is gone or was not recognised.

    Raises:
        KnowledgeError: They cannot be drawn.
    """
    assistant = desk.assistant
    found = target_of(assistant.replies.find(opening.reply_id, who), opening)
    passage_id, citation = found[:2] if found else ("", None)
    if opening.step:
        passage_id = assistant.documents.neighbour(passage_id, opening.step, who) or ""
        citation = None
    hit = assistant.documents.passage(passage_id, who)
    if hit is None:
        return "", []
    span = citation.source if citation is not None else hit.source
    pages = assistant.documents.quoted_pages(hit.document.id, span.start, span.end, who)
    return wording.book_title(wording.shortened(hit.document.title, page_view.TITLE)), pages
