"""Files that people send: documents for the library from those who may hand them in, drafts to be checked from others.

Input, layout and delivery over `bot.services.handing_in`, which decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from telegram import CallbackQuery, Chat, Document, InputFile, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.messenger import manual, rendering, texts
from bot.messenger.bridge import Bridge
from bot.messenger.file_desk import DECIDE_FILE, FileDesk, department_choices, file_choices
from bot.messenger.screens import Screen
from bot.messenger.turns import Turns
from bot.services.acceptance import objection, suffix_of
from bot.services.assistant import Assistant
from bot.services.handing_in import NO_SUCH_LABEL, BroughtFile, HandingIn
from bot.services.jobs import Job
from bot.telegram import delivery, sayings
from bot.telegram.counter import visitor
from bot.telegram.handlers.former_files import FormerFiles
from bot.telegram.handlers.own_files import OwnRoom
from bot.telegram.page_progress import PagedReading
from knowledge.errors import BadRequestError, KnowledgeError
from knowledge.secrecy import REFUSED

MOST_TO_FETCH = 20 * 1024 * 1024
"""Bytes that Telegram lets a bot fetch: https://core.telegram.org/bots/api#getfile"""


@dataclass(frozen=True)
class Files:
    """Documents in private chats."""

    assistant: Assistant
    handing_in: HandingIn
    own: OwnRoom
    turns: Turns
    work: Bridge = field(default_factory=lambda: Bridge(1))

    @property
    def desk(self) -> FileDesk:
        """Return the synchronous half."""
        return FileDesk(self.handing_in)

    @property
    def reading(self) -> PagedReading:
        """Return who reads files and says how far that has come."""
        return PagedReading(self.turns, self.work)

    @property
    def former(self) -> FormerFiles:
        """Return who asks what becomes of a former text."""
        return FormerFiles(self.handing_in, self.work)

    async def received(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a file to be stored or checked, or say why not."""
        message, user = update.message, update.effective_user
        if message is None or user is None or message.document is None:
            return
        who, caption = visitor(message, user), message.caption or ""
        own = texts.CHECK_WORD in caption or texts.ASK_WORD in caption or not self.handing_in.allows(who)
        refused = self._refusal(message.document, own=own)
        if refused:
            await delivery.reply(message, Screen(parts=(refused,)))
            return
        progress = await delivery.reply(message, Screen(parts=(texts.FILE_BEING_READ,)))
        try:
            data, name = await _fetched(message.document), message.document.file_name or ""
            if own:
                screen = await self.work.call(self.own.texts.brought, who, data, suffix_of(name))
            else:
                file = BroughtFile(name=name, data=data, visit=who)
                screen = await self.reading.of(user.id, progress, partial(self.desk.read, file))
            await delivery.finish(message, progress, screen)
        except KnowledgeError as error:
            await delivery.finish(message, progress, rendering.lines_screen([texts.fault_sentence(error)]))

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """入库, 先看看 or 退回: by the one who sent the file, and once; taps on one message come one after another."""
        query = update.callback_query
        found = re.fullmatch(DECIDE_FILE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        number, choice, who = found[1], found[2], visitor(query.message, query.from_user)
        if not await self.work.call(self.handing_in.waits, number, who):
            await delivery.below(context.bot, query, Screen(parts=(texts.FILE_GONE,)))
        elif choice == "s":
            await delivery.below(context.bot, query, await self.work.call(self.desk.previewed, number, who))
        elif choice in "db":
            labels = self.handing_in.labels(who)
            rows = department_choices(number, labels) if choice == "d" else file_choices(number, labels)
            await delivery.change_buttons(context.bot, query, rows)
        elif choice == "n":
            await delivery.replace(context.bot, query, await self.work.call(self.desk.given_back, number, who))
        elif (label := self.desk.label(choice, who)) is None:
            await delivery.below(context.bot, query, Screen(parts=(NO_SUCH_LABEL,)))
        else:
            await self._store(query, context, partial(self.desk.stored, number, label, who))

    async def upload(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how material is handed in."""
        if update.message:
            await delivery.reply(update.message, Screen(parts=(manual.UPLOAD.format(secrecy=texts.SECRECY),)))

    async def report(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the report on what was stored last, in short and as a page."""
        message, user = update.message, update.effective_user
        if message is None or user is None or message.chat.type != Chat.PRIVATE:
            return
        found = await self.work.call(self.handing_in.last_report, visitor(message, user))
        if found is None:
            await delivery.reply(message, Screen(parts=(texts.NO_REPORT,)))
            return
        await delivery.reply(message, rendering.lines_screen(found[0].split("\n")))
        await message.reply_document(InputFile(BytesIO(found[1]), filename=texts.REPORT_FILE))

    async def _store(
        self, query: CallbackQuery, context: ContextTypes.DEFAULT_TYPE, store: Callable[[Job], Screen]
    ) -> None:
        await delivery.replace(context.bot, query, Screen(parts=(texts.FILE_BEING_STORED,)))
        if isinstance(query.message, Message):
            await delivery.replace(context.bot, query, await self.reading.of(query.from_user.id, query.message, store))

    def _refusal(self, document: Document, *, own: bool) -> str:
        """Return why a file is not even fetched, or nothing."""
        size = 1 if document.file_size is None else document.file_size
        refused = objection(document.file_name or "", size, most=MOST_TO_FETCH)
        if own and refused != REFUSED and not self.assistant.own_texts.may_be_sent:
            return sayings.NO_DRAFTS_HERE
        return refused


async def _fetched(document: Document) -> bytes:
    """Return a file's bytes.

    Raises:
        BadRequestError: Telegram does not hand it out, or it is larger or emptier than was said.
    """
    try:
        data = bytes(await (await document.get_file()).download_as_bytearray())
    except BadRequest as error:
        raise BadRequestError(sayings.FILE_NOT_FETCHED) from error
    refused = objection(document.file_name or "", len(data), most=MOST_TO_FETCH)
    if refused:
        raise BadRequestError(refused)
    return data
