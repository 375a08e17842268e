"""Files that people send: documents for the library from those who may hand them in, drafts to be checked from others.

A name that Telegram gives is the sender's claim: it is searched for marks and its ending is read, nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath

from telegram import CallbackQuery, Chat, Document, InputFile, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import wording
from bot.services.assistant import Assistant
from bot.services.intake import FileReading, Intake
from bot.telegram import delivery, manual, rendering, texts
from bot.telegram.bridge import Bridge
from bot.telegram.counter import visitor
from bot.telegram.handlers.former_files import FormerFiles
from bot.telegram.handlers.own_files import OwnRoom
from bot.telegram.page_progress import PagedReading
from bot.telegram.screens import Button, Rows, Screen, button_rows
from bot.telegram.turns import Turns
from knowledge.callers import Someone, Visit
from knowledge.catalog.uploads import Uploads
from knowledge.errors import BadRequestError, KnowledgeError
from knowledge.ingesting import TellPages
from knowledge.secrecy import REFUSED, mark_of

DECIDE_FILE = r"^w:([0-9a-f]{16}):([yusndb]|[0-9a-f]{8})$"
"""`w:<file>:<choice>`: 入库, for everybody, for the unit alone or for a department, 先看看 or 退回; `d` shows the
departments, `b` leads back from them."""

MOST_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch: https://core.telegram.org/bots/api#getfile"""

_WRITTEN = {".docx", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".pptx", ".txt", ".md", ".html", ".htm"}
_LISTED = {".xlsx", ".xls", ".et", ".csv"}
_HOLDING = {".eml", ".msg", ".zip", ".7z", ".rar"}
_PICTURED = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".heic"}
SUFFIXES = _WRITTEN | _LISTED | _HOLDING | _PICTURED
"""What ingest reads; what a file is, its content tells."""

MOST_DEPARTMENTS = 40
"""Buttons of departments under one file."""

PREVIEWED = 1500
"""Characters of a file that 先看看 shows."""


