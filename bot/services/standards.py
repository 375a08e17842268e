"""Standard answers: approved by an administrator, given where the same is asked, for as long as their sources stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.services.core import Core
from bot.services.events import Approved, Tell, Withdrawn
from bot.services.replies import Replies
from bot.services.rights import Rights
from knowledge.access import Role
from knowledge.answers import Answer
from knowledge.callers import Visit
from knowledge.catalog.feedback import UnansweredTable
from knowledge.catalog.standards import StandardAnswer, StandardAnswers
from knowledge.clock import today_iso
from knowledge.dates import chinese_date
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError
from knowledge.grounding.support import Material
from knowledge.questions.same_question import key_of
from knowledge.secrecy import QUESTION_REFUSED, mark_of_question
from knowledge.shelves import Texts
from knowledge.writing.standard_answers import composed, still_standing

LONGEST = 2000
"""Characters of a standard answer: it is read on a telephone."""

HITS = 10
"""Passages that are looked at for each of the two."""

LOOKED_FOR = 200
"""Characters of it by which its sources are looked for, beside the question."""


class Listed(NamedTuple):
    """A standard answer, and whether its sources still bear it."""

    standard: StandardAnswer
    stands: bool


class Approval(Frozen):
    """What an administrator wants to have as the standard answer: the reply that is meant, or words of their own."""

    visit: Visit
    reply_id: str | None = None
    """None is the last reply of the conversation."""

    missing: int | None = None
    """The number of a question without an answer that the words are the answer to."""

    words: str = ""


@dataclass(frozen=True)
class Standards:
    """Every call reads anew: an answer ends with its source."""

    core: Core
    rights: Rights
    replies: Replies
    tell: Tell

    def approve(self, wanted: Approval) -> Answer | None:
        """Keep an answer as the standard one to its question, and return it; None when there is nothing to keep.

        Raises:
            BadRequestError: A sentence of the words stands in no source, or an administrator is needed.
        """
        self.rights.check(wanted.visit, Role.ADMIN)
        question, shown = self._meant(wanted)
        if question is None or not (wanted.words or shown):
            return None
        answer = self.compose(question, wanted.words, wanted.visit, beside=shown) if wanted.words else shown
        if answer is None:
            return None
        answer = answer.model_copy(update={"question": question})
        kept = answer.model_copy(update={"trace": (), "nearest": (), "next_questions": (), "notice": None})
        self._table.put(key_of(question), kept, approved_by=wanted.visit.caller, approved_on=today_iso())
        self.tell(Approved(by=wanted.visit.caller, question=question))
        return answer

    def compose(self, question: str, text: str, visit: Visit, *, beside: Answer | None = None) -> Answer:
        """Return somebody's text as an answer whose every sentence stands in a source.

        Args:
            question: What it answers.
            text: As it was written.
            visit: Of its writer.
            beside: An answer whose sources are looked at too.

        Raises:
            BadRequestError: A sentence stands in no source; the message names each with what is wrong.
        """
        if mark_of_question(text) is not None:
            raise BadRequestError(QUESTION_REFUSED)
        if len(text) > LONGEST:
            raise BadRequestError(f"标准答复有{len(text)}字，超过{LONGEST}字的上限，请精简后再发。")
        done = composed(question, text, self._materials(question, text, self.rights.labels(visit), beside))
        if isinstance(done, Answer):
            return done
        told = "\n".join(f"· {one.text}\n　{one.why}" for one in done) or "没有可以核对的句子。"
        raise BadRequestError(f"没有存。标准答复的每一句都要有库内原文支持，下面的没有通过核对：\n{told}")

    def listed(self, visit: Visit) -> list[Listed]:
        """Return all of them with whether they stand, for an administrator; over a limited channel, those that do."""
        self.rights.check(visit, Role.ADMIN)
        sources, labels = self.core.texts(), self.rights.labels(visit)
        held = self._table.everything()
        listed = [Listed(one, still_standing(one.answer, sources, labels) is not None) for one in held]
        return listed if self.rights.limit(visit) is None else [each for each in listed if each.stands]

    def remove(self, number: int, visit: Visit) -> bool:
        """Forget one, for an administrator; tell whether it was there."""
        self.rights.check(visit, Role.ADMIN)
        removed = self._table.remove(number)
        if removed:
            self.tell(Withdrawn(by=visit.caller, number=number))
        return removed

    @property
    def _table(self) -> StandardAnswers:
        return StandardAnswers(self.core.catalog.database)

    def _meant(self, wanted: Approval) -> tuple[str | None, Answer | None]:
        """Return the question that is to be answered, and the answer that was shown, if there was one."""
        if wanted.missing is not None:
            asker = UnansweredTable(self.core.catalog.database).find(wanted.missing)
            return (asker.question if asker else None), None
        kept = self.replies.meant(wanted.reply_id, wanted.visit)
        if kept is None:
            return None, None
        return kept.reply.standalone_question, kept.reply if isinstance(kept.reply, Answer) else None

    def _materials(self, question: str, text: str, labels: frozenset[str], beside: Answer | None) -> list[Material]:
        sources = self.core.texts()
        cited = [citation.passage_id for citation in beside.citations] if beside else []
        near = (self.core.find(words, labels=labels, limit=HITS).hits for words in (question, text[:LOOKED_FOR]))
        found = [hit.passage.id for hits in near for hit in hits]
        materials = []
        for passage, summary, _ in sources.hits_for(list(dict.fromkeys([*cited, *found])), labels).values():
            if (whole := sources.document(summary.id, labels)) is not None:
                materials.append(Material(passage=passage, document=summary, whole=whole))
        return materials


def approved_answer(table: StandardAnswers, sources: Texts, question: str, labels: frozenset[str]) -> Answer | None:
    """Return the approved answer to a question, as far as all of its sources may be seen."""
    standard = table.find(key_of(question))
    answer = still_standing(standard.answer, sources, labels) if standard else None
    if standard is None or answer is None:
        return None
    notice = f"标准答复（管理员核定，{chinese_date(standard.approved_on)}）"
    return answer.model_copy(update={"question": question, "standalone_question": question, "notice": notice})
