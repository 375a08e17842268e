"""The synchronous half of `/case`, `/formula`, `/plan`, `/learn` and `/export`: what is to be shown or sent."""

from __future__ import annotations

import html
from dataclasses import dataclass

from bot.messenger import rendering, texts
from bot.messenger.desk import Desk
from bot.messenger.screens import Button, Screen
from bot.services.assistant import Assistant
from bot.services.practices import NotSpelledOut
from bot.views.cards import formula_note
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.callers import Visit
from knowledge.facets import DOCUMENT_SECTORS
from knowledge.practices.plans import QUESTIONS, PlanRequest
from knowledge.practices.requests import is_worded

SECTORS = tuple(DOCUMENT_SECTORS)
TIMES = ("三个月内", "年底前", "明年年底前", "待定")
_ROW = 4


@dataclass(frozen=True)
class PracticeDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant
    desk: Desk

    def examples(self, words: str, visit: Visit) -> Screen:
        """Show examples of practice, each with its source one tap away."""
        if not is_worded(words):
            return Screen(parts=(texts.EMPTY_CASE,))
        return self._kept(self.assistant.practices.examples(words, visit), visit)

    def formula(self, name: str, visit: Visit) -> Screen:
        """Show what a formula consists of, or say that nothing is held."""
        reply = self.assistant.practices.spelled_out(name, visit)
        if not isinstance(reply, NotSpelledOut):
            return self._kept(reply, visit)
        note = html.escape(formula_note((), reply.documents) or "", quote=False)
        literally = texts.FIND_LITERALLY.format(words=html.escape(name, quote=False)) if reply.documents else ""
        return Screen(parts=(note + literally,))

    def plan(self, task: str, visit: Visit, chosen: tuple[int, ...]) -> Screen:
        """Ask what is still open, one short question at a time, then draft.

        Args:
            task: As the person wrote it.
            visit: Of who asks.
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
        _, reply = self.assistant.practices.plan(request, visit)
        return self._kept(reply, visit)

    def learn(self, theme: str, visit: Visit) -> Screen:
        """Show a path through a theme."""
        return self._kept(self.assistant.practices.learn(theme, visit), visit)

    def exported(self, reply_id: str, visit: Visit) -> dict[str, bytes]:
        """Return the files of a kept answer by name.

        Raises:
            BadRequestError: It is no answer, or not kept any more.
        """
        return self.assistant.exports.of(reply_id, visit)

    def table(self, reply_id: str, visit: Visit) -> dict[str, bytes]:
        """Return the examples of a kept answer as a table by name.

        Raises:
            BadRequestError: It has no examples, or is not kept any more.
        """
        return self.assistant.exports.of(reply_id, visit, ending=".xlsx")

    def _kept(self, reply: Reply, visit: Visit) -> Screen:
        """Keep a reply so that its buttons last, and show it."""
        if not isinstance(reply, Answer | NoAnswer):
            return rendering.choices(reply)
        shown = self.desk.restored(self.assistant.replies.keep(reply, visit), visit)
        return shown or Screen(parts=(texts.REPLY_EXPIRED,))
