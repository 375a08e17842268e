"""The order of work: one chat's messages one after another, different chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Hashable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.logs import request
from bot.messenger import texts
from bot.messenger.beside import Sign, alongside
from bot.messenger.screens import Screen
from bot.messenger.turns import WAITING_LIMIT, Ticket, Turns
from bot.telegram import delivery, signs
from bot.telegram.filters import is_for_bot, said
from bot.telegram.inbox import MOST_ATTEMPTS, InboxQueue
from bot.telegram.onward import Onward
from bot.telegram.twins import Seen
from knowledge.callers import TELEGRAM

UPDATES_AT_ONCE = 4096
"""Counts those that wait for their turn too, so that one impatient person does not hold up the rest."""

TOLD_AFTER_SECONDS = 3.0
"""Who waits longer than this is told how many are before them."""

AGAIN_SECONDS = 20.0
"""Pause before an answer that the network did not take is worked on again."""


class ChatLanes(BaseUpdateProcessor):
    """Handles updates of one lane in the order in which they came, and each until it is answered.

    A tap has a lane of its own, by message: a source opens while a question in the same chat is being answered.
    `/stop` has one of its own too.
    """

    def __init__(self, inbox: InboxQueue, turns: Turns, seen: Seen, onward: Onward) -> None:
        super().__init__(UPDATES_AT_ONCE)
        self._inbox, self._turns, self._seen, self._onward = inbox, turns, seen, onward
        self._lanes: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._closing = False
        self._later: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Begin nothing more: what waits stays in the inbox for the next process."""
        self._closing = True
        for task in self._later:
            task.cancel()

    def stop_running(self) -> None:
        """Ask what is being answered to end where it is."""
        self._turns.stop_all()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:  # Any: the library's type
        """Wait for the lane, work, and note that the update is answered."""
        if not isinstance(update, Update):
            await coroutine
            return
        with request(TELEGRAM):
            await self._in_its_lane(update, coroutine)

    async def _in_its_lane(self, update: Update, coroutine: Awaitable[Any]) -> None:
        if update.effective_message:
            self._seen.add(update.effective_message.chat.id, update.effective_message.message_id)
        if update.callback_query and update.effective_message:
            self._onward.overtaken(update.effective_message.chat.id, update.effective_message.message_id)
        if self._too_many(update):
            await self._declined(update, coroutine)
            return
        ticket = self._turns.arrive(update.update_id, _ticket(update))
        lane = self._lanes.setdefault(ticket.lane, asyncio.Lock())
        try:
            async with alongside(*self._while_waiting(lane, update, ticket)):
                await lane.acquire()
            try:
                await self._worked_on(update, ticket, coroutine)
            finally:
                lane.release()
        finally:
            self._turns.leave(update.update_id)

    async def _worked_on(self, update: Update, ticket: Ticket, work: Awaitable[Any]) -> None:
        if self._closing:
            _drop(work)
            return
        ticket.running = True
        if ticket.withdrawn:
            _drop(work)
        elif await self._inbox.begin(update) > MOST_ATTEMPTS:
            _drop(work)
            await _say(update.effective_message, texts.GIVEN_UP)
        else:
            await work
        if ticket.undelivered:
            self._try_again_later(update)
        else:
            await self._inbox.finish(update)

    def _too_many(self, update: Update) -> bool:
        person = update.effective_user.id if update.effective_user else 0
        return bool(update.message) and self._turns.full(person) and not _is_stop(update)

    async def _declined(self, update: Update, work: Awaitable[Any]) -> None:
        """Tell a person once that no more is taken: five hundred such replies would keep the chat busy for minutes."""
        _drop(work)
        if update.effective_user and self._turns.decline(update.effective_user.id):
            await _say(update.effective_message, texts.QUEUE_FULL.format(limit=WAITING_LIMIT))
        await self._inbox.finish(update)

    def _while_waiting(self, lane: asyncio.Lock, update: Update, ticket: Ticket) -> list[Sign]:
        message = update.message
        if not (lane.locked() and message and is_for_bot(message)):
            return []
        before = self._turns.waiting(ticket.person) - 1
        told = [] if before else [_told_to_wait(message)]
        return [signs.noticed(message), *told]

    def _try_again_later(self, update: Update) -> None:
        async def wait() -> None:
            await asyncio.sleep(AGAIN_SECONDS)
            await self._inbox.again(update)

        task = asyncio.create_task(wait())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def lane_of(update: Update) -> Hashable:
    """Return what an update must keep its order with: its chat and topic, or for a tap its message."""
    if _is_stop(update) or update.inline_query:
        return update.update_id
    query = update.callback_query
    if query and query.message:
        return query.message.chat.id, "tap", query.message.message_id
    message = update.effective_message
    thread = message.message_thread_id if message and message.is_topic_message else None
    return (update.effective_chat.id if update.effective_chat else 0), thread


def _ticket(update: Update) -> Ticket:
    person = update.effective_user.id if update.effective_user else 0
    message = update.message
    words = message.text or "" if message and is_for_bot(message) and not _is_stop(update) else ""
    return Ticket(person, lane_of(update), words)


def _is_stop(update: Update) -> bool:
    return bool(update.message and update.message.text and said(update.message).command == "stop")


def _drop(work: Awaitable[Any]) -> None:
    if isinstance(work, Coroutine):
        work.close()


async def _say(message: Message | None, text: str) -> None:
    if message and is_for_bot(message):
        try:
            await delivery.reply(message, Screen(parts=(text,)))
        except TelegramError:
            return


def _told_to_wait(message: Message) -> Sign:
    """Say after a while that something is before this message; one notice a person, however many wait."""

    async def tell(ended: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(ended.wait(), TOLD_AFTER_SECONDS)
        except TimeoutError:
            await _say(message, texts.QUEUED)

    return tell
