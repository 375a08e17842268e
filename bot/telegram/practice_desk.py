"""The synchronous half of `/case`, `/formula`, `/plan`, `/learn` and `/export`: what is to be shown or sent."""

from __future__ import annotations

import html
from dataclasses import dataclass

from bot.exports import answer_files, card_files, stem_of
from bot.telegram import rendering, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.desk import Desk, Visitor
from bot.telegram.screens import Button, Screen
from bot.views.cards import formula_note
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.practices.plans import QUESTIONS, PlanRequest
from knowledge.practices.requests import asks_for_examples, is_worded

SECTORS = ("机关", "国企", "高校", "中小学", "医院", "街道社区", "农村", "两新组织")
TIMES = ("三个月内", "年底前", "明年年底前", "待定")
_ROW = 4


@dataclass(frozen=True)
class PracticeDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant
    desk: Desk

    def examples(self, words: str, visitor: Visitor) -> Screen:
        """Show examples of practice, each with its source one tap away."""
        if not is_worded(words):
            return Screen(parts=(texts.EMPTY_CASE,))
        question = words if asks_for_examples(words) else f"给我5个{words}的例子"
        return self._kept(self.assistant.ask(question, session=visitor.session, user=visitor.user), visitor)

    def formula(self, name: str, visitor: Visitor) -> Screen:
        """Show what a formula consists of, or say that nothing is held."""
        labels = self.assistant.labels(visitor.user)
        entries, (documents, _) = self.assistant.practices.formula(name, labels=labels)
        if not entries:
            note = html.escape(formula_note(entries, documents) or "", quote=False)
            literally = texts.FIND_LITERALLY.format(words=html.escape(name, quote=False)) if documents else ""
            return Screen(parts=(note + literally,))
        asked = f"“{name.strip('“”')}”是什么"
        return self._kept(self.assistant.ask(asked, session=visitor.session, user=visitor.user), visitor)

    def plan(self, task: str, visitor: Visitor, chosen: tuple[int, ...]) -> Screen:
        """Ask what is still open, one short question at a time, then draft.

        Args:
            task: As the person wrote it.
            visitor: Who asks.
            chosen: Numbers of the buttons tapped so far: sector, then time.
        """
        options = (SECTORS, TIMES)
        if len(chosen) < len(options):
            question = QUESTIONS["time" if chosen else "sector"]
            names = options[len(chosen)]
            buttons = [
                Button(label=name, data=":".join(("pl", *map(str, (*chosen, number)))))
                for number, name in enumerate(names)
            ]
            rows = tuple(tuple(buttons[first : first + _ROW]) for first in range(0, len(buttons), _ROW))
            return Screen(parts=(f"{html.escape(task, quote=False)}：{question}",), rows=rows)
        request = PlanRequest(task=task, sector=SECTORS[chosen[0]], time=TIMES[chosen[1]])
        _, reply = self.assistant.practices.plan(request, labels=self.assistant.labels(visitor.user))
        return self._kept(reply, visitor)

    def learn(self, theme: str, visitor: Visitor) -> Screen:
        """Show a path through a theme."""
        labels = self.assistant.labels(visitor.user)
        return self._kept(self.assistant.practices.learn(theme, labels=labels), visitor)

    def exported(self, reply_id: str, visitor: Visitor) -> dict[str, bytes] | None:
        """Return the files of a kept answer by name; None when it is not kept any more.

        Raises:
            BadRequestError: It is no answer.
        """
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        named = stem_of(reply) if isinstance(reply, Answer) else ""
        return None if reply is None else answer_files(reply, named)

    def table(self, reply_id: str, visitor: Visitor) -> dict[str, bytes] | None:
        """Return the examples of a kept answer as a table by name; None when it is not kept any more.

        Raises:
            BadRequestError: It has no examples.
        """
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        if not isinstance(reply, Answer):
            return None
        cards = self.assistant.practices.shown(reply, labels=self.assistant.labels(visitor.user))
        return card_files(cards, stem_of(reply), ".xlsx")

    def _kept(self, reply: Reply, visitor: Visitor) -> Screen:
        """Keep a reply so that its buttons last, and show it."""
        if not isinstance(reply, Answer | NoAnswer):
            return rendering.choices(reply)
        shown = self.desk.restored(self.assistant.keep(reply, session=visitor.session), visitor)
        return shown or Screen(parts=(texts.REPLY_EXPIRED,))
