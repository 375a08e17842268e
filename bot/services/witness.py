"""Puts down who saw what; a disk that is full must not keep anybody from an answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.services.events import (
    Decided,
    Displayed,
    Event,
    Exported,
    HeldFileDecided,
    Invited,
    PersonChanged,
    Replied,
    SignedIn,
    SignedOut,
    SignInFailed,
    StruckOff,
    TokenMade,
    TokenRevoked,
)
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.catalog.audit import AuditLog
from knowledge.errors import LibraryBusyError, StorageError

_log = logging.getLogger(__name__)

_OF_ACCESS: dict[type[Event], tuple[str, str]] = {
    SignedIn: ("sign_in", "done"),
    SignInFailed: ("sign_in", "refused"),
    SignedOut: ("sign_out", "done"),
    Invited: ("people", "invited"),
    PersonChanged: ("people", "changed"),
    Decided: ("people", "decided"),
    StruckOff: ("people", "removed"),
    TokenMade: ("token", "made"),
    TokenRevoked: ("token", "revoked"),
    HeldFileDecided: ("quarantine", "decided"),
    Exported: ("export", "done"),
}
"""What is put down of who may come in: the act and how it ended."""


class Witness:
    """Writes to the audit log what the assistant showed."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def __call__(self, event: Event) -> None:
        """Put down the passages behind a reply and how long it took, or those that were shown by themselves."""
        if isinstance(event, Replied):
            self._replied(event)
        elif isinstance(event, Displayed) and event.ids:
            with not_in_the_way("what was shown was not put down"):
                self._log.record(event.by, event.what, passages=event.ids)
        elif type(event) in _OF_ACCESS:
            what, outcome = _OF_ACCESS[type(event)]
            with not_in_the_way("who came in was not put down"):
                self._log.record(event.by, what, outcome=outcome)

    def _replied(self, event: Replied) -> None:
        reply, took = event.reply, event.reply.seconds
        _log.info("reply: %s, retrieve %.3f s, write %.3f s", reply.reply, took.retrieve, took.write)
        with not_in_the_way("what was shown was not put down"):
            self._log.record(
                event.by,
                "ask",
                outcome=reply.reply,
                writer=_writer(reply),
                passages=shown_passages(reply),
                seconds=took,
            )


def _writer(reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return ""
    return "fallback" if reply.fallback else reply.writer


def shown_passages(reply: Reply) -> tuple[str, ...]:
    """Return the ids of the passages that a reply quotes or lists."""
    quoted = [citation.passage_id for citation in reply.citations] if isinstance(reply, Answer) else []
    listed = [hit.passage.id for hit in reply.nearest] if isinstance(reply, Answer | NoAnswer) else []
    return tuple(dict.fromkeys([*quoted, *listed]))


@contextmanager
def not_in_the_way(what: str) -> Iterator[None]:
    """Log what the disk refused to take, and go on."""
    try:
        yield
    except (StorageError, LibraryBusyError):
        _log.warning(what, exc_info=True)
