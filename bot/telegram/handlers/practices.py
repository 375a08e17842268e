"""Examples, formulas, plans, paths, and files of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from telegram import InputFile, Message, Update
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.addressing import read
from bot.messenger.bridge import Bridge
from bot.messenger.practice_desk import PracticeDesk
from bot.messenger.screens import Screen
from bot.telegram import delivery
from bot.telegram.counter import answer_words, visitor
from bot.telegram.taps import Tap
from knowledge.callers import Visit

PLAN = r"^pl:[0-7](?::[0-3])?$"
"""`pl:<sector>[:<time>]`: the task stands in the message that was answered."""

Export = Callable[[str, Visit], dict[str, bytes]]
"""Makes the files of a kept answer."""


@dataclass(frozen=True)
class PracticesRoom:
    """`/case`, `/formula`, `/plan`, `/learn`, `/export`, and the buttons of a plan's questions."""

    desk: PracticeDesk
    questions: Bridge

    async def case(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show examples."""
        await answer_words(update, self.questions, self.desk.examples, texts.EMPTY_CASE)

    async def formula(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a formula."""
        await answer_words(update, self.questions, self.desk.formula, texts.EMPTY_FORMULA)

    async def learn(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a path through a theme."""
        await answer_words(update, self.questions, self.desk.learn, texts.EMPTY_LEARN)

    async def plan(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask the first question of a plan."""
        await answer_words(update, self.questions, lambda words, who: self.desk.plan(words, who, ()), texts.EMPTY_PLAN)

    async def planned(self, tap: Tap) -> None:
        """Take the answer to a question of a plan: ask the next one, or draft."""
        asked = tap.message.reply_to_message if isinstance(tap.message, Message) else None
        task = read(asked.text, username=asked.get_bot().username).words if asked and asked.text else ""
        if not task:
            await tap.below(texts.BUTTON_UNKNOWN)
            return
        chosen = tuple(map(int, tap.data.split(":")[1:]))
        await tap.replace(await self.questions.call(self.desk.plan, task, tap.who, chosen))

    async def export(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the answer that the command replies to as files."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        reply_id = delivery.reply_under(message.reply_to_message)
        await self._send(reply_id, message, visitor(message, user), self.desk.exported)

    async def exported(self, tap: Tap) -> None:
        """Send the answer under whose button somebody tapped as files."""
        export = self.desk.table if tap.found[1] else self.desk.exported
        if isinstance(tap.message, Message):
            await self._send(tap.found[2], tap.message, tap.who, export)

    async def _send(self, reply_id: str | None, message: Message, who: Visit, export: Export) -> None:
        if reply_id is None:
            await delivery.reply(message, Screen(parts=(texts.EMPTY_EXPORT,)))
            return
        for name, data in (await self.questions.call(export, reply_id, who)).items():
            await message.reply_document(InputFile(data, filename=name))
