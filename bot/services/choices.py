"""What somebody may choose about how the assistant talks to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.services.core import Core
from bot.services.events import Chose, Tell
from knowledge.callers import Caller
from knowledge.catalog.chat_settings import ChatChoices, ChatSettings

Choice = Literal["brief", "streaming", "arrivals"]


@dataclass(frozen=True)
class PersonalChoices:
    """They hold wherever the same person is."""

    core: Core
    tell: Tell

    def of(self, caller: Caller) -> ChatChoices:
        """Return what somebody chose."""
        return self._table.of(caller)

    def choose(self, caller: Caller, name: Choice, *, on: bool) -> ChatChoices:
        """Let somebody have one of them so, and return all of theirs."""
        chosen = self.of(caller).model_copy(update={name: on})
        self._table.put(caller, chosen)
        self.tell(Chose(by=caller, choices=chosen))
        return chosen

    @property
    def _table(self) -> ChatSettings:
        return ChatSettings(self.core.catalog.database)
