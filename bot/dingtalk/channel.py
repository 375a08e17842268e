"""DingTalk as a channel, put together: the stream, what attends to it, and how it answers."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from bot.dingtalk.api import MOST_TO_FETCH, Api, ClientKey
from bot.dingtalk.endpoints import Endpoints, endpoints_of
from bot.dingtalk.outlet import DingTalkOutlet
from bot.dingtalk.reading import incoming_of
from bot.dingtalk.stream import EventStream, LinePatience
from bot.dingtalk.wire import StreamFrame
from bot.messenger.announcing import EVERY_SECONDS, Announcer
from bot.messenger.attendant import Attendant
from bot.messenger.beside import alongside
from bot.messenger.event_inbox import EventInbox
from bot.messenger.reception import ReceptionDesk, desk_of
from bot.services.assistant import Assistant
from knowledge.catalog.database import Database
from knowledge.errors import ChannelTokenError, KnowledgeError
from knowledge.ingesting import Profile

DINGTALK = "dingtalk"
UNSET = (
    "没有设置 RONGHE_DINGTALK_CLIENT_ID 和 RONGHE_DINGTALK_CLIENT_SECRET；请按 docs/dingtalk.md 建应用，"
    "把凭证写入 .env，或从 --channels 中去掉 dingtalk。"
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DingTalkDoor:
    """How DingTalk is reached, and how the channel behaves there."""

    client_id: str
    client_secret: str
    api: str = ""
    """Of a private edition; empty for the vendor's own."""

    old_api: str = ""
    template: str = ""
    """Of cards; empty for DingTalk's own."""

    profile: Profile = "internet"
    page_url: str = ""
    """Where the page is, for what is too long here; empty for nowhere."""

    patience: LinePatience = LinePatience()  # noqa: RUF009  # frozen
    second: float = 1.0
    """How long the first pause before another try of a call is."""

    look_every: float = EVERY_SECONDS
    """Seconds between two looks at whether material has arrived."""

    def checked(self) -> tuple[Endpoints, ClientKey]:
        """Return where DingTalk is and who we are; nothing is sent.

        Raises:
            ChannelTokenError: The credentials are not set.
            BadRequestError: An address may not be used.
        """
        if not (self.client_id and self.client_secret):
            raise ChannelTokenError(UNSET)
        return endpoints_of(self.api, self.old_api, self.profile), ClientKey(self.client_id, self.client_secret)


async def serve_dingtalk(assistant: Assistant, database: Database, door: DingTalkDoor, stop: asyncio.Event) -> None:
    """Answer until `stop` is set; a broken line is replaced, however long that takes.

    Raises:
        ChannelTokenError: The credentials are not set, or not accepted.
    """
    api = Api(*door.checked(), second=door.second)
    try:
        await _serve(assistant, database, door, api, stop)
    finally:
        await api.close()


def probe_dingtalk(door: DingTalkDoor) -> None:
    """Have the credentials exchanged for a token, from where no event loop runs; nothing is sent to anybody.

    Raises:
        ChannelTokenError: They are not set, or not accepted.
        ChannelUnavailableError: DingTalk cannot be reached.
    """

    async def exchange() -> None:
        api = Api(*door.checked(), second=door.second)
        try:
            await api.token()
        finally:
            await api.close()

    asyncio.run(exchange())


async def _serve(assistant: Assistant, database: Database, door: DingTalkDoor, api: Api, stop: asyncio.Event) -> None:
    outlet = DingTalkOutlet(api, template=door.template, second=door.second)
    announcer = Announcer(assistant.arrivals, DINGTALK, outlet.push, door.look_every)
    attendant = Attendant(
        ReceptionDesk(assistant, DINGTALK, MOST_TO_FETCH, desk_of(assistant)),
        outlet,
        EventInbox(database, DINGTALK, door.client_id),
        page_url=door.page_url,
        taught=announcer.try_again,
    )

    async def receive(frame: StreamFrame) -> bool:
        event = incoming_of(frame, at=time.time())
        try:
            if event is None:
                logger.info("dingtalk: nothing to answer in a frame of %s", frame.headers.topic)
            else:
                await attendant.receive(event)
        except KnowledgeError as error:
            logger.warning("dingtalk: an event was not kept: %s", error)
            return False
        return True

    try:
        await attendant.replay()
        async with alongside(announcer.watch):
            await EventStream(api, receive, door.patience).run(stop)
        await attendant.close()
    finally:
        await attendant.abandon()
