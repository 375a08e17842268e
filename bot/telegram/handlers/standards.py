"""Standard answers: approved in a reply to an answer or to a question that had none; listed; deleted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Chat, InlineKeyboardButton, Message, Update
from telegram.ext import ContextTypes

from bot.telegram import callbacks, delivery, rendering, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.bridge import Bridge
from bot.telegram.counter import visitor
from bot.telegram.desk import Visitor
from bot.telegram.filters import said
from bot.telegram.markup import BOLD, Run, messages
from bot.telegram.screens import Button, Screen, rows_of
from bot.telegram.wording import chinese_date
from knowledge.answers import Answer, NoAnswer
from knowledge.catalog.feedback import Unanswered

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
    unanswered: Unanswered
    lookups: Bridge
    approved: Callable[[], None]
    """Called when there may be a new standard answer."""

    async def approve(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Approve the answer that is replied to, or the words behind the command once they have been checked."""
        message, user = update.message, update.effective_user
        if message is None or user is None or message.chat.type != Chat.PRIVATE:
            return
        replied = message.reply_to_message
        reply_id, number = delivery.reply_under(replied), _question_under(replied)
        who = visitor(message, user)
        screen = await self.lookups.call(self._approved, reply_id, number, said(message).words, who)
        await delivery.reply(message, screen)
        self.approved()

    async def write(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how an answer to a question that had none is written."""
        query = update.callback_query
        found = re.fullmatch(WRITE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        asker = await self.lookups.call(self.unanswered.find, int(found[1]))
        if asker is None or not self.assistant.is_admin(query.from_user.id):
            await delivery.below(context.bot, query, Screen(parts=(texts.BUTTON_UNKNOWN,)))
            return
        text = texts.STANDARD_WANTED.format(question=html.escape(asker.question, quote=False))
        again = Button(label="看最接近的材料", data=callbacks.again(asker.number))
        await delivery.below(context.bot, query, Screen(parts=(text,), rows=((again,),)))

    async def list_standards(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what was approved, and whether it still holds."""
        message, user = update.message, update.effective_user
        if message and user and message.chat.type == Chat.PRIVATE:
            await delivery.reply(message, await self.lookups.call(self._listed, user.id))

    async def delete(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Forget one."""
        query = update.callback_query
        found = re.fullmatch(DELETE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        if self.assistant.is_admin(query.from_user.id):
            await self.lookups.call(self.assistant.standards.remove, int(found[1]))
            await delivery.replace(context.bot, query, await self.lookups.call(self._listed, query.from_user.id))

    def _approved(self, reply_id: str | None, number: int | None, words: str, who: Visitor) -> Screen:
        """Keep an answer, and show it as it will be given.

        Raises:
            BadRequestError: A sentence of the words stands in no source.
        """
        question, shown = self._meant(reply_id, number, who)
        if question is None or not (words or shown):
            return Screen(parts=(texts.EMPTY_STANDARD,))
        labels = self.assistant.labels(who.user)
        compose = self.assistant.standards.compose
        answer = compose(question, words, labels=labels, beside=shown) if words else shown
        if answer is None:
            return Screen(parts=(texts.EMPTY_STANDARD,))
        self.assistant.standards.approve(answer, by=who.user)
        kept = self.assistant.keep(answer, session=who.session)
        screen = rendering.answer(answer, reply_id=kept, simplify=self.assistant.simplified)
        head = texts.STANDARD_KEPT.format(question=html.escape(question, quote=False))
        return screen.model_copy(update={"parts": (head, *screen.parts)})

    def _meant(self, reply_id: str | None, number: int | None, who: Visitor) -> tuple[str | None, Answer | None]:
        """Return the question that is to be answered, and the answer that was shown, if there was one."""
        if number is not None:
            asker = self.unanswered.find(number)
            return (asker.question if asker else None), None
        reply_id = reply_id or self.assistant.shelf.last_reply(who.session) or ""
        reply = self.assistant.kept(reply_id, session=who.session, user=who.user) if reply_id else None
        if not isinstance(reply, Answer | NoAnswer):
            return None, None
        shown = reply if isinstance(reply, Answer) else None
        if shown is None:
            return reply.standalone_question, None
        return reply.standalone_question, shown.model_copy(update={"question": shown.standalone_question})

    def _listed(self, user: int) -> Screen:
        held = self.assistant.standards.listed(self.assistant.labels(user))[::-1][:SHOWN]
        if not held:
            return Screen(parts=(texts.NO_STANDARDS,))
        lines = [
            f"{number}. {each.standard.question}（{chinese_date(each.standard.approved_on)}核定，"
            f"来源{len(each.standard.answer.citations)}处{'' if each.stands else texts.STANDARD_FALLEN}）"
            for number, each in enumerate(held, 1)
        ]
        buttons = tuple(
            Button(label=f"删除{number}", data=f"sd:{each.standard.number}") for number, each in enumerate(held, 1)
        )
        runs = [Run("标准答复", BOLD), Run("\n" + "\n".join(lines))]
        return Screen(parts=messages(runs), rows=rows_of(buttons, width=4))


def _question_under(message: Message | None) -> int | None:
    """Return the unanswered question whose button a message carries, or None."""
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = (
        message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    )
    found = (re.fullmatch(callbacks.AGAIN, str(button.callback_data)) for row in rows for button in row)
    return next((int(each[1]) for each in found if each), None)
