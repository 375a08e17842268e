"""Attends to what people do in a messenger: kept first, one conversation in order, each answered once."""

from __future__ import annotations

import asyncio
import html
import logging
import secrets
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial
from weakref import WeakValueDictionary

from bot.messenger import texts
from bot.messenger.beside import alongside
from bot.messenger.bridge import Bridge
from bot.messenger.event_inbox import MOST_ATTEMPTS, EventInbox
from bot.messenger.incoming import Incoming, number_for
from bot.messenger.outlet import Outlet
from bot.messenger.reception import Doing, Outcome, ReceptionDesk, Work, is_stop, typed
from bot.messenger.screens import Screen
from bot.messenger.turns import WAITING_LIMIT, StopSign, Ticket, Turns
from knowledge.errors import BadRequestError, KnowledgeError

logger = logging.getLogger(__name__)

SIGN_AFTER_SECONDS = 0.35
"""What takes longer is announced; half a second is what people wait without wondering."""

GROWS_EVERY_SECONDS = 0.5
"""Between two looks at how far an answer has come; the channel shows as much of it as its limits allow."""

STOP_SECONDS = 2.0
"""How long an answer that is to stop may take over it before it is left to itself."""

GRACE_SECONDS = 25.0
"""How long answers may take to be finished when the program is told to stop."""


