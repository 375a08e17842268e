"""The synchronous half of `/settings`: what a person may choose about how the assistant talks to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from bot.messenger import texts
from bot.messenger.screens import Button, Screen
from bot.services.choices import Choice, PersonalChoices
from knowledge.callers import Caller
from knowledge.catalog.chat_settings import ChatChoices

TOGGLE = r"^t:(brief|streaming|arrivals)$"


@dataclass(frozen=True)
class SettingsDesk:
    """Every method may block and is called in a thread."""

    choices: PersonalChoices

    def shown(self, caller: Caller) -> Screen:
        """Show what is chosen, with a button for each that turns it over."""
        return _screen(self.choices.of(caller))

    def turned(self, caller: Caller, name: str) -> Screen:
        """Turn one choice over."""
        choice = next(each for each in get_args(Choice) if each == name)
        return _screen(self.choices.choose(caller, choice, on=not getattr(self.choices.of(caller), name)))


def _screen(choices: ChatChoices) -> Screen:
    lines = [f"{name}：{states[not getattr(choices, key)]}" for key, (name, states) in texts.SETTINGS.items()]
    rows = tuple(
        (Button(label=f"{name}改为“{states[getattr(choices, key)]}”", data=f"t:{key}"),)
        for key, (name, states) in texts.SETTINGS.items()
    )
    return Screen(parts=("<b>设置</b>（只对您自己有效）\n" + "\n".join(lines),), rows=rows)
