"""What another system is told of what happens in the room: only what somebody may know who sees public material."""

from __future__ import annotations

from typing import Literal

from bot.services.events import Event, FileStored, NotedAsMissing
from knowledge.access import PUBLIC
from knowledge.documents import Frozen


class Announcement(Frozen):
    """What is sent."""

    event: Literal["arrived", "unanswered"]
    titles: tuple[str, ...] = ()
    """Of documents that arrived."""


def announcement_of(event: Event) -> Announcement | None:
    """Return what is told of an event, or None: most are nobody's business.

    That something under another label arrived is not told at all. Of a question without an answer only that there is
    one: its words are whose who asked them.
    """
    if isinstance(event, FileStored) and event.label == PUBLIC:
        return Announcement(event="arrived", titles=tuple(title for title in event.titles if title))
    if isinstance(event, NotedAsMissing):
        return Announcement(event="unanswered")
    return None
