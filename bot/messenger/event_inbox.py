"""The way of an event into the program: into the catalog first, and only then acknowledged or worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.messenger.incoming import Incoming, number_for
from knowledge.catalog.database import Database
from knowledge.catalog.inbox import Inbox

T = TypeVar("T")

MOST_ATTEMPTS = 8
"""An event during whose handling the process died so many times is given up, or it would kill every process."""


class EventInbox:
    """The events of one bot. The catalog's inbox counts in numbers, so that names are hashed to them."""

    def __init__(self, database: Database, channel: str, bot: str) -> None:
        self._inbox = Inbox(database, bot=number_for(channel, bot))
        # A thread of its own: an event is kept however many questions are being answered.
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def keep(self, event: Incoming) -> bool:
        """Keep an event; False when it was received before.

        Raises:
            KnowledgeError: It cannot be kept now, so that it must not be acknowledged.
        """
        receive, person = self._inbox.receive, number_for(event.subject)
        return await self._call(partial(receive, number_for(event.id), event.model_dump_json(), person=person))

    async def begin(self, event: Incoming) -> int:
        """Note that work on an event begins, and return how often it has."""
        return await self._call(partial(self._inbox.begin, number_for(event.id)))

    async def finish(self, event: Incoming) -> None:
        """Note that an event is answered: nothing of what was said stays."""
        await self._call(partial(self._inbox.finish, number_for(event.id)))

    async def waiting(self) -> list[Incoming]:
        """Return what an earlier process received and did not answer, in the order of arrival."""
        return [Incoming.model_validate_json(payload) for payload in await self._call(self._inbox.waiting)]

    def close(self) -> None:
        """End the clerk, whose work is done."""
        self._clerk.shutdown(wait=True)

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._clerk, function)
