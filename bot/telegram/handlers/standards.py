"""Standard answers: approved in a reply to an answer or to a question that had none; listed; deleted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, Message

from bot.services.assistant import Assistant
from bot.services.standards import Approval
from bot.telegram import callbacks, delivery, rendering, texts
from bot.telegram.bridge import Bridge
from bot.telegram.filters import said
from bot.telegram.markup import BOLD, Run, messages
from bot.telegram.screens import Button, Screen, button_rows
from bot.telegram.taps import Sent, Tap
from bot.wording import date_words
from knowledge.callers import Visit

WRITE = r"^su:([0-9]{1,12})$"
"""`su:<question>`: an answer is to be written to a question that had none."""

DELETE = r"^sd:([0-9]{1,12})$"
"""`sd:<standard answer>`"""

SHOWN = 20
"""Standard answers in one message, the latest first."""


@dataclass(frozen=True)
class StandardsRoom:
    """`/standard`, `/standards` and their buttons, for administrators in private."""

    assistant: Assistant
    lookups: Bridge
    approved: Callable[[], None]
    """Called when there may be a new standard answer."""

    async def approve(self, sent: Sent) -> None:
        """Approve the answer that is replied to, or the words behind the command once they have been checked."""
        replied = sent.message.reply_to_message
        reply_id, number = delivery.reply_under(replied), _question_under(replied)
        screen = await self.lookups.call(self._approved, reply_id, number, said(sent.message).words, sent.who)
        await sent.reply(screen)
        self.approved()

    async def write(self, tap: Tap) -> None:
        """Say how an answer to a question that had none is written."""
        number = int(tap.found[1])
        question = await self.lookups.call(self.assistant.unanswered.question, number, tap.who)
        if question is None:
            await tap.below(texts.BUTTON_UNKNOWN)
            return
        text = texts.STANDARD_WANTED.format(question=html.escape(question, quote=False))
        again = Button(label="看最接近的材料", data=callbacks.again(number))
        await delivery.below(tap.context.bot, tap.query, Screen(parts=(text,), rows=((again,),)))

    async def list_standards(self, sent: Sent) -> None:
        """List what was approved, and whether it still holds."""
        await sent.reply(await self.lookups.call(self._listed, sent.who))

    async def delete(self, tap: Tap) -> None:
        """Forget one."""
        await self.lookups.call(self.assistant.standards.remove, int(tap.found[1]), tap.who)
        await tap.replace(await self.lookups.call(self._listed, tap.who))

    def _approved(self, reply_id: str | None, number: int | None, words: str, who: Visit) -> Screen:
        """Keep an answer, and show it as it will be given.

        Raises:
            BadRequestError: A sentence of the words stands in no source.
        """
        wanted = Approval(visit=who, reply_id=reply_id, missing=number, words=words)
        answer = self.assistant.standards.approve(wanted)
        if answer is None:
            return Screen(parts=(texts.EMPTY_STANDARD,))
        screen = rendering.answer(answer, reply_id=self.assistant.replies.keep(answer, who))
        head = texts.STANDARD_KEPT.format(question=html.escape(answer.question, quote=False))
        return screen.model_copy(update={"parts": (head, *screen.parts)})

    def _listed(self, who: Visit) -> Screen:
        held = self.assistant.standards.listed(who)[::-1][:SHOWN]
        if not held:
            return Screen(parts=(texts.NO_STANDARDS,))
        lines = [
            f"{number}. {each.standard.question}（{date_words(each.standard.approved_on)}核定，"
            f"来源{len(each.standard.answer.citations)}处{'' if each.stands else texts.STANDARD_FALLEN}）"
            for number, each in enumerate(held, 1)
        ]
        buttons = tuple(
            Button(label=f"删除{number}", data=f"sd:{each.standard.number}") for number, each in enumerate(held, 1)
        )
        runs = [Run("标准答复", BOLD), Run("\n" + "\n".join(lines))]
        return Screen(parts=messages(runs), rows=button_rows(buttons, width=4))


def _question_under(message: Message | None) -> int | None:
    """Return the unanswered question whose button a message carries, or None."""
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = (
        message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    )
    found = (re.fullmatch(callbacks.AGAIN, str(button.callback_data)) for row in rows for button in row)
    return next((int(each[1]) for each in found if each), None)
