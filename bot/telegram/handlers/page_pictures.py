"""看原页: the pages of a scan that a source stands on, its lines marked, as photos below the source."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, ReplyParameters

from bot.messenger import callbacks, page_view, texts
from bot.messenger.page_desk import scanned_pages
from bot.telegram.counter import Counter
from bot.telegram.taps import Tap
from knowledge.errors import KnowledgeError


@dataclass(frozen=True)
class PagePictures:
    """Taps on `看原页`."""

    counter: Counter

    async def shown(self, tap: Tap) -> None:
        """Send the pages, or say why there are none."""
        try:
            title, pages = await self.counter.lookups.call(
                scanned_pages, self.counter.desk, callbacks.opening_of(tap.found), tap.who
            )
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
