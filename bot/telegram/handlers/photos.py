"""Photos and albums: kept as they come, then, once their sender has said so, the pages of one document.

Each waits in the catalog before its message counts as handled, so that neither photo nor question is lost.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from telegram import Message, PhotoSize, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes, filters

from bot.messenger import rendering, texts
from bot.messenger.screens import Button, Screen
from bot.services.assistant import Assistant
from bot.services.handing_in import BroughtFile
from bot.services.jobs import Job
from bot.services.photo_pages import MOST, Purpose
from bot.telegram import delivery, sayings
from bot.telegram.counter import visitor
from bot.telegram.filters import NEW_OTHER
from bot.telegram.handlers.files import MOST_TO_FETCH, Files
from bot.telegram.signs import noticed
from knowledge.callers import Caller, Visit
from knowledge.errors import BadRequestError, KnowledgeError
from knowledge.secrecy import REFUSED, mark_of

NEW_PHOTO = NEW_OTHER & filters.PHOTO
DECIDE_PHOTOS = r"^ph:([pd]):([oen])$"
"""`ph:<for>:<choice>`: photos for the library or for this conversation; one document, one each, or none."""

ASKED = """收到照片。每张算一页，先发的在前；同一份材料还有别的页，请接着发，发完再选。
{secrecy}"""
PURPOSES: Mapping[str, Purpose] = {"p": "page", "d": "draft"}
TOGETHER = "照片.pdf"
CHOICES = (("合为一份材料", "o"), ("每张各是一份", "e"), ("不要了", "n"))
BOUND = "{count}张照片，正在识别……"
GONE = "没有等待处理的照片：已经处理过，或已过24小时被删除。如需处理，请重新发送。"
TOO_MANY = "等待处理的照片已有{most}张，这一张没有收下。请先在上面选好怎样处理，再接着发。"


@dataclass(frozen=True)
class Photos:
    """Photos in private chats, of those who may hand in documents or have drafts read."""

    assistant: Assistant
    files: Files

    def may_send(self, caller: Caller) -> bool:
        """Tell whether photos of a person are taken at all."""
        return self.assistant.own_texts.may_be_sent or self.assistant.people.may_upload(caller)

    async def received(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let a photo wait; the first of several is followed by the question what they are."""
        message, user = update.message, update.effective_user
        if message is None or user is None or not message.photo:
            return
        who, pages = visitor(message, user), self.assistant.photo_pages
        purpose = self._purpose(message, who)
        held = await self.files.work.call(pages.waiting, purpose, who)
        refusal = self._refusal(message, purpose, len(held))
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
            buttons = tuple(Button(label=word, data=f"ph:{purpose[0]}:{key}") for word, key in CHOICES)
            screen = Screen(parts=(ASKED.format(secrecy=texts.SECRECY),), rows=(buttons,))
            await delivery.reply(message, screen)
        await self.files.work.call(pages.put_by, data, purpose, f"{message.message_id:012}", who)

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Read the photos as one document or as several, or let them go."""
        query = update.callback_query
        found = re.fullmatch(DECIDE_PHOTOS, query.data or "") if query else None
        if query is None or found is None or not isinstance(query.message, Message):
            return
        await delivery.acknowledge(query)
        who, purpose = visitor(query.message, query.from_user), PURPOSES[found[1]]
        pages = self.assistant.photo_pages
        own = who.reader == who.caller and self.may_send(who.caller)
        held = await self.files.work.call(pages.waiting, purpose, who) if own else []
        if not held:
            await delivery.below(context.bot, query, Screen(parts=(GONE,)))
        elif found[2] == "n":
            await self.files.work.call(pages.let_go, held, who)
            await delivery.replace(context.bot, query, Screen(parts=(texts.FILE_RETURNED,)))
        else:
            groups = [held] if found[2] == "o" else [[number] for number in held]
            await delivery.replace(context.bot, query, Screen(parts=(BOUND.format(count=len(held)),)))
            for group in groups:
                await self._read(query.message, who, group, is_draft=purpose == "draft")

    async def _read(self, asked: Message, who: Visit, group: Sequence[str], *, is_draft: bool) -> None:
        """Read some photos as one document, and show what came of it with its own buttons."""
        announced = await delivery.reply(asked, Screen(parts=(texts.FILE_BEING_READ,)))
        take = partial(self._taken, who, group, is_draft=is_draft)
        try:
            screen = await self.files.reading.of(asked.chat.id, announced, take)
        except KnowledgeError as error:
            screen = rendering.lines_screen([texts.fault_sentence(error)])
        await self.files.work.call(self.assistant.photo_pages.let_go, group, who)
        await delivery.finish(asked, announced, screen)

    def _taken(self, who: Visit, group: Sequence[str], job: Job, *, is_draft: bool) -> Screen:
        bound = self.files.handing_in.bound(self.assistant.photo_pages.photos(group, who))
        if is_draft:
            return self.files.own.texts.brought(who, bound, ".pdf")
        return self.files.desk.read(BroughtFile(name=TOGETHER, data=bound, visit=who), job)

    def _purpose(self, message: Message, who: Visit) -> Purpose:
        """Return what a photo is for: to be a page of a document, or of something brought for this conversation."""
        caption = message.caption or ""
        own = texts.CHECK_WORD in caption or texts.ASK_WORD in caption or not self.files.handing_in.allows(who)
        return "draft" if own else "page"

    def _refusal(self, message: Message, purpose: Purpose, held: int) -> str:
        """Return why a photo is not even fetched, or nothing."""
        if mark_of("", message.caption or "") is not None:
            return REFUSED
        if purpose == "draft" and not self.assistant.own_texts.may_be_sent:
            return sayings.NO_DRAFTS_HERE
        return TOO_MANY.format(most=MOST) if held >= MOST else ""


async def _fetched(photo: PhotoSize) -> bytes:
    """Return a photo's bytes.

    Raises:
        BadRequestError: Telegram does not hand it out.
    """
    try:
        data = bytes(await (await photo.get_file()).download_as_bytearray())
    except BadRequest as error:
        raise BadRequestError(sayings.FILE_NOT_FETCHED) from error
    if not data or len(data) > MOST_TO_FETCH:
        raise BadRequestError(sayings.FILE_NOT_FETCHED)
    return data
