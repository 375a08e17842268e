"""Questions: typed, commanded or tapped; and `/stop`."""

from __future__ import annotations

import asyncio
import html
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from telegram import InlineKeyboardButton, Message, Update
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.beside import Sign, alongside
from bot.messenger.desk import Written
from bot.messenger.screens import Screen
from bot.messenger.turns import StopSign, Ticket, Turns
from bot.telegram import delivery
from bot.telegram.counter import Counter, visitor
from bot.telegram.filters import said
from bot.telegram.onward import Onward
from bot.telegram.pieces import whole_question
from bot.telegram.signs import noticed, typing
from bot.telegram.streaming import Display, Drafts
from bot.telegram.taps import Tap
from knowledge.callers import Visit

STOP_SECONDS = 2.0
"""How long an answer that is to stop may take over it before it is left to itself."""


class OnItsWay(NamedTuple):
    """A question on its way to the core."""

    question: str
    message: Message
    """What the answer replies to."""

    who: Visit
    ticket: Ticket


@dataclass(frozen=True)
class Questions:
    """Plain questions, `/ask`, `/new`, `/stop` and the questions that stand on buttons."""

    counter: Counter
    turns: Turns
    drafts: Drafts
    onward: Onward

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what was asked, as a reply to it."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        ticket = self.turns.ticket(update.update_id)
        question = await whole_question(said(message).words, ticket, self.turns)
        if not question:
            await delivery.reply(message, Screen(parts=(texts.EMPTY_QUESTION,)))
            return
        who = visitor(message, user)
        if not said(message).command:
            from_file = await self.counter.questions.call(self.counter.desk.answer_from_file, question, who)
            if from_file is not None:
                await delivery.reply(message, from_file)
                return
        await self._answer(OnItsWay(question, message, who, ticket), context, [noticed(message)])

    async def new_topic(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Begin anew, and answer a question that was put behind the command."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        begun = await self.counter.lookups.call(self.counter.desk.new_topic, visitor(message, user))
        await delivery.reply(message, begun)
        if said(message).words:
            await self.answer(update, context)

    async def tapped(self, tap: Tap) -> None:
        """Ask what stands on the button; it is repeated first, so that the answer has something to reply to."""
        await self._ask(tap, _label(tap.message, tap.data) if isinstance(tap.message, Message) else None)

    async def tapped_next(self, tap: Tap) -> None:
        """Ask the question that leads on from a reply."""
        following = self.counter.desk.following
        await self._ask(tap, await self.counter.lookups.call(following, tap.found[1], int(tap.found[2]), tap.who))

    async def tapped_again(self, tap: Tap) -> None:
        """Ask a question that had no answer."""
        question = self.counter.desk.assistant.unanswered.question
        await self._ask(tap, await self.counter.lookups.call(question, int(tap.found[1]), tap.who))

    async def _ask(self, tap: Tap, question: str | None) -> None:
        if not isinstance(tap.message, Message) or question is None:
            await tap.below(texts.BUTTON_UNKNOWN)
            return
        asked = await tap.message.reply_text(texts.ASKED.format(question=html.escape(question)), do_quote=False)
        ticket = self.turns.ticket(tap.update.update_id)
        await self._answer(OnItsWay(question, asked, tap.who, ticket), tap.context, [])

    async def stop(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """End what is being answered for this person, and drop what waits."""
        if update.message and update.effective_user:
            stopped = self.turns.stop(update.effective_user.id)
            await delivery.reply(update.message, Screen(parts=(texts.stopped(*stopped),)))

    async def _answer(self, asked: OnItsWay, context: ContextTypes.DEFAULT_TYPE, signs: list[Sign]) -> None:
        question, message, who, ticket = asked
        display = Display(message, self.drafts)
        choices = await self.counter.lookups.call(self.counter.desk.assistant.choices.of, who.reader)
        growing = [display.follow] if choices.streaming else []
        async with self.turns.answering(ticket.person) as stop:
            async with alongside(*signs, typing(message), *growing):
                written = await self._written(question, who, display, stop)
            if written is None:
                return
            shown = await display.finish(written.screen)
        if written.leads_on:
            find = partial(self.counter.beside.call, self.counter.desk.leading_on, written.leads_on, who)
            self.onward.begin(context.application, shown, find)

    async def _written(self, question: str, who: Visit, display: Display, stop: StopSign) -> Written | None:
        """Return the answer, or None when it was stopped and does not end by itself."""
        ask = partial(self.counter.desk.answer, question, who, show=display.show, stop=stop.thread)
        call = asyncio.ensure_future(self.counter.questions.call(ask))
        ending = asyncio.ensure_future(stop.loop.wait())
        await asyncio.wait({call, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not call.done():
            await asyncio.wait({call}, timeout=STOP_SECONDS)
        ending.cancel()
        if not call.done():
            call.add_done_callback(_forget)
            return None
        return await call


def _forget(call: asyncio.Future[Written]) -> None:
    """Take the outcome of an answer that nobody waits for any more, so that a fault is not reported as lost."""
    if not call.cancelled():
        call.exception()


def _label(message: Message, data: str | None) -> str | None:
    """Return what stands on the button with this data, or None when the message has none such."""
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = (
        message.reply_markup.inline_keyboard if message.reply_markup else ()
    )
    return next((button.text for row in rows for button in row if button.callback_data == data), None)
