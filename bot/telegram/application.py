"""The wiring of the bot: which handler gets what. Order matters, the first that fits is the only one."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, Defaults, MessageHandler, TypeHandler

from bot.telegram import callbacks, filters, provision_callbacks, texts
from bot.telegram.admission import Admission
from bot.telegram.assistant_port import Assistant
from bot.telegram.counter import Counter
from bot.telegram.desk import Desk
from bot.telegram.failures import Failures
from bot.telegram.filters import Command
from bot.telegram.flood import PatientLimiter
from bot.telegram.handlers.files import DECIDE_FILE, Files
from bot.telegram.handlers.greeting import Greeting
from bot.telegram.handlers.ledger import DOCUMENTS, Books
from bot.telegram.handlers.practices import PLAN, Practices
from bot.telegram.handlers.provisions import Provisions
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.sources import Sources
from bot.telegram.handlers.strays import Strays
from bot.telegram.handlers.verdicts import VERDICT, Verdicts
from bot.telegram.inbox import InboxQueue
from bot.telegram.intake import Intake
from bot.telegram.joining import DECIDE, STRIKE, Joining
from bot.telegram.lanes import ChatLanes
from bot.telegram.ledger import Ledger
from bot.telegram.pace import GAP_SECONDS, Pace
from bot.telegram.polling import AnyApplication
from bot.telegram.practice_desk import PracticeDesk
from bot.telegram.provision_desk import ProvisionDesk
from bot.telegram.streaming import Drafts
from bot.telegram.turns import Turns
from bot.telegram.twins import Seen
from knowledge.catalog.database import Database
from knowledge.catalog.feedback import Feedback, Unanswered
from knowledge.catalog.inbox import Inbox
from knowledge.catalog.joining import JoinRequests
from knowledge.catalog.uploads import Uploads
from knowledge.errors import ChannelTokenError

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""How long Telegram may take over a call; a poll adds its own ten seconds."""
CONNECTIONS = 64


@dataclass(frozen=True)
class Channel:
    """How the bot is reached, and how it behaves there."""

    token: str
    """From BotFather."""

    base_url: str = ""
    """Of another Bot API server, as python-telegram-bot takes it; empty for Telegram's own."""

    base_file_url: str = ""
    """The same for files."""

    quota: int = 0
    """Questions that one person may ask in a day; 0 for any number."""

    gap: float = GAP_SECONDS
    """Seconds between two messages in one chat."""

    @property
    def bot_id(self) -> int:
        """The bot's own number, which its token begins with.

        Raises:
            ChannelTokenError: The token is missing or cannot be one.
        """
        if not self.token:
            raise ChannelTokenError(texts.UNSET)
        if not TOKEN.fullmatch(self.token):
            raise ChannelTokenError(texts.MALFORMED)
        return int(self.token.split(":")[0])


def build_application(
    assistant: Assistant, database: Database, channel: Channel, intake: Intake | None = None
) -> AnyApplication:
    """Build the bot over an assistant and the catalog that keeps its updates; nothing is sent before it runs.

    Without an intake it takes no files.

    Raises:
        ChannelTokenError: The token is missing or cannot be one.
    """
    queue = InboxQueue(Inbox(database, bot=channel.bot_id))
    _quiet_libraries()
    seen, turns = Seen(), Turns()
    limiter = PatientLimiter(seen, Pace(channel.gap))
    lanes = ChatLanes(queue, turns, seen)
    application = _builder(channel).rate_limiter(limiter).update_queue(queue).concurrent_updates(lanes).build()
    limiter.bot = application.bot
    application.bot_data["admins"] = assistant.people.admins()
    if intake is not None:
        _add_files(application, Files(assistant, intake, Uploads(database)))
    _add_handlers(application, assistant, database, queue, turns, channel)
    return application


def _quiet_libraries() -> None:
    """Silence what logs addresses, which contain the token, and shorten the poller's complaints to one line."""
    for name in ("httpx", "httpcore", "telegram.ext.ExtBot"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("telegram.ext.Updater", "telegram.request.BaseRequest"):
        logging.getLogger(name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


# The builder's type has eight parameters that change with every call in the chain.
def _builder(channel: Channel) -> ApplicationBuilder:  # type: ignore[type-arg]
    builder = (
        ApplicationBuilder()
        .token(channel.token)
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                allow_sending_without_reply=True,
            )
        )
        .connection_pool_size(CONNECTIONS)
        .connect_timeout(CONNECT_SECONDS)
        .read_timeout(ANSWER_SECONDS)
        .write_timeout(ANSWER_SECONDS)
        .pool_timeout(ANSWER_SECONDS)
        .get_updates_connect_timeout(CONNECT_SECONDS)
        .get_updates_read_timeout(ANSWER_SECONDS)
        .get_updates_write_timeout(ANSWER_SECONDS)
        .get_updates_pool_timeout(ANSWER_SECONDS)
    )
    if channel.base_url:
        builder = builder.base_url(channel.base_url)
    return builder.base_file_url(channel.base_file_url) if channel.base_file_url else builder


