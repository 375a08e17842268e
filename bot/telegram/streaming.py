"""An answer that grows before the reader's eyes: as a draft where Telegram takes drafts, else by edits.

Drafts are for private chats and have no number: the whole answer follows as a message of its own. In a group, where
twenty messages a minute are all there is, nothing is shown before the whole answer.
"""

from __future__ import annotations

import asyncio
import html
import itertools
from contextlib import suppress

from telegram import Chat, Message
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.messenger.markup import Run, split_html
from bot.messenger.screens import Screen
from bot.telegram import delivery
from bot.telegram.flood import PROGRESS

EVERY_SECONDS = 1.2
"""Between two versions of a growing answer; Telegram's penalties begin at about one a second."""

ROOM = 3800
"""UTF-16 units of a growing answer that are shown; the rest comes with the whole."""

_NUMBERS = itertools.count(1)


class Drafts:
    """Whether this server takes drafts: known after the first one."""

    def __init__(self) -> None:
        self.taken = True


class Display:
    """One growing answer; `show` may be called from another thread."""

    def __init__(self, asked: Message, drafts: Drafts, *, every: float = EVERY_SECONDS) -> None:
        self._asked, self._drafts, self._every = asked, drafts, every
        self._number = next(_NUMBERS)
        self._latest = self._shown = ""
        self._message: Message | None = None

    def show(self, text: str) -> None:
        """The answer has grown to this text."""
        self._latest = text

    async def follow(self, ended: asyncio.Event) -> None:
        """Keep what is shown up with the answer, until the event is set or Telegram refuses."""
        if self._asked.chat.type != Chat.PRIVATE:
            return
        with suppress(TelegramError):
            while not ended.is_set():
                if self._latest and _opening(self._latest) != self._shown:
                    self._shown = _opening(self._latest)
                    await self._put()
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), self._every)

    async def finish(self, screen: Screen) -> Message:
        """Show the whole answer, in the place of what was shown by edits; return the message with its buttons."""
        if self._message is None:
            return await delivery.reply(self._asked, screen)
        try:
            return await delivery.finish(self._asked, self._message, screen)
        except BadRequest:  # the reader deleted it
            return await delivery.reply(self._asked, screen)

    async def _put(self) -> None:
        if self._drafts.taken and self._message is None:
            try:
                await self._asked.get_bot().send_message_draft(
                    self._asked.chat.id,
                    self._number,
                    self._shown,
                    message_thread_id=self._asked.message_thread_id if self._asked.is_topic_message else None,
                )
            except (InvalidToken, BadRequest):  # the library reads a 404 as a wrong token
                self._drafts.taken = False
            else:
                return
        await self._edit()

    async def _edit(self) -> None:
        if self._message is None:
            self._message = await self._asked.reply_text(self._shown, do_quote=True)
            return
        bot = self._asked.get_bot()
        if isinstance(bot, ExtBot):
            number = self._message.message_id
            await bot.edit_message_text(
                self._shown, chat_id=self._asked.chat.id, message_id=number, rate_limit_args=PROGRESS
            )


def _opening(text: str) -> str:
    """Return as much of a growing text as is shown, as HTML: each version begins with the one before."""
    first = split_html([Run(text)], limit=ROOM) if len(text) > ROOM // 2 else (html.escape(text, quote=False),)
    return first[0] if first else ""
