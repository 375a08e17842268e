"""What people think of an answer, and what was asked in vain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from telegram import Update
from telegram.ext import ContextTypes

from bot.names import verdict_line
from bot.services.assistant import Assistant
from bot.services.verdicts import REASONS, GivenVerdict
from bot.telegram import delivery, texts
from bot.telegram.counter import Counter, visitor
from bot.telegram.markup import BOLD, Run, messages
from bot.telegram.screens import Button, Screen, button_rows
from bot.telegram.taps import Sent
from bot.wording import shortened
from knowledge.callers import Visit
from knowledge.catalog.feedback import Complaint, Missing

VERDICT = r"^v:([a-z0-9]{1,12}):([ud1-5])$"
ROW = 5
"""Questions that have a button: as many as stand in a row."""


@dataclass(frozen=True)
class VerdictsRoom:
    """有用, 有误 with a reason, and `/unanswered`."""

    counter: Counter
    assistant: Assistant

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
            screen = await self.counter.lookups.call(self._given, found[1], found[2], who)
        if screen is None:
            await delivery.below(context.bot, query, Screen(parts=(texts.REPLY_EXPIRED,)))
        else:
            await delivery.replace(context.bot, query, screen)

    async def list_unanswered(self, sent: Sent) -> None:
        """Show an administrator what the material lacks, and what people thought of the answers."""
        await sent.reply(await self.counter.lookups.call(self._listed, sent.who))

    def _listed(self, who: Visit) -> Screen:
        missing, verdicts, complaints = self.assistant.unanswered.listed(who)
        runs = [Run("没有答上来的问题", BOLD), Run("\n" + ("\n".join(map(_missing_line, missing, count(1))) or "没有"))]
        runs += [Run("\n\n"), Run("对答复的评价", BOLD), Run("\n" + verdict_line(verdicts))]
        if complaints:
            lines = "\n".join(_complaint(*each, number) for number, each in enumerate(complaints, 1))
            runs += [Run("\n\n"), Run("指出有误的答复", BOLD), Run(f"\n{lines}")]
        buttons = tuple(Button(label=f"答{n}", data=f"su:{each.number}") for n, each in enumerate(missing[:ROW], 1))
        note = [Run(texts.UNANSWERED_NOTE)] if buttons else []
        return Screen(parts=messages([*runs, *note]), rows=(buttons,) if buttons else ())

    def _reasons(self, reply_id: str, who: Visit) -> Screen | None:
        shown = self.counter.desk.restored(reply_id, who)
        if shown is None:
            return None
        reasons = tuple(Button(label=words, data=f"v:{reply_id}:{key}") for key, words in enumerate(REASONS, 1))
        back = (Button(label="返回", data=f"b:{reply_id}"),)
        return shown.model_copy(update={"rows": (*button_rows(reasons, width=3), back)})

    def _given(self, reply_id: str, key: str, who: Visit) -> Screen | None:
        reason = "" if key == "u" else REASONS[int(key) - 1]
        given = GivenVerdict(visit=who, reply_id=reply_id, good=key == "u", reason=reason)
        return None if self.assistant.verdicts.give(given) is None else self.counter.desk.restored(reply_id, who)


def _complaint(one: Complaint, places: Sequence[str], number: int) -> str:
    """Return a line on an answer that was found wrong, with where the passages stand that it cited."""
    cited = f"\n　所引：{'；'.join(places)}" if places else ""
    return f"{number}. {shortened(one.question, 80)}（{one.reason}）{cited}"


def _missing_line(one: Missing, number: int) -> str:
    others = f"\n　也问作：{'；'.join(shortened(other, 40) for other in one.others[:2])}" if one.others else ""
    return f"{number}. {shortened(one.question, 100)}（{one.asked}人问过）{others}"
