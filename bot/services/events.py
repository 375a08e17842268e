"""What happened in the room: the same, whichever channel it came over."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.access import Role
from knowledge.answers import Reply
from knowledge.callers import Caller
from knowledge.catalog.chat_settings import ChatChoices
from knowledge.documents import Frozen


class Event(Frozen):
    """Something that somebody brought about."""

    by: Caller


class Replied(Event):
    """A question was answered, or refused."""

    reply: Reply

    first_seconds: float
    """From the question to the first words of the reply."""

    seconds: float
    """From the question to its end."""


class NotedAsMissing(Event):
    """A question that the material does not answer was put down for the administrators."""

    question: str


class OverQuota(Event):
    """Somebody asked more than a day allows; nothing was looked up."""


class Displayed(Event):
    """Passages or documents were shown."""

    what: str
    """`search`, `keyword`, `article`, `compare`, `cards`, `formula`, `passage`, `document`, `original`, `plan` or
    `learn`."""

    ids: tuple[str, ...]


class TopicBegun(Event):
    """What was said before no longer bears on what is asked next."""


class VerdictGiven(Event):
    """An answer was found good, or bad for a reason."""

    question: str
    good: bool
    reason: str = ""


class Approved(Event):
    """An answer became the standard one to a question."""

    question: str


class Withdrawn(Event):
    """A standard answer was deleted."""

    number: int


class Chose(Event):
    """Somebody chose how the assistant talks to them."""

    choices: ChatChoices


class AskedIn(Event):
    """A stranger asked to be let in."""


class Decided(Event):
    """A stranger was let in under a role, or turned down."""

    person: int
    role: Role | None


class StruckOff(Event):
    """Somebody was taken off the list."""

    person: int


class SignedIn(Event):
    """Somebody signed in."""


class SignInFailed(Event):
    """Somebody, or nobody who is known, did not have the right password."""


class SignedOut(Event):
    """Somebody ended their session, or all of them."""


class Invited(Event):
    """Somebody was given a link with which to choose a password."""

    person: int


class TokenMade(Event):
    """A program was given a token with which it asks in somebody's place."""

    person: int


class TokenRevoked(Event):
    """A token no longer holds."""

    person: int


class PersonChanged(Event):
    """Somebody was named, or has another role or other labels."""

    person: int


class HeldFileDecided(Event):
    """A file with an internal mark was let in, or kept out for good."""

    released: bool


class Exported(Event):
    """Files were made of an answer."""

    files: tuple[str, ...]


class Announced(Event):
    """Somebody was told that what they asked in vain can be answered now."""

    question: str


class FileRead(Event):
    """A file was handed in and read; what is usable waits for a decision."""

    usable: bool


class FileStored(Event):
    """A file that was handed in is in the library."""

    titles: tuple[str, ...]
    label: str


class FileGivenBack(Event):
    """A file that waited for a decision was deleted as its sender wished."""


class FormerRemoved(Event):
    """A text went for which a newer one of its title answers."""


Tell = Callable[[Event], None]
"""Takes every event, at once and in the thread in which it happened."""
