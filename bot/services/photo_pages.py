"""Photos that come one by one: they wait together until their sender says that they are one document, or one each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.services.core import Core
from knowledge.callers import Visit
from knowledge.catalog.uploads import Uploads

Purpose = Literal["page", "draft"]
"""For the library, or for one conversation alone."""

MOST = 50
"""Photos of one person that may wait."""


@dataclass(frozen=True)
class PhotoPages:
    """A photo waits, for a day, in the home: neither a restart nor a kill loses a page."""

    core: Core

    def put_by(self, photo: bytes, purpose: Purpose, order: str, visit: Visit) -> None:
        """Let a photo wait; one of the same order waits once.

        Args:
            photo: A JPEG.
            purpose: What it is for.
            order: Its place among the others: they are sorted by it.
            visit: Who brings it, where.
        """
        self._uploads.add(visit.caller, photo, ".jpg", name=f"{purpose}:{order}")

    def waiting(self, purpose: Purpose, visit: Visit) -> list[str]:
        """Return the numbers of somebody's photos that wait, in their order."""
        return self._uploads.waiting(visit.caller, purpose)

    def photos(self, numbers: Sequence[str], visit: Visit) -> list[bytes]:
        """Return those of the photos that wait for this person."""
        places = [self._uploads.find(number, visit.caller) for number in numbers]
        return [place.read_bytes() for place in places if place is not None]

    def let_go(self, numbers: Sequence[str], visit: Visit) -> None:
        """Delete those of the photos that wait for this person."""
        for number in numbers:
            if self._uploads.find(number, visit.caller) is not None:
                self._uploads.remove(number)

    @property
    def _uploads(self) -> Uploads:
        return Uploads(self.core.catalog.database)
