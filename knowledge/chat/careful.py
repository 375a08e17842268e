"""A chat model used with care: one deadline, one more attempt, a breaker, and no refused text sent twice."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic, sleep
from typing import NamedTuple, Protocol

from knowledge.chat.breaker import Breaker
from knowledge.chat.outgoing import masked
from knowledge.errors import ChatError, ChatRefusedError, ChatSetupError, KnowledgeError
from knowledge.ports import ChatModel

ANSWER_SECONDS = 60.0
"""The whole time of an answer that a model writes."""

PATIENCE = 5.0
"""Seconds that are waited for a second attempt at most; an endpoint that asks for more is not asked again."""


class Letter(NamedTuple):
    """What is sent to a model."""

    system: str
    user: str
    subject: str
    """What it says without the fence, which is another each time: refused letters are known by it."""


class Refused(Protocol):
    """Where it is kept which texts were refused, by their SHA-256."""

    def __contains__(self, sha256: object) -> bool:
        """Tell whether a text was refused."""

    def add(self, sha256: str) -> None:
        """Note that a text was refused."""


class CarefulChat:
    """A chat model as the writers use it; one for all answers of a process, safe to use from several threads."""

    def __init__(
        self,
        model: ChatModel,
        *,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[float], None] = sleep,
        seconds: float = ANSWER_SECONDS,
        refused: Refused | None = None,
    ) -> None:
        """Use a model; without `refused`, what it refused is known as long as this lives."""
        self._model = model
        self._clock = clock
        self._wait = wait
        self._seconds = seconds
        self._breaker = Breaker(clock)
        self._broke: ChatError | None = None
        self._refused: Refused = set() if refused is None else refused

    @property
    def elsewhere(self) -> bool:
        """Whether what is sent leaves this machine; personal numbers in it are masked then."""
        return self._model.elsewhere

    def write(
        self, letter: Letter, *, seconds: float | None = None, stop: threading.Event | None = None
    ) -> Iterator[str]:
        """Yield the reply as it is written.

        Args:
            letter: What to send.
            seconds: Until the whole reply must be there; by default the time of an answer.
            stop: Ends the reply where it is.

        Raises:
            ChatError: There is no reply, or it broke off; the same when it was not even asked for: the breaker rests,
                or the provider refused the same letter before.
        """
        until = self._clock() + (seconds or self._seconds)
        key = hashlib.sha256(letter.subject.encode()).hexdigest()
        if key in self._refused:
            raise ChatRefusedError("模型服务此前没有接受这段文字，不再重复发送。")
        if not self._breaker.allows():
            if isinstance(self._broke, ChatSetupError):
                raise self._broke
            raise ChatError("模型连续多次没有应答，暂停使用片刻。")
        try:
            yield from self._attempts(letter, until, stop)
        except ChatRefusedError:
            # A home that cannot be written to is no reason to answer less.
            with suppress(KnowledgeError):
                self._refused.add(key)
            self._breaker.succeeded()
            raise
        except ChatError as error:
            self._breaker.failed()
            self._broke = error
            raise
        self._breaker.succeeded()

    def _attempts(self, letter: Letter, until: float, stop: threading.Event | None) -> Iterator[str]:
        """Yield the reply; where nothing came and a second attempt may help, make it."""
        began = False
        try:
            for piece in self._send(letter, until, stop):
                began = True
                yield piece
        except ChatError as error:
            pause = error.again_after
            if began or pause is None or pause > min(PATIENCE, until - self._clock()):
                raise
            self._wait(pause)
            yield from self._send(letter, until, stop)

    def _send(self, letter: Letter, until: float, stop: threading.Event | None) -> Iterator[str]:
        user = masked(letter.user) if self.elsewhere else letter.user
        return self._model.stream(letter.system, user, seconds=max(until - self._clock(), 0.1), stop=stop)
