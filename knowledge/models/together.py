"""Calls that come while a model is busy are answered together, in the batch after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Given = TypeVar("Given")
Said = TypeVar("Said")


class Together(Generic[Given, Said]):
    """One thing at a time for those who call, a batch at a time for the model; shared between threads.

    Whoever finds the model free asks it at once, for everybody who waits by then: nobody waits for others to come.

    Args:
        ask: The model, of one batch.
        most: Things in a batch.
    """

    def __init__(self, ask: Callable[[Sequence[Given]], Iterable[Said]], *, most: int) -> None:
        self._ask = ask
        self._most = most
        self._busy = Lock()
        self._waiting: list[tuple[Given, Future[Said]]] = []

    def __call__(self, given: Given) -> Said:
        """Return what the model says of one thing."""
        own = (given, Future[Said]())
        self._waiting.append(own)
        with self._busy:
            if not own[1].done():
                self._waiting.remove(own)
                self._answer([own, *self._others()])
        return own[1].result()

    def _others(self) -> list[tuple[Given, Future[Said]]]:
        others = self._waiting[: self._most - 1]
        del self._waiting[: len(others)]
        return others

    def _answer(self, batch: Sequence[tuple[Given, Future[Said]]]) -> None:
        try:
            rows = self._ask([given for given, _ in batch])
        except BaseException:
            self._waiting[:0] = batch[1:]  # each of them asks for itself
            raise
        for (_, said), row in zip(batch, rows, strict=True):
            said.set_result(row)
