"""看原页: the pages of a scan that a source stands on, its lines marked, as photos below the source."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, ReplyParameters

from bot import wording
from bot.page_pictures import PagePicture
from bot.telegram import callbacks, page_view, texts
from bot.telegram.counter import Counter
from bot.telegram.desk import target_of
from bot.telegram.taps import Tap
from knowledge.callers import Visit
from knowledge.errors import KnowledgeError


@dataclass(frozen=True)
class PagePictures:
    """Taps on `看原页`."""

    counter: Counter

    async def shown(self, tap: Tap) -> None:
        """Send the pages, or say why there are none."""
        try:
            title, pages = await self.counter.lookups.call(self._pages, callbacks.opening_of(tap.found), tap.who)
        except KnowledgeError as error:
            await tap.below(texts.fault_sentence(error))
            return
        if not pages:
            await tap.below(page_view.NO_PICTURE)
        thread = tap.message.message_thread_id if isinstance(tap.message, Message) else None
        for page in pages:
            await tap.context.bot.send_photo(
                tap.message.chat.id,
                page.jpeg,
                caption=page_view.CAPTION.format(title=title, number=page.number),
                parse_mode=None,
                message_thread_id=thread,
                reply_parameters=ReplyParameters(tap.message.message_id, allow_sending_without_reply=True),
            )

    def _pages(self, opening: callbacks.Opening, who: Visit) -> tuple[str, list[PagePicture]]:
        """Return the title of the file behind a source, and its pages; none where it is gone or was not recognised."""
        assistant = self.counter.desk.assistant
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
