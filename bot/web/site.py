"""The page as one running thing: the room behind it, where it is reached, and what it holds in memory."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.figures import Figures
from bot.services.assistant import Assistant
from bot.services.own_files import OwnFiles
from bot.services.readiness import Readiness
from bot.web.address import Address
from bot.web.batches import Batches
from bot.web.patience import FREE_TRIES_OF_A_HOUSE, Allowance, Patience
from bot.web.reception import Reception
from bot.web.running import Writing
from bot.web.sign_on.office import Office

QUESTIONS_A_MINUTE = 30
REQUESTS_A_MINUTE = 600


@dataclass(frozen=True)
class Site:
    """What every request is given."""

    assistant: Assistant
    address: Address
    readiness: Readiness
    figures: Figures | None = None
    """What is told of the running program; None where it is told to nobody."""

    settings: tuple[tuple[str, str], ...] = ()
    """What is set, by name, as an administrator may see it."""

    office: Office = field(default_factory=Office)
    """How people come in with the office's account."""

    reception: Reception = field(default_factory=Reception)

    batches: Batches = field(default_factory=Batches)
    """Files that people are handing in."""

    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**8):08d}")
    """What whoever sees the terminal types on the first-run page."""

    writing: Writing = field(default_factory=Writing)
    own_files: OwnFiles = field(default_factory=OwnFiles)
    """What people brought to be checked."""

    carried: dict[str, str] = field(default_factory=dict)
    """What people had written when they had to sign in again, by whose it is."""

    patience: Patience = field(default_factory=Patience)
    patience_with_houses: Patience = field(default_factory=lambda: Patience(FREE_TRIES_OF_A_HOUSE))
    questions: Allowance = field(default_factory=lambda: Allowance(QUESTIONS_A_MINUTE))
    requests: Allowance = field(default_factory=lambda: Allowance(REQUESTS_A_MINUTE))

    def close(self) -> None:
        """End what is being written and read."""
        self.writing.close()
        self.batches.close()
