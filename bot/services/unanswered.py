"""What the material lacks: what was asked in vain and which answers were found wrong, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.services.core import Core
from bot.services.documents import Documents
from bot.services.rights import Rights
from knowledge.access import Role
from knowledge.callers import Visit
from knowledge.catalog.feedback import Complaint, Missing, UnansweredTable, VerdictTable

LISTED = 15
CITED = 3
"""Passages that are named of an answer that was found wrong."""


class Lacking(NamedTuple):
    """What an administrator looks through."""

    missing: list[Missing]
    """Those asked in most conversations first."""

    verdicts: Mapping[str, int]
    """How many there are of each kind: good, or the reason given."""

    complaints: list[tuple[Complaint, tuple[str, ...]]]
    """Each with where the passages stand that it cited."""


@dataclass(frozen=True)
class Unanswered:
    """Questions without an answer, over all channels."""

    core: Core
    rights: Rights
    documents: Documents

    def listed(self, visit: Visit) -> Lacking:
        """Return what the material lacks.

        Raises:
            BadRequestError: Who asks is no administrator.
        """
        self.rights.check(visit, Role.ADMIN)
        verdicts = VerdictTable(self.core.catalog.database)
        return Lacking(
            missing=self._table.most_wanted(LISTED, channel=self._only(visit)),
            verdicts=verdicts.counts(),
            complaints=[
                (each, self._cited(each, visit))
                for each in verdicts.complaints(LISTED)
                if self._only(visit) is None or self._may_be_named(each, visit)
            ],
        )

    def question(self, number: int, visit: Visit) -> str | None:
        """Return a question by its number, for an administrator or where it was asked; else None."""
        asker = self._table.find(number)
        if asker is None:
            return None
        asked_in, only = asker.visit.conversation, self._only(visit)
        if only is not None and (asked_in is None or asked_in.channel != only):
            return None
        own = asked_in == visit.conversation
        return asker.question if own or self.rights.people.is_admin(visit.reader) else None

    @property
    def _table(self) -> UnansweredTable:
        return UnansweredTable(self.core.catalog.database)

    def _only(self, visit: Visit) -> str | None:
        """Return the channel whose questions alone may be repeated here, as it is limited; None for any."""
        where = visit.conversation
        return where.channel if where is not None and self.rights.limit(visit) is not None else None

    def _may_be_named(self, complaint: Complaint, visit: Visit) -> bool:
        """Tell whether everything that an answer cited may be shown here; otherwise its question may not either."""
        return all(self.documents.place(passage, visit) for passage in complaint.passages)

    def _cited(self, complaint: Complaint, visit: Visit) -> tuple[str, ...]:
        places = (self.documents.place(passage, visit) for passage in complaint.passages[:CITED])
        return tuple(dict.fromkeys(place for place in places if place))
