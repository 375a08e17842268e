"""What people think of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.core import Core
from bot.services.events import Tell, VerdictGiven
from bot.services.replies import Replies
from knowledge.answers import Answer, Reply
from knowledge.callers import Visit
from knowledge.catalog.feedback import VerdictTable
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError

REASONS = ("不准确", "已过时", "不相关", "引用错误", "不完整")
"""What is usually wrong; other words will do as well."""

LONGEST = 200
"""Characters of a reason."""


class GivenVerdict(Frozen):
    """What somebody thinks of a reply that was kept."""

    visit: Visit
    reply_id: str
    good: bool
    reason: str = ""
    """Of a bad one."""


@dataclass(frozen=True)
class Verdicts:
    """One verdict a person and reply; a later one takes the place of the former."""

    core: Core
    replies: Replies
    tell: Tell

    def give(self, verdict: GivenVerdict) -> Reply | None:
        """Keep a verdict and return the reply that it is on; None when that is not kept any more.

        Raises:
            BadRequestError: A bad one has no reason, or too long a one.
        """
        if not verdict.good and not 0 < len(verdict.reason) <= LONGEST:
            raise BadRequestError(f"请写明原因，不超过{LONGEST}字，例如：{'、'.join(REASONS)}。")
        reply = self.replies.find(verdict.reply_id, verdict.visit)
        if reply is None:
            return None
        VerdictTable(self.core.catalog.database).give(
            reply=verdict.reply_id,
            by=verdict.visit.caller,
            verdict="good" if verdict.good else "bad",
            reason=verdict.reason,
            question=reply.question,
            passages=[citation.passage_id for citation in reply.citations] if isinstance(reply, Answer) else [],
        )
        judged = VerdictGiven(
            by=verdict.visit.caller, question=reply.question, good=verdict.good, reason=verdict.reason
        )
        self.tell(judged)
        return reply
