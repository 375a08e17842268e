"""The bot, put together: how Telegram is reached, and every part that answers."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from telegram import Bot, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, Defaults, TypeHandler

from bot.messenger.announcing import EVERY_SECONDS, Announcer
from bot.messenger.desk import Desk
from bot.messenger.ledger import Ledger
from bot.messenger.practice_desk import PracticeDesk
from bot.messenger.provision_desk import ProvisionDesk
from bot.messenger.turns import Turns
from bot.services.assistant import Assistant
from bot.telegram import arrivals, sayings
from bot.telegram.admission import Admission
from bot.telegram.counter import Counter
from bot.telegram.failures import Failures
from bot.telegram.flood import PatientLimiter
from bot.telegram.handlers.files import Files
from bot.telegram.handlers.greeting import Greeting
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.ledger import Books
from bot.telegram.handlers.own_files import OwnRoom
from bot.telegram.handlers.page_pictures import PagePictures
from bot.telegram.handlers.photos import Photos
from bot.telegram.handlers.practices import PracticesRoom
from bot.telegram.handlers.provisions import ProvisionsRoom
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.settings import SettingsRoom
from bot.telegram.handlers.sources import SourcesRoom
from bot.telegram.handlers.standards import StandardsRoom
from bot.telegram.handlers.verdicts import VerdictsRoom
from bot.telegram.inbox import InboxQueue
from bot.telegram.inline_desk import InlineDesk
from bot.telegram.joining import JoiningRoom
from bot.telegram.lanes import ChatLanes
from bot.telegram.menu import Menus
from bot.telegram.onward import Onward
from bot.telegram.pace import GAP_SECONDS, Pace
from bot.telegram.polling import AnyApplication
from bot.telegram.reading import PollingRequest
from bot.telegram.routes import Handlers, routes
from bot.telegram.streaming import Drafts
from bot.telegram.twins import Seen
from knowledge.callers import TELEGRAM
from knowledge.catalog.database import Database
from knowledge.catalog.inbox import Inbox
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

    gap: float = GAP_SECONDS
    """Seconds between two messages in one chat."""

    look_every: float = EVERY_SECONDS
    """Seconds between two looks at whether material has arrived."""

    @property
    def bot_id(self) -> int:
        """The bot's own number, which its token begins with.

        Raises:
            ChannelTokenError: The token is missing or cannot be one.
        """
        if not self.token:
            raise ChannelTokenError(sayings.UNSET)
        if not TOKEN.fullmatch(self.token):
            raise ChannelTokenError(sayings.MALFORMED)
        return int(self.token.split(":")[0])


class Flow(NamedTuple):
    """What the ways of updates and answers through the bot share."""

    queue: InboxQueue
    turns: Turns
    onward: Onward
    bot: Bot


def build_application(assistant: Assistant, database: Database, channel: Channel) -> AnyApplication:
    """Build the bot over an assistant and the catalog that keeps its updates; nothing is sent before it runs.

    Raises:
        ChannelTokenError: The token is missing or cannot be one.
    """
    queue = InboxQueue(Inbox(database, bot=channel.bot_id))
    _quiet_libraries()
    seen, turns, onward = Seen(), Turns(), Onward()
    limiter = PatientLimiter(seen, Pace(channel.gap))
    lanes = ChatLanes(queue, turns, seen, onward)
    application = _builder(channel).rate_limiter(limiter).update_queue(queue).concurrent_updates(lanes).build()
    limiter.bot = application.bot
    handlers = _handlers(assistant, Flow(queue, turns, onward, application.bot), channel)
    application.bot_data["roles"] = handlers.admission.menus.longer()
    application.bot_data["beside"] = (handlers.announcer.watch,)
    application.add_handler(TypeHandler(Update, handlers.admission.check), group=-1)
    application.add_handlers(routes(handlers))
    application.add_error_handler(Failures(assistant, turns).handle)
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
        .get_updates_request(
            PollingRequest(
                connection_pool_size=1,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=ANSWER_SECONDS,
                write_timeout=ANSWER_SECONDS,
                pool_timeout=ANSWER_SECONDS,
            )
        )
    )
    if channel.base_url:
        builder = builder.base_url(channel.base_url)
    return builder.base_file_url(channel.base_file_url) if channel.base_file_url else builder


def _handlers(assistant: Assistant, flow: Flow, channel: Channel) -> Handlers:
    """Make every part of the bot, once."""
    desk = Desk(assistant)
    counter = Counter(desk)
    announcer = Announcer(assistant.arrivals, TELEGRAM, partial(arrivals.push, flow.bot), channel.look_every)
    handing_in = assistant.handing_in
    files = Files(assistant, handing_in, OwnRoom(desk), flow.turns) if handing_in is not None else None
    joining = JoiningRoom(assistant, counter.lookups)
    return Handlers(
        assistant=assistant,
        admission=Admission(assistant, joining, Menus(assistant.people.everybody())),
        greeting=Greeting(counter),
        questions=Questions(counter, flow.turns, Drafts(), flow.onward),
        provisions=ProvisionsRoom(ProvisionDesk(assistant), counter.lookups),
        practices=PracticesRoom(PracticeDesk(assistant, desk), counter.questions),
        books=Books(Ledger(assistant), counter.lookups),
        verdicts=VerdictsRoom(counter),
        standards=StandardsRoom(assistant, counter.lookups, announcer.try_again),
        settings=SettingsRoom(assistant.choices, counter.lookups),
        announcer=announcer,
        joining=joining,
        sources=SourcesRoom(counter),
        page_pictures=PagePictures(counter),
        inline=Inline(InlineDesk(assistant), counter.lookups),
        files=files,
        photos=Photos(assistant, files) if files is not None else None,
    )
