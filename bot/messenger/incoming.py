"""What somebody did in a messenger, in one form for all of them: as it is kept in the inbox."""

from __future__ import annotations

import hashlib

from knowledge.callers import Conversation, Identity
from knowledge.documents import Frozen


class FileRef(Frozen):
    """Where a file can be fetched."""

    url: str
    key: str = ""
    """What the channel needs to read it; empty for nothing."""

    name: str = ""
    """What its sender calls it; empty where the messenger tells it only when it is fetched."""


class Incoming(Frozen):
    """A message, a tap on a button, a file, or somebody who opened the chat."""

    id: str
    """The messenger's own; the same one is worked on once."""

    subject: str
    """Who somebody is to the messenger."""

    place: str
    """The conversation: `single:<somebody>`, `group:<chat>`."""

    name: str = ""
    """What they are called there; empty where the messenger does not tell."""

    shared: bool = False
    """Whether others read along."""

    text: str = ""
    """What was said, without the mention of the bot."""

    tapped: str = ""
    """The data of a button."""

    label: str = ""
    """What stood on that button."""

    file: FileRef | None = None
    other: str = ""
    """What cannot be read: `voice`, `picture`, `video`; empty for what can."""

    entered: bool = False
    """They opened the chat; nothing was said yet."""

    way: dict[str, str] = {}  # noqa: RUF012 - a field of a frozen model
    """What the channel needs in order to answer."""

    at: float = 0.0
    """When it was received, in seconds since the epoch."""

    @property
    def is_said(self) -> bool:
        """Whether it is something to be answered in its turn: words or a file."""
        return bool(self.text or self.file)

    def identity(self, channel: str) -> Identity:
        """Return who did it."""
        return Identity(channel=channel, subject=self.subject)

    def where(self, channel: str) -> Conversation:
        """Return the conversation that it belongs to."""
        return Conversation(channel=channel, place=self.place, shared=self.shared)


def number_for(*parts: str) -> int:
    """Return a number of 62 bits for names: above all of Telegram's, so that none is taken for another's."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2 | 1 << 61
