"""Questions that arrive together: read in one batch, each answered with its own, a fault felt by the one who asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.models.together import Together

PATIENCE = 5.0


class Model:
    """Doubles numbers, and is busy with the first one until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.let_go = threading.Event()

    def ask(self, given: Sequence[int]) -> list[int]:
        self.batches.append(list(given))
        if len(self.batches) == 1:
            assert self.let_go.wait(PATIENCE)
        if -1 in given:
            raise ValueError("minus one")
        return [2 * each for each in given]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def asked_at_once(model: Model, numbers: Sequence[int], most: int) -> list[object]:
    """Ask for 0, and for the others while the model is busy with it; return what each was told, or its fault."""
    together = Together(model.ask, most=most)

    def told(number: int) -> object:
        try:
            return together(number)
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(numbers) + 1) as threads:
        first = threads.submit(told, 0)
        until(lambda: bool(model.batches))
        others = [threads.submit(told, number) for number in numbers]
        until(lambda: len(together._waiting) == len(numbers))
        model.let_go.set()
        return [first.result(), *(each.result() for each in others)]


def test_what_comes_while_the_model_is_busy_is_read_together() -> None:
    """Seven questions cost two batches, whoever they are from; each gets its own vector."""
    model = Model()
    assert asked_at_once(model, range(1, 7), most=8) == [0, 2, 4, 6, 8, 10, 12]
    assert model.batches[0] == [0]
    assert [sorted(batch) for batch in model.batches[1:]] == [[1, 2, 3, 4, 5, 6]]


def test_a_batch_is_no_larger_than_it_may_be() -> None:
    """Ten who wait for a model that takes four at once are three batches."""
    model = Model()
    assert asked_at_once(model, range(1, 11), most=4) == [2 * number for number in range(11)]
    assert sorted(map(len, model.batches)) == [1, 2, 4, 4]


def test_a_fault_leaves_nobody_waiting() -> None:
    """Where a batch fails, the one who asked for it is told, and the others ask for themselves."""
    model = Model()
    first, one, fault, other = asked_at_once(model, [1, -1, 3], most=8)
    assert (first, fault) == (0, "minus one")
    assert sorted([one == 2, other == 6]) in ([False, True], [True, True])


def test_nobody_waits_for_others_to_come() -> None:
    """A question alone is read alone, at once."""
    model = Model()
    model.let_go.set()
    assert Together(model.ask, most=8)(4) == 8
    with pytest.raises(ValueError, match="minus one"):
        Together(model.ask, most=8)(-1)
