"""WeCom as a channel, put together: the connection, what is said over it, and who attends to what comes."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from pydantic import ValidationError
from websockets.exceptions import WebSocketException

from bot.messenger.announcing import EVERY_SECONDS, Announcer
from bot.messenger.attendant import Attendant
from bot.messenger.beside import alongside
from bot.messenger.event_inbox import EventInbox
from bot.messenger.reach import Vendor, checked_endpoint
from bot.messenger.reception import ReceptionDesk, desk_of
from bot.services.assistant import Assistant
from bot.wecom import texts
from bot.wecom.cards import is_more
from bot.wecom.connection import BotConnection, Credentials, LostError, Timing
from bot.wecom.delivery import WeComOutlet
from bot.wecom.frames import Frame
from bot.wecom.inputs import event_of
from bot.wecom.media import MOST_BYTES
from bot.wecom.pace import ConversationPace
from knowledge.catalog.database import Database
from knowledge.errors import ChannelTokenError, ChannelUnavailableError
from knowledge.ingesting import Profile

logger = logging.getLogger(__name__)

WECOM = "wecom"
ENDPOINT = "wss://openws.work.weixin.qq.com"
VENDOR = Vendor(
    name="企业微信",
    setting="RONGHE_WECOM_ENDPOINT",
    domains=("qq.com", "weixin.qq.com", "myqcloud.com", "tencent.com"),
    schemes=("wss", "ws"),
)


@dataclass(frozen=True)
class WeComDoor:
    """How WeCom is reached, and how the channel behaves there."""

    bot_id: str
    secret: str
    endpoint: str = ""
    """Of a private edition; empty for the vendor's own."""

    profile: Profile = "internet"
    page_url: str = ""
    """Where the page is, for what is too long here; empty for nowhere."""

    timing: Timing = field(default_factory=Timing)
    look_every: float = EVERY_SECONDS
    """Seconds between two looks at whether material has arrived."""

    @property
    def credentials(self) -> Credentials:
        """Return which bot we are, and where.

        Raises:
            ChannelTokenError: They are not set.
            BadRequestError: The endpoint may not be used.
        """
        if not (self.bot_id and self.secret):
            raise ChannelTokenError(texts.UNSET)
        return Credentials(self.bot_id, self.secret, checked_endpoint(self.endpoint or ENDPOINT, VENDOR, self.profile))


async def serve_wecom(assistant: Assistant, database: Database, door: WeComDoor, stop: asyncio.Event) -> None:
    """Answer until `stop` is set; a broken connection is mended, however long that takes.

    Raises:
        ChannelTokenError: The bot or its secret is not set, or not accepted.
        ChannelConflictError: Another program speaks for this bot.
    """
    await _Channel(assistant, database, door).serve(stop)


async def probe(door: WeComDoor) -> None:
    """Connect and say who we are; nothing is sent to anybody. Another connection of the same bot is ended by that.

    Raises:
        ChannelTokenError: The bot or its secret is not set, or not accepted.
        ChannelUnavailableError: The service cannot be reached.
    """
    credentials = door.credentials

    async def nothing(_: Frame) -> None:
        """Whatever comes now belongs to whoever connects next."""

    try:
        await BotConnection(credentials, nothing, door.timing).check()
    except (OSError, WebSocketException, LostError, TimeoutError) as error:
        raise ChannelUnavailableError(texts.UNREACHABLE.format(endpoint=credentials.endpoint)) from error


def probed(door: WeComDoor) -> None:
    """Do as `probe` does, from where no event loop runs; raises the same."""
    asyncio.run(probe(door))


class _Channel:
    """The parts of a channel that know one another."""

    def __init__(self, assistant: Assistant, database: Database, door: WeComDoor) -> None:
        credentials = door.credentials
        self._connection = BotConnection(credentials, self._received, door.timing)
        self._outlet = WeComOutlet(
            self._connection, ConversationPace(door.timing.penalty, door.timing.minute), VENDOR, door.profile
        )
        self._announcer = Announcer(assistant.arrivals, WECOM, self._outlet.push, door.look_every)
        self._attendant = Attendant(
            ReceptionDesk(assistant, WECOM, MOST_BYTES, desk_of(assistant)),
            self._outlet,
            EventInbox(database, WECOM, credentials.bot_id),
            page_url=door.page_url,
            taught=self._announcer.try_again,
        )
        self._turning: set[asyncio.Task[None]] = set()

    async def serve(self, stop: asyncio.Event) -> None:
        keeping = asyncio.ensure_future(self._connection.keep_up())
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await self._attendant.replay()
            async with alongside(self._announcer.watch):
                await asyncio.wait({keeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not keeping.done():
                    await self._attendant.close()
        finally:
            keeping.cancel()
            stopping.cancel()
            await asyncio.wait({keeping, stopping})
            await self._attendant.abandon()
        if not keeping.cancelled():
            keeping.result()

    async def _received(self, frame: Frame) -> None:
        try:
            event = event_of(frame)
        except ValidationError as error:
            logger.warning("wecom: a callback that cannot be read: %s", error.error_count())
            return
        if event is None:
            return
        if is_more(event.tapped):
            way = event.way
            task = asyncio.create_task(self._outlet.turn(way["tap"], event.tapped, way["answers"], event.place))
            self._turning.add(task)
            task.add_done_callback(self._turning.discard)
        else:
            await self._attendant.receive(event)
