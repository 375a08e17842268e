"""Who is asking, and where: a person, the operator of this machine, or anybody at all."""

from __future__ import annotations

import re
from typing import Self

from knowledge.documents import Frozen
from knowledge.errors import BadRequestError

TELEGRAM = "telegram"

LARGEST_OF_TELEGRAM = 2**52 - 1
"""Telegram's ids have at most 52 significant bits: https://core.telegram.org/bots/api#user

A person of Telegram has that number here; people of other channels are numbered above it, so that none has another's.
"""

_IDENTITY = re.compile(r"(?P<channel>[a-z][a-z0-9_-]{0,20}):(?P<subject>[^\s:][^\s]{0,99})")


class Identity(Frozen):
    """Who somebody is to a channel."""

    channel: str
    """`telegram`, `web`, …"""

    subject: str
    """Their name or number there."""

    @classmethod
    def named(cls, text: str) -> Self:
        """Return what `channel:subject` names; a bare number is Telegram's.

        Raises:
            BadRequestError: It names nobody.
        """
        text = text.strip()
        found = _IDENTITY.fullmatch(f"{TELEGRAM}:{text}" if text.lstrip("-").isdecimal() else text)
        if found is None or (found["channel"] == TELEGRAM and not _is_number(found["subject"])):
            raise BadRequestError(f"“{text}”不是用户号；请写数字用户号，或写成 渠道:编号，例如 telegram:42。")
        subject = found["subject"]
        return cls(channel=found["channel"], subject=str(int(subject)) if found["channel"] == TELEGRAM else subject)

    def __str__(self) -> str:
        return f"{self.channel}:{self.subject}"


class Someone(Frozen):
    """A person, by the number that they have here; whether the administrator named them is another matter."""

    number: int

    @property
    def key(self) -> str:
        """What stands for them in the catalog."""
        return str(self.number)


class Operator(Frozen):
    """Whoever sits at the machine itself, and sees everything held."""

    @property
    def key(self) -> str:
        """What stands for them in the catalog."""
        return "operator"


class Anybody(Frozen):
    """Nobody in particular: a group, in which everybody reads what is answered."""

    @property
    def key(self) -> str:
        """What stands for them in the catalog."""
        return "anybody"


Caller = Someone | Operator | Anybody
OPERATOR, ANYBODY = Operator(), Anybody()

UNKNOWN = ""
"""Stands in the catalog for somebody who was purged, or was not noted in the days when nobody was."""


def caller_of(key: str) -> Caller | None:
    """Return for whom a key in the catalog stands; None for nobody who is known."""
    for known in (OPERATOR, ANYBODY):
        if key == known.key:
            return known
    return Someone(number=int(key)) if key else None


class Conversation(Frozen):
    """Where something is said."""

    channel: str
    place: str
    """The channel's own name for it: a chat with its thread, a session with whose it is."""

    shared: bool = False
    """Whether others read along."""


class Visit(Frozen):
    """Somebody who says something somewhere."""

    caller: Caller
    conversation: Conversation | None = None
    """None for a question by itself, which leads on from nothing and is not remembered."""

    within: frozenset[str] | None = None
    """Labels beyond which nothing is shown, whatever the caller may see: those of a program's token; None for none."""

    @property
    def reader(self) -> Caller:
        """Whose rights count: where others read along, those of anybody."""
        return ANYBODY if self.conversation is not None and self.conversation.shared else self.caller


def _is_number(subject: str) -> bool:
    return subject.isdecimal() and 0 < int(subject) <= LARGEST_OF_TELEGRAM
