"""Who has gone to the office's page and is to come back: to the same browser, once, within ten minutes."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from bot.web.sign_on.ways import Journey

LONGEST_SECONDS = 600.0
"""How long somebody may take over the office's page."""

MOST_AWAY = 5000
"""People who are away at one time; those who left first are forgotten first."""


class Traveller(NamedTuple):
    """Somebody who is away, and what they left here."""

    journey: Journey
    browser: str
    """What only the browser that left can show."""

    after: str
    """The page of ours that they wanted."""

    question: str
    """What they had written."""

    until: float


class Journeys:
    """Everybody who is away; used from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._away: dict[str, Traveller] = {}

    def begin(self, browser: str, *, after: str, question: str) -> Journey:
        """Keep what somebody leaves here, and return what ties their coming back to it; forget who is too late."""
        journey = Journey(*(secrets.token_urlsafe(32) for _ in Journey._fields))
        with self._lock:
            now = self._clock()
            self._away[journey.state] = Traveller(journey, browser, after, question, now + LONGEST_SECONDS)
            while (oldest := next(iter(self._away.values()))).until < now or len(self._away) > MOST_AWAY:
                del self._away[oldest.journey.state]
        return journey

    def end(self, state: str, browser: str) -> Traveller | None:
        """Return who comes back, who is away no more; None where nobody is, or another browser comes."""
        with self._lock:
            found = self._away.pop(state, None)
        if found is None or found.until < self._clock() or not hmac.compare_digest(found.browser, browser):
            return None
        return found
