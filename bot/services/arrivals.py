"""Who asked in vain is told, once, when material has come that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.services.choices import PersonalChoices
from bot.services.core import Core
from bot.services.events import Announced, Tell
from bot.services.rehearsal import Rehearsal
from bot.services.rights import Rights
from knowledge.callers import ANYBODY, Caller
from knowledge.catalog.feedback import Asker, UnansweredTable

MOST_ASKED_AGAIN = 300
"""Questions that are tried at one time, the latest first."""


@dataclass(frozen=True)
class Arrivals:
    """A channel asks who is to be told, tells them, and says so."""

    core: Core
    rights: Rights
    rehearsal: Rehearsal
    choices: PersonalChoices
    tell: Tell

    def revision(self) -> int:
        """Return a number that grows whenever documents were added or removed."""
        return self.core.catalog.revision()

    def due(self, channel: str, caller: Caller | None = None) -> Iterator[Asker]:
        """Yield who asked in vain over a channel what can be answered now; who wants no such news is passed over.

        Args:
            channel: Over which they are told.
            caller: Who alone can be told there, where it is not everybody.
        """
        for asker in self._table.open(MOST_ASKED_AGAIN):
            where = asker.visit.conversation
            if where is None or where.channel != channel or caller not in {None, asker.visit.caller}:
                continue
            if not self._can_be_answered(asker):
                continue
            if self.choices.of(asker.visit.caller).arrivals:
                yield asker
            else:
                self._table.close(asker.number)

    def told(self, asker: Asker, *, reached: bool = True) -> None:
        """Somebody was told, or cannot be reached: they are not tried again."""
        self._table.close(asker.number)
        if reached:
            self.tell(Announced(by=asker.visit.caller, question=asker.question))

    @property
    def _table(self) -> UnansweredTable:
        return UnansweredTable(self.core.catalog.database)

    def _can_be_answered(self, asker: Asker) -> bool:
        reader = asker.visit.reader
        if reader != ANYBODY and not self.rights.people.may_read(reader):
            return False
        return self.rehearsal.answer(asker.question, self.rights.labels(asker.visit)) is not None
