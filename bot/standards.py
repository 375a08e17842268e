"""Standard answers: approved by an administrator, given where the same is asked, for as long as their sources stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from knowledge.answers import Answer
from knowledge.catalog.standards import StandardAnswer, StandardAnswers
from knowledge.documents import Hit
from knowledge.errors import BadRequestError
from knowledge.grounding.support import Material
from knowledge.questions.same_question import key_of
from knowledge.secrecy import QUESTION_REFUSED, mark_of_question
from knowledge.writing.standard_answers import Sources, composed, still_standing

LONGEST = 2000
"""Characters of a standard answer: it is read on a telephone."""

LOOKED_FOR = 200
"""Characters of it by which its sources are looked for, beside the question."""


class Listed(NamedTuple):
    """A standard answer, and whether its sources still bear it."""

    standard: StandardAnswer
    stands: bool


@dataclass(frozen=True)
class Standards:
    """Every call reads anew: an answer ends with its source."""

    table: StandardAnswers
    sources: Callable[[], Sources]
    find: Callable[[str, frozenset[str]], Sequence[Hit]]
    """The passages that fit some words best."""

    def answer(self, question: str, labels: frozenset[str]) -> Answer | None:
        """Return the approved answer to a question, as far as this person may see all of its sources."""
        standard = self.table.find(key_of(question))
        answer = still_standing(standard.answer, self.sources(), labels) if standard else None
        if standard is None or answer is None:
            return None
        notice = f"标准答复（管理员核定，{_in_words(standard.approved_on)}）"
        return answer.model_copy(update={"question": question, "standalone_question": question, "notice": notice})

    def compose(self, question: str, text: str, *, labels: frozenset[str], beside: Answer | None = None) -> Answer:
        """Return somebody's text as an answer whose every sentence stands in a source.

        Args:
            question: What it answers.
            text: As it was written.
            labels: What its writer may see.
            beside: An answer whose sources are looked at too.

        Raises:
            BadRequestError: A sentence stands in no source; the message names each with what is wrong.
        """
        if mark_of_question(text) is not None:
            raise BadRequestError(QUESTION_REFUSED)
        if len(text) > LONGEST:
            raise BadRequestError(f"标准答复有{len(text)}字，超过{LONGEST}字的上限，请精简后再发。")
        done = composed(question, text, self._materials(question, text, labels, beside))
        if isinstance(done, Answer):
            return done
        told = "\n".join(f"· {one.text}\n　{one.why}" for one in done) or "没有可以核对的句子。"
        raise BadRequestError(f"没有存。标准答复的每一句都要有库内原文支持，下面的没有通过核对：\n{told}")

    def approve(self, answer: Answer, *, by: int) -> int:
        """Keep an answer as the standard one to its question, and return its number."""
        today = datetime.now(UTC).date().isoformat()
        kept = answer.model_copy(update={"trace": (), "nearest": (), "next_questions": (), "notice": None})
        return self.table.put(key_of(answer.question), kept, approved_by=by, approved_on=today)

    def listed(self, labels: frozenset[str]) -> list[Listed]:
        """Return all of them with whether they stand."""
        sources = self.sources()
        return [Listed(one, still_standing(one.answer, sources, labels) is not None) for one in self.table.everything()]

    def remove(self, number: int) -> bool:
        """Forget one; tell whether it was there."""
        return self.table.remove(number)

    def _materials(self, question: str, text: str, labels: frozenset[str], beside: Answer | None) -> list[Material]:
        sources = self.sources()
        cited = [citation.passage_id for citation in beside.citations] if beside else []
        found = [hit.passage.id for words in (question, text[:LOOKED_FOR]) for hit in self.find(words, labels)]
        materials = []
        for passage, summary, _ in sources.hits_for(list(dict.fromkeys([*cited, *found])), labels).values():
            if (whole := sources.document(summary.id, labels)) is not None:
                materials.append(Material(passage=passage, document=summary, whole=whole))
        return materials


def _in_words(day: str) -> str:
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"
