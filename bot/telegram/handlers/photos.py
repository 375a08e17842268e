"""Photos and albums: kept as they come, then, once their sender has said so, the pages of one document.

Each waits in the catalog before its message counts as handled, so that neither photo nor question is lost.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, PhotoSize, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes, filters

from bot.services.assistant import Assistant
from bot.services.intake import Intake
from bot.telegram import delivery, rendering, texts
from bot.telegram.counter import visitor
from bot.telegram.filters import NEW_OTHER
from bot.telegram.handlers.files import MOST_BYTES, Files
from bot.telegram.screens import Button, Screen
from bot.telegram.signs import noticed
from knowledge.callers import Caller, Someone, Visit
from knowledge.catalog.uploads import Uploads
from knowledge.errors import BadRequestError, KnowledgeError
from knowledge.ingesting import TellPages
from knowledge.secrecy import REFUSED, mark_of

NEW_PHOTO = NEW_OTHER & filters.PHOTO
DECIDE_PHOTOS = r"^ph:([pd]):([oen])$"
"""`ph:<for>:<choice>`: photos for the library or for this conversation; one document, one each, or none."""

ASKED = """收到照片。每张算一页，先发的在前；同一份材料还有别的页，请接着发，发完再选。
{secrecy}"""
CHOICES = (("合为一份材料", "o"), ("每张各是一份", "e"), ("不要了", "n"))
BOUND = "{count}张照片，正在识别……"
GONE = "没有等待处理的照片：已经处理过，或已过24小时被删除。如需处理，请重新发送。"
MOST = 50
TOO_MANY = "等待处理的照片已有{most}张，这一张没有收下。请先在上面选好怎样处理，再接着发。"


@dataclass(frozen=True)
class Photos:
    """Photos in private chats, of those who may hand in documents or have drafts read."""

    assistant: Assistant
    intake: Intake
    uploads: Uploads
    files: Files

    def may_send(self, caller: Caller) -> bool:
        """Tell whether photos of a person are taken at all."""
        return self.intake.drafts_allowed or self.assistant.people.may_upload(caller)

    async def received(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let a photo wait; the first of several is followed by the question what they are."""
        message, user = update.message, update.effective_user
        if message is None or user is None or not message.photo:
            return
        waiting = self._kind(message, user.id)
        held = await self.files.work.call(self.uploads.waiting, user.id, waiting)
        refusal = self._refusal(message, len(held))
        if refusal:
            await delivery.reply(message, Screen(parts=(refusal,)))
            return
        try:
            data = await _fetched(message.photo[-1])
        except KnowledgeError as error:
            await delivery.reply(message, rendering.lines_screen([texts.fault_sentence(error)]))
            return
        if held:
            await noticed(message)(asyncio.Event())
        else:
            buttons = tuple(Button(label=word, data=f"ph:{waiting[0]}:{key}") for word, key in CHOICES)
            screen = Screen(parts=(ASKED.format(secrecy=texts.SECRECY),), rows=(buttons,))
            await delivery.reply(message, screen)
        name = f"{waiting}:{message.message_id:012}"
        await self.files.work.call(partial(self.uploads.add, user.id, data, ".jpg", name=name))

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Read the photos as one document or as several, or let them go."""
        query = update.callback_query
        found = re.fullmatch(DECIDE_PHOTOS, query.data or "") if query else None
        if query is None or found is None or not isinstance(query.message, Message):
            return
        await delivery.acknowledge(query)
        person, waiting = query.from_user.id, {"p": "page", "d": "draft"}[found[1]]
        own = query.message.chat.id == person and self.may_send(Someone(number=person))
        held = await self.files.work.call(self.uploads.waiting, person, waiting) if own else []
        if not held:
            await delivery.below(context.bot, query, Screen(parts=(GONE,)))
        elif found[2] == "n":
            await self._let_go(held)
            await delivery.replace(context.bot, query, Screen(parts=(texts.FILE_RETURNED,)))
        else:
            groups = [held] if found[2] == "o" else [[number] for number in held]
            await delivery.replace(context.bot, query, Screen(parts=(BOUND.format(count=len(held)),)))
            for group in groups:
                await self._read(query, query.message, group, is_draft=waiting == "draft")

    async def _read(self, query: CallbackQuery, asked: Message, group: Sequence[str], *, is_draft: bool) -> None:
        """Read some photos as one document, and show what came of it with its own buttons."""
        person, who = query.from_user.id, visitor(asked, query.from_user)
        announced = await delivery.reply(asked, Screen(parts=(texts.FILE_BEING_READ,)))
        take = partial(self._taken, person, who, group, is_draft=is_draft)
        try:
            screen = await self.files.reading.of(person, announced, take)
        except KnowledgeError as error:
            screen = rendering.lines_screen([texts.fault_sentence(error)])
        await self._let_go(group)
        await delivery.finish(asked, announced, screen)

    def _taken(self, person: int, who: Visit, group: Sequence[str], tell: TellPages, *, is_draft: bool) -> Screen:
        places = [self.uploads.find(number, person) for number in group]
        photos = [place.read_bytes() for place in places if place is not None]
        bound = self.intake.bind(photos)
        if is_draft:
            return self.files.own.brought(who, bound, ".pdf")
        return self.files.described(person, bound, ".pdf", tell)

    async def _let_go(self, group: Sequence[str]) -> None:
        for number in group:
            await self.files.work.call(self.uploads.remove, number)

    def _kind(self, message: Message, person: int) -> str:
        """Return what a photo waits for: to be a page of a document, or of something brought for this conversation."""
        caption = message.caption or ""
        may_upload = self.assistant.people.may_upload(Someone(number=person))
        own = texts.CHECK_WORD in caption or texts.ASK_WORD in caption or not may_upload
        return "draft" if own else "page"

    def _refusal(self, message: Message, held: int) -> str:
        """Return why a photo is not even fetched, or nothing."""
        if mark_of("", message.caption or "") is not None:
            return REFUSED
        if self._kind(message, message.chat.id) == "draft" and not self.intake.drafts_allowed:
            return texts.NO_DRAFTS_HERE
        return TOO_MANY.format(most=MOST) if held >= MOST else ""


async def _fetched(photo: PhotoSize) -> bytes:
    """Return a photo's bytes.

    Raises:
        BadRequestError: Telegram does not hand it out.
    """
    try:
        data = bytes(await (await photo.get_file()).download_as_bytearray())
    except BadRequest as error:
        raise BadRequestError(texts.FILE_NOT_FETCHED) from error
    if not data or len(data) > MOST_BYTES:
        raise BadRequestError(texts.FILE_NOT_FETCHED)
    return data
