"""Files that somebody handed in: of two clicks one counts, and what goes wrong is told and logged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.services.handing_in import FileOnTrial, StoredFile
from bot.services.jobs import Job
from bot.web.batches import BROKEN, Batches, HandedFile

OWNER = "web:1"


@pytest.fixture
def batches() -> Iterator[Batches]:
    batches = Batches()
    yield batches
    batches.close()


def settled(batches: Batches) -> HandedFile:
    for _ in range(200):
        (file,) = batches.of(OWNER)
        if not file.is_working:
            return file
        time.sleep(0.01)
    raise AssertionError(file.state)


def waiting(batches: Batches) -> HandedFile:
    """Return a file that was read and waits for a decision."""
    assert batches.read(OWNER, "办法.txt", 1, lambda _: FileOnTrial(told="已读完", number="0" * 16))
    return settled(batches)


def test_of_two_clicks_one_decides(batches: Batches) -> None:
    """A file is stored once, and what is said of it is that it was; it is not told to have gone."""
    file, begun, ends = waiting(batches), threading.Barrier(8), threading.Event()
    stored: list[Job] = []

    def store(job: Job) -> StoredFile | None:
        stored.append(job)
        ends.wait(5)
        return StoredFile(told="已入库") if len(stored) == 1 else None

    def click(number: int) -> bool:
        begun.wait()
        return batches.store(file, store) if number % 2 else batches.give_back(file, lambda: stored.append(Job()))

    with ThreadPoolExecutor(8) as clicking:
        counted = sum(clicking.map(click, range(8)))
    ends.set()
    assert counted == 1
    assert settled(batches).state in {"stored", "returned"}
    assert len(stored) == 1


def test_what_cannot_be_given_back_still_waits(batches: Batches) -> None:
    """It is on the disk, and can be decided on again."""
    file = waiting(batches)

    def full() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  # it is the one of this test
        batches.give_back(file, full)
    assert file.is_undecided


def test_who_stopped_too_late_can_still_store(batches: Batches) -> None:
    """The click on 停止 came when the file was read already."""
    file = waiting(batches)
    file.job.cancel()

    def store(job: Job) -> StoredFile:
        job.go_on()
        return StoredFile(told="已入库")

    assert batches.store(file, store)
    assert settled(batches).state == "stored"


def test_a_fault_of_ours_is_told_and_logged(batches: Batches, caplog: pytest.LogCaptureFixture) -> None:
    """What its sender is told is true: the log has it."""

    def broken(_: Job) -> FileOnTrial:
        raise RuntimeError("a rule went wrong")

    assert batches.read(OWNER, "办法.txt", 1, broken)
    file = settled(batches)
    assert (file.state, file.told) == ("refused", BROKEN)
    batches.close()
    assert "a rule went wrong" in caplog.text
