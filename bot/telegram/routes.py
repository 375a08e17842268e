"""Which part of the bot gets what. Order matters: the first that fits is the only one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, InlineQueryHandler, MessageHandler

from bot.messenger import callbacks, page_view, provision_callbacks
from bot.messenger.announcing import Announcer
from bot.messenger.file_desk import DECIDE_FILE, DECIDE_FORMER
from bot.messenger.joining_desk import DECIDE, STRIKE
from bot.messenger.own_file_desk import OWN_FILE
from bot.messenger.settings_desk import TOGGLE
from bot.messenger.standards_desk import DELETE, WRITE
from bot.messenger.verdict_desk import VERDICT
from bot.services.assistant import Assistant
from bot.telegram import filters
from bot.telegram.admission import Admission
from bot.telegram.filters import NEW_TEXT, PLAIN, Command, From
from bot.telegram.handlers.files import Files
from bot.telegram.handlers.greeting import Greeting
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.ledger import DOCUMENTS, Books
from bot.telegram.handlers.page_pictures import PagePictures
from bot.telegram.handlers.photos import DECIDE_PHOTOS, NEW_PHOTO, Photos
from bot.telegram.handlers.practices import PLAN, PracticesRoom
from bot.telegram.handlers.provisions import ProvisionsRoom
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.settings import SettingsRoom
from bot.telegram.handlers.sources import SourcesRoom
from bot.telegram.handlers.standards import StandardsRoom
from bot.telegram.handlers.strays import Strays
from bot.telegram.handlers.verdicts import VerdictsRoom
from bot.telegram.joining import JoiningRoom
from bot.telegram.taps import Answering, in_private, tapped

# The library's own parameters: update, context, what a callback returns.
Route = BaseHandler[Any, Any, Any]


@dataclass(frozen=True)
class Handlers:
    """Every part of the bot that takes updates."""

    assistant: Assistant
    admission: Admission
    greeting: Greeting
    questions: Questions
    provisions: ProvisionsRoom
    practices: PracticesRoom
    books: Books
    verdicts: VerdictsRoom
    standards: StandardsRoom
    settings: SettingsRoom
    announcer: Announcer
    joining: JoiningRoom
    sources: SourcesRoom
    page_pictures: PagePictures
    inline: Inline
    files: Files | None
    """None where no files are taken."""

    photos: Photos | None


def commands(parts: Handlers) -> Mapping[str, Answering]:
    """Return what anybody may send."""
    return {
        "start": parts.greeting.start,
        "help": parts.greeting.help,
        "new": parts.questions.new_topic,
        "stop": parts.questions.stop,
        "ask": parts.questions.answer,
        "reg": parts.provisions.look_up,
        "find": parts.provisions.find,
        "case": parts.practices.case,
        "formula": parts.practices.formula,
        "plan": parts.practices.plan,
        "learn": parts.practices.learn,
        "export": parts.practices.export,
        "settings": parts.settings.show,
        "sources": parts.books.sources,
        "why": parts.books.why,
    }


def admin_commands(parts: Handlers) -> Mapping[str, Answering]:
    """Return what only administrators may send; for others these commands do not exist."""
    answers = {
        "approve": parts.joining.approve,
        "users": parts.joining.users,
        "unanswered": parts.verdicts.list_unanswered,
        "standard": parts.standards.approve,
        "standards": parts.standards.list_standards,
        "documents": parts.books.documents,
        "stats": parts.books.statistics,
    }
    return {name: in_private(answer) for name, answer in answers.items()}


def uploader_commands(parts: Handlers) -> Mapping[str, Answering]:
    """Return what those may send who may hand in documents, where documents are taken at all."""
    return {} if parts.files is None else {"upload": parts.files.upload, "report": parts.files.report}


def taps(parts: Handlers) -> Mapping[str, Answering]:
    """Return what each kind of button leads to, by the pattern of its data."""
    own = {
        callbacks.OPEN: parts.sources.open,
        callbacks.ORIGINAL: parts.sources.original,
        page_view.PAGE: parts.page_pictures.shown,
        callbacks.BACK: parts.sources.back,
        callbacks.STARTER: parts.greeting.starters,
        callbacks.ASK: parts.questions.tapped,
        callbacks.NEXT: parts.questions.tapped_next,
        callbacks.AGAIN: parts.questions.tapped_again,
        DOCUMENTS: parts.books.turned,
        provision_callbacks.PROVISION: parts.provisions.turn,
        provision_callbacks.FIND: parts.provisions.find_more,
        DECIDE: parts.joining.decide,
        STRIKE: parts.joining.strike,
        PLAN: parts.practices.planned,
        callbacks.EXPORT: parts.practices.exported,
        TOGGLE: parts.settings.toggle,
        callbacks.WHOLE: parts.sources.whole,
        WRITE: parts.standards.write,
        DELETE: parts.standards.delete,
    }
    if parts.files is not None:
        own[OWN_FILE] = parts.files.own.tapped
    handled = {pattern: tapped(answer) for pattern, answer in own.items()} | {VERDICT: parts.verdicts.tapped}
    if parts.files is None:
        return handled
    photos = {} if parts.photos is None else {DECIDE_PHOTOS: parts.photos.decide}
    return handled | photos | {DECIDE_FILE: parts.files.decide, DECIDE_FORMER: parts.files.former.decide}


def routes(parts: Handlers) -> list[Route]:
    """Return the handlers in the order in which they are tried."""
    admin, uploader, strays = From(parts.assistant.people.is_admin), From(parts.assistant.people.may_upload), Strays()
    files = [] if parts.files is None else [MessageHandler(filters.NEW_FILE, parts.files.received)]
    if parts.photos is not None:
        files.append(MessageHandler(NEW_PHOTO & From(parts.photos.may_send), parts.photos.received))
    return [
        *(MessageHandler(NEW_TEXT & Command(name), answer) for name, answer in commands(parts).items()),
        *(MessageHandler(NEW_TEXT & Command(name) & admin, answer) for name, answer in admin_commands(parts).items()),
        *(MessageHandler(NEW_TEXT & Command(name) & uploader, to) for name, to in uploader_commands(parts).items()),
        MessageHandler(PLAIN & filters.SIX_DIGITS & admin, in_private(parts.joining.approve)),
        MessageHandler(PLAIN, parts.questions.answer),
        MessageHandler(NEW_TEXT, strays.unknown_command),
        *files,
        MessageHandler(filters.EDITED, strays.edited),
        MessageHandler(filters.NEW_OTHER, strays.not_text),
        *(CallbackQueryHandler(answer, pattern=pattern) for pattern, answer in taps(parts).items()),
        CallbackQueryHandler(parts.sources.unknown_button),
        InlineQueryHandler(parts.inline.typed),
    ]
