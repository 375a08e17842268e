"""The synchronous half of 有用, 有误 with its reason, and `/unanswered`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from bot.messenger import texts
from bot.messenger.desk import Desk
from bot.messenger.markup import BOLD, Run, messages
from bot.messenger.screens import Button, Screen, button_rows
from bot.names import verdict_line
from bot.services.verdicts import REASONS, GivenVerdict
from bot.wording import shortened
from knowledge.callers import Visit
from knowledge.catalog.feedback import Complaint, Missing

VERDICT = r"^v:([a-z0-9]{1,12}):([ud1-5])$"
"""`v:<reply>:u` is 有用, `d` 有误, whose reason is one of five."""

ROW = 5
"""Questions that have a button: as many as stand in a row."""


@dataclass(frozen=True)
class VerdictDesk:
    """Every method may block and is called in a thread."""

    desk: Desk

    def judged(self, reply_id: str, key: str, who: Visit) -> Screen | None:
        """Keep a verdict, or ask for the reason of a bad one; None for a reply that is not kept any more."""
        return self.reasons(reply_id, who) if key == "d" else self.given(reply_id, key, who)

    def reasons(self, reply_id: str, who: Visit) -> Screen | None:
        """Show an answer with what may be wrong with it."""
        shown = self.desk.restored(reply_id, who)
        if shown is None:
            return None
        reasons = tuple(Button(label=words, data=f"v:{reply_id}:{key}") for key, words in enumerate(REASONS, 1))
        back = (Button(label="返回", data=f"b:{reply_id}"),)
        return shown.model_copy(update={"rows": (*button_rows(reasons, width=3), back)})

    def given(self, reply_id: str, key: str, who: Visit) -> Screen | None:
        """Keep a verdict, and show the answer again."""
        reason = "" if key == "u" else REASONS[int(key) - 1]
        given = GivenVerdict(visit=who, reply_id=reply_id, good=key == "u", reason=reason)
        return None if self.desk.assistant.verdicts.give(given) is None else self.desk.restored(reply_id, who)

    def listed(self, who: Visit) -> Screen:
        """Show an administrator what the material lacks, and what people thought of the answers."""
        missing, verdicts, complaints = self.desk.assistant.unanswered.listed(who)
        runs = [Run("没有答上来的问题", BOLD), Run("\n" + ("\n".join(map(_missing_line, missing, count(1))) or "没有"))]
        runs += [Run("\n\n"), Run("对答复的评价", BOLD), Run("\n" + verdict_line(verdicts))]
        if complaints:
            lines = "\n".join(_complaint(*each, number) for number, each in enumerate(complaints, 1))
            runs += [Run("\n\n"), Run("指出有误的答复", BOLD), Run(f"\n{lines}")]
        buttons = tuple(Button(label=f"答{n}", data=f"su:{each.number}") for n, each in enumerate(missing[:ROW], 1))
        note = [Run(texts.UNANSWERED_NOTE)] if buttons else []
        return Screen(parts=messages([*runs, *note]), rows=(buttons,) if buttons else ())


def _complaint(one: Complaint, places: Sequence[str], number: int) -> str:
    """Return a line on an answer that was found wrong, with where the passages stand that it cited."""
    cited = f"\n　所引：{'；'.join(places)}" if places else ""
    return f"{number}. {shortened(one.question, 80)}（{one.reason}）{cited}"


def _missing_line(one: Missing, number: int) -> str:
    others = f"\n　也问作：{'；'.join(shortened(other, 40) for other in one.others[:2])}" if one.others else ""
    return f"{number}. {shortened(one.question, 100)}（{one.asked}人问过）{others}"
