"""Whose turn it is: what each person waits for, what runs for them, and how either is stopped."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

WAITING_LIMIT = 30
"""Messages of one person that may wait; then nothing is taken until those are answered, which is said once."""


@dataclass(eq=False)
class Ticket:
    """One update on its way through the bot."""

    person: int
    lane: Hashable
    words: str = ""
    """What may be joined to an unfinished message before it; empty for what is no plain text."""

    running: bool = False
    withdrawn: bool = False
    """Stopped, or joined to the message before it, before its turn came."""

    undelivered: bool = False
    """The network kept the answer from being sent: it is to be tried again."""


class Stopped(NamedTuple):
    """What `/stop` ended."""

    running: bool
    waiting: int


class StopSign:
    """A wish to stop, for the thread that writes and for the event loop that waits."""

    def __init__(self) -> None:
        self.thread = threading.Event()
        self.loop = asyncio.Event()

    def set(self) -> None:
        """Ask both to stop."""
        self.thread.set()
        self.loop.set()


@dataclass(eq=False)
class _Person:
    tickets: list[Ticket] = field(default_factory=list)
    answering: asyncio.Lock = field(default_factory=asyncio.Lock)
    signs: set[StopSign] = field(default_factory=set)
    declined: bool = False
    """Told that no more is taken."""


class Turns:
    """Everybody who has something waiting or running. Used from the event loop only."""

    def __init__(self) -> None:
        self._people: defaultdict[int, _Person] = defaultdict(_Person)
        self._tickets: dict[int, Ticket] = {}

    def arrive(self, number: int, ticket: Ticket) -> Ticket:
        """Let an update take its place, under its number."""
        self._people[ticket.person].tickets.append(ticket)
        self._tickets[number] = ticket
        return ticket

    def leave(self, number: int) -> None:
        """An update is done with."""
        ticket = self._tickets.pop(number)
        person = self._people[ticket.person]
        person.tickets.remove(ticket)
        if not (person.tickets or person.signs):
            del self._people[ticket.person]

    def ticket(self, number: int) -> Ticket:
        """Return the ticket of an update that has arrived and not left."""
        return self._tickets[number]

    def waiting(self, person: int) -> int:
        """Return how many updates of a person wait."""
        return sum(not (each.running or each.withdrawn) for each in self._people[person].tickets)

    def full(self, person: int) -> bool:
        """Tell whether nothing more of a person is taken for now."""
        return self._people[person].declined or self.waiting(person) >= WAITING_LIMIT

    def decline(self, person: int) -> bool:
        """Take nothing more until everything is answered; return whether the person is yet to be told so."""
        held = self._people[person]
        told, held.declined = held.declined, True
        return not told

    def following(self, ticket: Ticket) -> Ticket | None:
        """Return the next message of the same person in the same chat, if it waits and is plain text."""
        later = [
            each for each in self._people[ticket.person].tickets if each.lane == ticket.lane and not each.withdrawn
        ]
        after = later[later.index(ticket) + 1 :]
        return after[0] if after and after[0].words and not after[0].running else None

    def stop(self, person: int) -> Stopped:
        """Stop what runs for a person and withdraw what waits."""
        held = self._people[person]
        waiting = [each for each in held.tickets if not (each.running or each.withdrawn) and each.words]
        for ticket in waiting:
            ticket.withdrawn = True
        running = bool(held.signs)
        for sign in held.signs:
            sign.set()
        return Stopped(running, len(waiting))

    def stop_all(self) -> None:
        """Stop everything that runs; the process is about to end."""
        for person in self._people.values():
            for sign in person.signs:
                sign.set()

    @asynccontextmanager
    async def working(self, person: int) -> AsyncIterator[StopSign]:
        """Let something run beside a person's questions, which `/stop` ends like them."""
        held, sign = self._people[person], StopSign()
        held.signs.add(sign)
        try:
            yield sign
        finally:
            held.signs.discard(sign)

    @asynccontextmanager
    async def answering(self, person: int) -> AsyncIterator[StopSign]:
        """Wait until nothing else is being answered for a person, and hold that place."""
        held = self._people[person]
        sign = StopSign()
        held.signs.add(sign)
        try:
            async with held.answering:
                yield sign
        finally:
            held.signs.discard(sign)
