"""How often something may be said in a conversation: WeCom counts every frame of every kind."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from weakref import WeakValueDictionary

from bot.wecom.limits import PER_HOUR, PER_MINUTE

MINUTE = 60.0

SPARE = 12
"""Frames of a minute that are kept for answers: what only shows progress is left out when fewer are free."""

PROGRESS_SECONDS = 2.0
"""Between two frames that show progress in one conversation."""

PENALTY_SECONDS = 5.0
"""The first pause after a refusal."""

LAG = 0.05
"""The share of a window by which it is held to be longer: a frame arrives, and is counted, after it was sent."""

CONVERSATIONS = 5_000
"""Whose frames are counted; the longest silent goes."""


class ConversationPace:
    """Counts the frames of each conversation. Used from one event loop."""

    def __init__(
        self,
        penalty: float = PENALTY_SECONDS,
        minute: float = MINUTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._penalty, self._window, self._clock = penalty, minute * (1 + LAG), clock
        self._penalties: dict[str, tuple[float, float]] = {}
        """Until when a conversation is silent, and how long that pause was."""

        self._sent: OrderedDict[str, deque[float]] = OrderedDict()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def may_show_progress(self, place: str) -> bool:
        """Tell whether a frame that nobody misses may go."""
        sent, now = self._of(place), self._clock()
        free = PER_MINUTE - sum(at > now - self._window for at in sent)
        return free > SPARE and self.wait(place) == 0 and (not sent or now - sent[-1] >= PROGRESS_SECONDS)

    def wait(self, place: str) -> float:
        """Return the seconds until a frame may go; 0 for now."""
        sent, now = self._of(place), self._clock()
        waits = [
            sent[-most] + window - now
            for most, window in ((PER_MINUTE, self._window), (PER_HOUR, 60 * self._window))
            if len(sent) >= most
        ]
        return max(0.0, self._penalties.get(place, (now, 0.0))[0] - now, *waits)

    def note(self, place: str) -> None:
        """A frame goes."""
        sent = self._of(place)
        sent.append(self._clock())
        self._sent.move_to_end(place)
        if len(self._sent) > CONVERSATIONS:
            self._sent.popitem(last=False)

    def refused(self, place: str) -> None:
        """WeCom counts more than we do, as another process spoke there before: pause, twice as long each time."""
        pause = min(2 * self._penalties.get(place, (0.0, self._penalty / 2))[1], MINUTE)
        self._penalties[place] = (self._clock() + pause, pause)

    def taken(self, place: str) -> None:
        """A frame was not refused."""
        self._penalties.pop(place, None)

    async def take(self, place: str) -> None:
        """Wait until a frame may go, and count it."""
        lane = self._lanes.setdefault(place, asyncio.Lock())
        async with lane:
            await asyncio.sleep(self.wait(place))  # only progress may be shown meanwhile, and that leaves room
            self.note(place)

    def _of(self, place: str) -> deque[float]:
        return self._sent.setdefault(place, deque(maxlen=PER_HOUR))
