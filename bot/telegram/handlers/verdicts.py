"""What people think of an answer, and what was asked in vain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.names import verdict_line
from bot.telegram import delivery, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.counter import Counter, visitor
from bot.telegram.desk import Visitor
from bot.telegram.markup import BOLD, Run, messages
from bot.telegram.screens import Button, Screen, rows_of
from bot.telegram.wording import shortened
from knowledge.answers import Answer
from knowledge.catalog.feedback import Complaint, Feedback, Missing, Unanswered

VERDICT = r"^v:([a-z0-9]{1,12}):([ud1-5])$"
LISTED = 15
ROW = 5
"""Questions that have a button: as many as stand in a row."""


@dataclass(frozen=True)
class Verdicts:
    """有用, 有误 with a reason, and `/unanswered`."""

    counter: Counter
    assistant: Assistant
    feedback: Feedback
    unanswered: Unanswered

    async def tapped(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep a verdict; 有误 asks for its reason first."""
        query = update.callback_query
        found = re.fullmatch(VERDICT, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        who = visitor(query.message, query.from_user)
        if found[2] == "d":
            await delivery.acknowledge(query)
            screen = await self.counter.lookups.call(self._reasons, found[1], who)
        else:
            await delivery.acknowledge(query, texts.THANKS_FOR_VERDICT, alert=False)
            screen = await self.counter.lookups.call(self._given, found[1], found[2], who, query.from_user.id)
        if screen is None:
            await delivery.below(context.bot, query, Screen(parts=(texts.REPLY_EXPIRED,)))
        else:
            await delivery.replace(context.bot, query, screen)

    async def list_unanswered(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show an administrator what the material lacks, and what people thought of the answers."""
        message, user = update.message, update.effective_user
        if message and user and message.chat.type == Chat.PRIVATE and self.assistant.is_admin(user.id):
            await delivery.reply(message, await self.counter.lookups.call(self._listed))

    def _listed(self) -> Screen:
        missing = self.unanswered.most_wanted(LISTED)
        runs = [Run("没有答上来的问题", BOLD), Run("\n" + ("\n".join(map(_missing_line, missing, count(1))) or "没有"))]
        counts = verdict_line(self.feedback.counts())
        runs += [Run("\n\n"), Run("对答复的评价", BOLD), Run("\n" + counts)]
        if complaints := self.feedback.complaints(LISTED):
            lines = "\n".join(map(self._complaint, complaints, count(1)))
            runs += [Run("\n\n"), Run("指出有误的答复", BOLD), Run(f"\n{lines}")]
        buttons = tuple(Button(label=f"答{n}", data=f"su:{each.number}") for n, each in enumerate(missing[:ROW], 1))
        note = [Run(texts.UNANSWERED_NOTE)] if buttons else []
        return Screen(parts=messages([*runs, *note]), rows=(buttons,) if buttons else ())

    def _complaint(self, one: Complaint, number: int) -> str:
        """Return a line on an answer that was found wrong, with the passages that it cited."""
        found = (self.assistant.shelf.place(passage, user=None) for passage in one.passages[:3])
        cited = "；".join(dict.fromkeys(place for place in found if place))
        return f"{number}. {shortened(one.question, 80)}（{one.reason}）" + (f"\n　所引：{cited}" if cited else "")

    def _reasons(self, reply_id: str, who: Visitor) -> Screen | None:
        shown = self.counter.desk.restored(reply_id, who)
        if shown is None:
            return None
        reasons = tuple(Button(label=words, data=f"v:{reply_id}:{key}") for key, words in texts.REASONS.items())
        back = (Button(label="返回", data=f"b:{reply_id}"),)
        return shown.model_copy(update={"rows": (*rows_of(reasons, width=3), back)})

    def _given(self, reply_id: str, key: str, who: Visitor, person: int) -> Screen | None:
        reply = self.assistant.kept(reply_id, session=who.session, user=who.user)
        if reply is None:
            return None
        passages = [citation.passage_id for citation in reply.citations] if isinstance(reply, Answer) else []
        verdict, reason = ("good", "") if key == "u" else ("bad", texts.REASONS[key])
        self.feedback.give(
            reply=reply_id, person=person, verdict=verdict, reason=reason, question=reply.question, passages=passages
        )
        return self.counter.desk.restored(reply_id, who)


def _missing_line(one: Missing, number: int) -> str:
    others = f"\n　也问作：{'；'.join(shortened(other, 40) for other in one.others[:2])}" if one.others else ""
    return f"{number}. {shortened(one.question, 100)}（{one.chats}人问过）{others}"