def _add_files(application: AnyApplication, files: Files) -> None:
    application.add_handler(MessageHandler(filters.NEW_FILE, files.received))
    application.add_handler(CallbackQueryHandler(files.decide, pattern=DECIDE_FILE))


def _add_handlers(
    application: AnyApplication,
    assistant: Assistant,
    database: Database,
    queue: InboxQueue,
    turns: Turns,
    channel: Channel,
) -> None:
    desk = Desk(assistant, Unanswered(database))
    counter = Counter(desk)
    joining = Joining(assistant, JoinRequests(database), counter.lookups)
    verdicts = Verdicts(counter, assistant, Feedback(database), counter.desk.unanswered)
    greeting, sources, strays = Greeting(counter), Sources(counter), Strays()
    questions = Questions(counter, turns, queue, Drafts(), channel.quota)
    provisions = Provisions(ProvisionDesk(assistant), counter.lookups)
    books = Books(Ledger(assistant), counter.lookups)
    practices = Practices(PracticeDesk(assistant, desk), counter.questions)
    application.add_handler(TypeHandler(Update, Admission(assistant, joining).check), group=-1)
    application.add_handlers(
        [
            MessageHandler(filters.NEW_TEXT & Command("start"), greeting.start),
            MessageHandler(filters.NEW_TEXT & Command("help"), greeting.help),
            MessageHandler(filters.NEW_TEXT & Command("new"), questions.new_topic),
            MessageHandler(filters.NEW_TEXT & Command("stop"), questions.stop),
            MessageHandler(filters.NEW_TEXT & Command("ask"), questions.answer),
            MessageHandler(filters.NEW_TEXT & Command("reg"), provisions.look_up),
            MessageHandler(filters.NEW_TEXT & Command("find"), provisions.find),
            MessageHandler(filters.NEW_TEXT & Command("approve"), joining.approve),
            MessageHandler(filters.PLAIN & filters.SIX_DIGITS & filters.From(assistant.is_admin), joining.approve),
            MessageHandler(filters.NEW_TEXT & Command("users") & filters.From(assistant.is_admin), joining.users),
            MessageHandler(
                filters.NEW_TEXT & Command("unanswered") & filters.From(assistant.is_admin),
                verdicts.list_unanswered,
            ),
            MessageHandler(filters.NEW_TEXT & Command("sources"), books.sources),
            MessageHandler(filters.NEW_TEXT & Command("why"), books.why),
            MessageHandler(filters.NEW_TEXT & Command("documents") & filters.From(assistant.is_admin), books.documents),
            MessageHandler(filters.NEW_TEXT & Command("stats") & filters.From(assistant.is_admin), books.statistics),
            MessageHandler(filters.NEW_TEXT & Command("case"), practices.case),
            MessageHandler(filters.NEW_TEXT & Command("formula"), practices.formula),
            MessageHandler(filters.NEW_TEXT & Command("plan"), practices.plan),
            MessageHandler(filters.NEW_TEXT & Command("learn"), practices.learn),
            MessageHandler(filters.NEW_TEXT & Command("export"), practices.export),
            MessageHandler(filters.PLAIN, questions.answer),
            MessageHandler(filters.NEW_TEXT, strays.unknown_command),
            MessageHandler(filters.EDITED, strays.edited),
            MessageHandler(filters.NEW_OTHER, strays.not_text),
            CallbackQueryHandler(sources.open, pattern=callbacks.OPEN),
            CallbackQueryHandler(sources.original, pattern=callbacks.ORIGINAL),
            CallbackQueryHandler(sources.back, pattern=callbacks.BACK),
            CallbackQueryHandler(greeting.starters, pattern=callbacks.STARTER),
            CallbackQueryHandler(books.turned, pattern=DOCUMENTS),
            CallbackQueryHandler(questions.tapped, pattern=callbacks.ASK),
            CallbackQueryHandler(provisions.turn, pattern=provision_callbacks.PROVISION),
            CallbackQueryHandler(provisions.find_more, pattern=provision_callbacks.FIND),
            CallbackQueryHandler(verdicts.tapped, pattern=VERDICT),
            CallbackQueryHandler(joining.decide, pattern=DECIDE),
            CallbackQueryHandler(joining.strike, pattern=STRIKE),
            CallbackQueryHandler(practices.planned, pattern=PLAN),
            CallbackQueryHandler(sources.unknown_button),
        ]
    )
    application.add_error_handler(Failures(assistant, turns).handle)