@dataclass(frozen=True)
class Files:
    """Documents in private chats."""

    assistant: Assistant
    intake: Intake
    uploads: Uploads
    own: OwnRoom
    turns: Turns
    work: Bridge = field(default_factory=lambda: Bridge(1))

    @property
    def reading(self) -> PagedReading:
        """Return who reads files and says how far that has come."""
        return PagedReading(self.turns, self.work)

    @property
    def former(self) -> FormerFiles:
        """Return who asks what becomes of a former text."""
        return FormerFiles(self.assistant, self.intake, self.work)

    async def received(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a file to be stored or checked, or say why not."""
        message, user = update.message, update.effective_user
        if message is None or user is None or message.document is None:
            return
        caption = message.caption or ""
        may_upload = self.assistant.people.may_upload(Someone(number=user.id))
        own = texts.CHECK_WORD in caption or texts.ASK_WORD in caption or not may_upload
        refusal = self._refusal(message.document, own=own)
        if refusal:
            await delivery.reply(message, Screen(parts=(refusal,)))
            return
        progress = await delivery.reply(message, Screen(parts=(texts.FILE_BEING_READ,)))
        try:
            data = await _fetched(message.document)
            suffix = _suffix(message.document)
            if own:
                screen = await self.work.call(self.own.brought, visitor(message, user), data, suffix)
            else:
                screen = await self.reading.of(user.id, progress, partial(self.described, user.id, data, suffix))
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
        number, choice, person = found[1], found[2], query.from_user.id
        allowed = self.assistant.people.may_upload(visitor(query.message, query.from_user).reader)
        place = await self.work.call(self.uploads.find, number, person) if allowed else None
        if place is None:
            await delivery.below(context.bot, query, Screen(parts=(texts.FILE_GONE,)))
        elif choice == "s":
            await delivery.below(context.bot, query, await self.work.call(self._previewed, place))
        elif choice in "db":
            rows = self._departments(number, person) if choice == "d" else self._choices(number, person)
            await delivery.change_buttons(context.bot, query, rows)
        elif choice == "n":
            await self.work.call(self.uploads.remove, number)
            await delivery.replace(context.bot, query, Screen(parts=(texts.FILE_RETURNED,)))
        elif (label := self._label(choice, person)) is None:
            await delivery.below(context.bot, query, Screen(parts=(texts.NO_SUCH_DEPARTMENT,)))
        else:
            await self._store(query, context, number, partial(self._taken_in, number, place, label))

    async def upload(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how material is handed in."""
        if update.message:
            await delivery.reply(update.message, Screen(parts=(manual.UPLOAD.format(secrecy=texts.SECRECY),)))

    async def report(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the report on what was stored last, in short and as a page."""
        message = update.message
        if message is None or message.chat.type != Chat.PRIVATE:
            return
        found = await self.work.call(self.intake.last_report)
        if found is None:
            await delivery.reply(message, Screen(parts=(texts.NO_REPORT,)))
            return
        await delivery.reply(message, rendering.lines_screen(found[0].split("\n")))
        await message.reply_document(InputFile(BytesIO(found[1]), filename=texts.REPORT_FILE))

    async def _store(
        self,
        query: CallbackQuery,
        context: ContextTypes.DEFAULT_TYPE,
        number: str,
        take_in: Callable[[TellPages], FileReading],
    ) -> None:
        await delivery.replace(context.bot, query, Screen(parts=(texts.FILE_BEING_STORED,)))
        if not isinstance(query.message, Message):
            return
        try:
            reading = await self.reading.of(query.from_user.id, query.message, take_in)
            screen = rendering.lines_screen(reading.told.split("\n"), rows=self.former.rows(reading))
        except KnowledgeError as error:
            screen = rendering.lines_screen(
                [texts.fault_sentence(error)], rows=self._choices(number, query.from_user.id)
            )
        await delivery.replace(context.bot, query, screen)

    def _refusal(self, document: Document, *, own: bool) -> str:
        """Return why a file is not even fetched, or nothing."""
        if mark_of("", document.file_name or "") is not None:
            return REFUSED
        if own and not self.intake.drafts_allowed:
            return texts.NO_DRAFTS_HERE
        if document.file_size == 0:
            return texts.FILE_EMPTY
        if (document.file_size or 0) > MOST_BYTES:
            return texts.FILE_TOO_LARGE
        return "" if _suffix(document) in SUFFIXES else texts.FILE_UNKNOWN

    def described(self, person: int, data: bytes, suffix: str, tell: TellPages) -> Screen:
        """Read a file and keep it only when there is something to decide."""
        number = self.uploads.add(person, data, suffix)
        kept = False
        try:
            place = self.uploads.find(number, person)
            reading = self.intake.describe(place, tell) if place else FileReading(usable=False, told=texts.FILE_GONE)
            kept = reading.usable
        finally:
            if not kept:
                self.uploads.remove(number)
        return rendering.lines_screen(reading.told.split("\n"), rows=self._choices(number, person) if kept else ())

    def _taken_in(self, number: str, place: Path, label: str, tell: TellPages) -> FileReading:
        """Store a file; one that could not be stored just now keeps waiting, so that it can be tapped again."""
        reading = self.intake.take_in(place, label, tell)
        self.uploads.remove(number)
        return (
            reading._replace(told=f"{reading.told}\n查阅范围：{wording.label_words(label)}。")
            if reading.usable
            else reading
        )

    def _choices(self, number: str, person: int) -> Rows:
        """Return what can be done with a file; the departments only where there are any."""
        choices = [*texts.FILE_CHOICES, *([texts.FILE_DEPARTMENTS] if self._names(person) else [])]
        return tuple(tuple(Button(label=word, data=f"w:{number}:{key}") for word, key in row) for row in choices)

    def _departments(self, number: str, person: int) -> Rows:
        buttons = tuple(
            Button(label=wording.label_words(label), data=f"w:{number}:{_key(label)}") for label in self._names(person)
        )
        return (*button_rows(buttons[:MOST_DEPARTMENTS], width=2), (Button(label="返回", data=f"w:{number}:b"),))

    def _names(self, person: int) -> list[str]:
        someone = Someone(number=person)
        return self.assistant.people.departments(someone, self.assistant.rights.labels(Visit(caller=someone)))

    def _label(self, choice: str, person: int) -> str | None:
        """Return the label behind a button; None for a department that is not, or no longer, this person's."""
        own = (label for label in self._names(person) if _key(label) == choice)
        return texts.FILE_LABELS.get(choice) or next(own, None)

    def _previewed(self, place: Path) -> Screen:
        text = self.intake.preview(place)
        return rendering.lines_screen([text[:PREVIEWED] + ("\n……" if len(text) > PREVIEWED else "")])


async def _fetched(document: Document) -> bytes:
    """Return a file's bytes.

    Raises:
        BadRequestError: Telegram does not hand it out, or it is larger or emptier than was said.
    """
    try:
        data = bytes(await (await document.get_file()).download_as_bytearray())
    except BadRequest as error:
        raise BadRequestError(texts.FILE_NOT_FETCHED) from error
    if not data:
        raise BadRequestError(texts.FILE_EMPTY)
    if len(data) > MOST_BYTES:
        raise BadRequestError(texts.FILE_TOO_LARGE)
    return data


def _key(label: str) -> str:
    """Return a label as it fits into a button, whatever script it is in."""
    return hashlib.sha256(label.encode()).hexdigest()[:8]


def _suffix(document: Document) -> str:
    return PurePosixPath(document.file_name or "").suffix.lower()