class Attendant:
    """Used from one event loop."""

    def __init__(
        self,
        reception: ReceptionDesk,
        outlet: Outlet,
        inbox: EventInbox,
        *,
        page_url: str = "",
        taught: Callable[[], None] = lambda: None,
    ) -> None:
        """Attend to one messenger.

        Args:
            reception: What does the work.
            outlet: The messenger.
            inbox: Where events outlive the process.
            page_url: Where the page is, for who may open it; empty for nowhere.
            taught: Called when there may be a new standard answer.
        """
        self._reception, self._outlet, self._inbox, self._page_url = reception, outlet, inbox, page_url
        self._taught = taught
        self._lanes: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._turns, self._tasks = Turns(), set[asyncio.Task[None]]()
        self._doors = {"question": Bridge(), "lookup": Bridge(), "file": Bridge(1)}
        self._keeping = set[asyncio.Future[None]]()
        self._in_hand = set[str]()
        """Numbers of events that are being seen to: pushed again, as after every break, they need no look-up."""

        self._closing = False

    async def receive(self, event: Incoming) -> None:
        """Keep an event and see to it; one that was received before is dropped.

        Raises:
            KnowledgeError: It cannot be kept now, so that it must not be acknowledged.
        """
        # A connection that breaks meanwhile must not leave an event that is kept, so that it is dropped when it comes
        # again, but that nobody sees to.
        keeping = asyncio.ensure_future(self._kept(event))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        await asyncio.shield(keeping)

    async def _kept(self, event: Incoming) -> None:
        if event.id not in self._in_hand and await self._inbox.keep(event) and not self._closing:
            self._begin(event)

    async def replay(self) -> None:
        """See to what an earlier process received and did not answer."""
        for event in await self._inbox.waiting():
            self._begin(event)

    async def close(self) -> None:
        """Finish what is being answered; what only waits stays in the inbox, and so does what comes meanwhile."""
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
            if late:
                self._turns.stop_all()
                await asyncio.wait(late, timeout=STOP_SECONDS)

    async def abandon(self) -> None:
        """Leave what is being answered where it is: it stays in the inbox. Nothing may be received any more."""
        self._closing = True
        if self._keeping:
            await asyncio.wait(self._keeping)
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._inbox.close()

    def _begin(self, event: Incoming) -> None:
        task = asyncio.create_task(self._seen_to(event))
        self._in_hand.add(event.id)
        task.add_done_callback(lambda _: self._in_hand.discard(event.id))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("an event stays in the inbox", exc_info=error)

    async def _seen_to(self, event: Incoming) -> None:
        person, number = number_for(event.subject), number_for(event.id)
        if event.is_said and not is_stop(event) and self._turns.full(person):
            if self._turns.decline(person):
                await self._outlet.answer(event, Screen(parts=(texts.QUEUE_FULL.format(limit=WAITING_LIMIT),)), {})
            await self._inbox.finish(event)
            return
        words = event.text if event.text and not is_stop(event) else ""
        ticket = self._turns.arrive(number, Ticket(person, _lane_of(event), words))
        lane = self._lanes.setdefault(ticket.lane, asyncio.Lock())
        try:
            if event.tapped:
                await self._outlet.acknowledge(event)
            async with alongside(partial(self._waits, event, lane)):
                await lane.acquire()
            try:
                await self._in_turn(event, ticket)
            finally:
                lane.release()
        finally:
            self._turns.leave(number)

    async def _waits(self, event: Incoming, lane: asyncio.Lock, ended: asyncio.Event) -> None:
        """Say after a while that something is before this one."""
        if lane.locked() and event.is_said:
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), SIGN_AFTER_SECONDS)
            if not ended.is_set():
                await self._outlet.sign(event, texts.QUEUED)

    async def _in_turn(self, event: Incoming, ticket: Ticket) -> None:
        if self._closing:
            return
        ticket.running = True
        if ticket.withdrawn:
            await self._outlet.answer(event, Screen(parts=(texts.WITHDRAWN,)), {})
        elif is_stop(event):
            stopped = self._turns.stop(ticket.person)
            await self._outlet.answer(event, Screen(parts=(texts.stopped(*stopped),)), {})
        else:
            await self._done(event, ticket)
        await self._inbox.finish(event)

    async def _done(self, event: Incoming, ticket: Ticket) -> None:
        work = await asyncio.to_thread(self._reception.work, event)
        waits_for_others = self._turns.answering if work.door == "question" else self._turns.working
        async with waits_for_others(ticket.person) as stop:
            outcome = await self._come_of(work, event, stop)
        screen = await self._fitting(outcome, event)
        await self._outlet.answer(event, screen, outcome.files)
        rows = outcome.screen.rows
        if outcome.leads_on and not self._closing:
            visit = await asyncio.to_thread(self._reception.visit, event)
            rows = await self._doors["lookup"].call(self._reception.leading_on, outcome.leads_on, visit) or rows
        if rows:
            await self._outlet.offer(event, outcome.screen, rows)
        if typed(event.text).command == "standard":
            self._taught()
        for place, shown in outcome.news:
            await self._outlet.push(place, shown)

    async def _come_of(self, work: Work, event: Incoming, stop: StopSign) -> Outcome:
        """Return what comes of work, or what is said of why nothing does."""
        growth: list[str] = []
        async with alongside(partial(self._shows, event, work, growth)):
            try:
                brought = await self._outlet.fetch(event.file) if event.file and work.door == "file" else ("", b"")
                doing = Doing(growth.append, stop.thread, brought)
                call = asyncio.ensure_future(self._let_in(event, work, doing))
                ending = asyncio.ensure_future(stop.loop.wait())
                await asyncio.wait({call, ending}, return_when=asyncio.FIRST_COMPLETED)
                ending.cancel()
                await asyncio.wait({call}, timeout=None if not stop.loop.is_set() else STOP_SECONDS)
            except BadRequestError as error:
                return _told(str(error))
        if not call.done():
            call.add_done_callback(lambda left: left.cancelled() or left.exception())
            return _told(texts.WITHDRAWN)
        fault = call.exception()
        return call.result() if fault is None else _told(_sentence(fault))

    async def _let_in(self, event: Incoming, work: Work, doing: Doing) -> Outcome:
        """Do the work when its door is free. Only then is it an attempt: what waits has no part in a process's end."""
        async with self._doors[work.door].passed():
            if await self._inbox.begin(event) > MOST_ATTEMPTS:
                return _told(texts.GIVEN_UP)
            return await asyncio.to_thread(work.do, doing)

    async def _shows(self, event: Incoming, work: Work, growth: list[str], ended: asyncio.Event) -> None:
        """Say that the work is under way, then how far it has come."""
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), SIGN_AFTER_SECONDS)
        if ended.is_set() or not event.is_said:
            return
        await self._outlet.sign(event, texts.FILE_BEING_READ if work.door == "file" else texts.SEARCHING)
        while not ended.is_set():
            await self._outlet.grow(event, growth[-1] if growth else "")
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), GROWS_EVERY_SECONDS)

    async def _fitting(self, outcome: Outcome, event: Incoming) -> Screen:
        """Return what is shown here of a screen: of a long answer its beginning, where the person can see it whole."""
        if not outcome.is_long or not self._page_url or event.shared:
            return outcome.screen
        question = typed(event.text).words
        link = await asyncio.to_thread(self._reception.page_link, question, event, self._page_url)
        if not link:
            return outcome.screen
        told = texts.WHOLE_ON_PAGE.format(link=link)
        return outcome.screen.model_copy(update={"parts": (f"{outcome.screen.parts[0]}\n\n{told}",)})


def _lane_of(event: Incoming) -> Hashable:
    """Return what an event must keep its order with; a tap opens a source while a question is being answered."""
    if is_stop(event):
        return event.id
    return (event.place, "tap") if event.tapped else event.place


def _told(sentence: str) -> Outcome:
    return Outcome(Screen(parts=(html.escape(sentence, quote=False),)))


def _sentence(error: BaseException) -> str:
    """Return what a person is told of a fault, which is logged unless it is theirs."""
    if isinstance(error, BadRequestError):
        return str(error)
    if isinstance(error, KnowledgeError):
        logger.error("%s: %s", error.code, error)
        return texts.fault_sentence(error)
    code = secrets.token_hex(3)
    logger.error("fault %s", code, exc_info=error)
    return texts.FAULT.format(code=code)
