"""A process's part in the lead: what it keeps ends with the lead, and begins again with it."""

from __future__ import annotations

import os
import signal
import threading
from types import SimpleNamespace

import pytest

from bot.standby import Standby
from knowledge.leading import Lead


class LentLead:
    """A lead that somebody else can take away, as a database does whose connection broke."""

    def __init__(self) -> None:
        self.is_held = True
        self.released = False

    def release(self) -> None:
        self.released = True


def test_a_lead_that_is_lost_is_waited_for_again() -> None:
    """What is kept is kept once for each lead; an end in order is the end."""
    leads = [LentLead(), LentLead()]
    lent, kept = iter(leads), []

    def connections(lead: Lead) -> None:
        kept.append(standby.leads)
        if lead is leads[0]:
            leads[0].is_held = False

    standby = Standby(lambda: next(lent))
    standby.keep(connections, lambda: None)
    assert kept == [True, True]
    assert not standby.leads
    assert all(lead.released for lead in leads)


def test_a_process_in_waiting_ends_when_it_is_told_to() -> None:
    """It never led, and what signals meant before they mean again."""
    before = signal.getsignal(signal.SIGTERM)
    kept: list[Lead] = []
    Standby(lambda: None).keep(kept.append, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert kept == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_at_any_moment_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even while the thread that waits holds the lock of what it waits for."""

    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            with self._cond:  # type: ignore[attr-defined]  # what a signal meets now and then
                signal.raise_signal(signal.SIGTERM)
            return super().wait(timeout)

    monkeypatch.setattr("bot.standby.threading", SimpleNamespace(Event=Interrupted, Thread=threading.Thread))
    Standby(lambda: None).keep(lambda _: None, lambda: None)
