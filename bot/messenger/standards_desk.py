"""The synchronous half of `/standard`, `/standards` and their buttons, for administrators in private."""

from __future__ import annotations

import html
from dataclasses import dataclass

from bot.messenger import callbacks, rendering, texts
from bot.messenger.markup import BOLD, Run, messages
from bot.messenger.screens import Button, Screen, button_rows
from bot.services.assistant import Assistant
from bot.services.standards import Approval
from bot.wording import date_words
from knowledge.callers import Visit

WRITE = r"^su:([0-9]{1,12})$"
"""`su:<question>`: an answer is to be written to a question that had none."""

DELETE = r"^sd:([0-9]{1,12})$"
"""`sd:<standard answer>`"""

SHOWN = 20
"""Standard answers in one message, the latest first."""


@dataclass(frozen=True)
class StandardsDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant

    def approved(self, wanted: Approval) -> Screen:
        """Keep an answer, and show it as it will be given.

        Raises:
            BadRequestError: A sentence of the words stands in no source.
        """
        answer = self.assistant.standards.approve(wanted)
        if answer is None:
            return Screen(parts=(texts.EMPTY_STANDARD,))
        screen = rendering.answer(answer, reply_id=self.assistant.replies.keep(answer, wanted.visit))
        head = texts.STANDARD_KEPT.format(question=html.escape(answer.question, quote=False))
        return screen.model_copy(update={"parts": (head, *screen.parts)})

    def wanted(self, number: int, who: Visit) -> Screen | None:
        """Say how an answer to a question that had none is written; None where there is no such question."""
        question = self.assistant.unanswered.question(number, who)
        if question is None:
            return None
        text = texts.STANDARD_WANTED.format(question=html.escape(question, quote=False))
        again = Button(label="看最接近的材料", data=callbacks.again(number))
        return Screen(parts=(text,), rows=((again,),))

    def deleted(self, number: int, who: Visit) -> Screen:
        """Forget one, and list the others."""
        self.assistant.standards.remove(number, who)
        return self.listed(who)

    def listed(self, who: Visit) -> Screen:
        """List what was approved, and whether it still holds."""
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
