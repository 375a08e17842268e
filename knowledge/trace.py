"""What was done to answer one question, step by step with its time, so that a wrong answer can be explained."""

from __future__ import annotations

from time import perf_counter

from knowledge.documents import Frozen


class Step(Frozen):
    """One step."""

    name: str
    """In Chinese, for the person who looks."""

    seconds: float
    detail: str
    """What came of it: figures and titles, no text of a person."""


class Trace:
    """The steps of one answer; the time of each counts from the one before."""

    def __init__(self) -> None:
        self._began = self._last = perf_counter()
        self.steps: list[Step] = []

    @property
    def seconds(self) -> float:
        """Return the time since the beginning."""
        return perf_counter() - self._began

    def add(self, name: str, detail: str = "") -> None:
        """Note that a step is done."""
        now = perf_counter()
        self.steps.append(Step(name=name, seconds=round(now - self._last, 4), detail=detail))
        self._last = now
