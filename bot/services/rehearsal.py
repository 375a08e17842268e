"""What could be answered, found out without anybody being answered: nothing is remembered and nothing put down."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from bot.services.core import Core
from knowledge.answers import Answer, NextQuestion, finished
from knowledge.errors import BadRequestError
from knowledge.questions.next_questions import MOST, MayFollow, candidates
from knowledge.questions.queries import synonyms

TRIED = 8
"""Questions that are tried for the few that are offered."""


@dataclass(frozen=True)
class Rehearsal:
    """Whether something could be answered from what the labels admit."""

    core: Core

    def answer(self, question: str, labels: frozenset[str]) -> Answer | None:
        """Return the answer to a question that stands alone, or None when nothing would be sure to answer."""
        try:
            reply = finished(self.core.rehearsed(question, labels))
        except BadRequestError:
            return None
        return reply if isinstance(reply, Answer) and reply.strength == "direct" else None

    def next_questions(self, reply: Answer, labels: frozenset[str]) -> tuple[NextQuestion, ...]:
        """Return a few questions that lead on from an answer, each of which was answered just now."""
        shown = frozenset(citation.passage_id for citation in reply.citations)
        offered: list[NextQuestion] = []
        for candidate in islice(candidates(reply), TRIED):
            answer = self.answer(candidate.asked.question, labels)
            if answer is not None and _leads_on(candidate, answer, shown):
                offered.append(candidate.asked)
            if len(offered) == MOST:
                break
        return tuple(offered)


def _leads_on(candidate: MayFollow, answer: Answer, shown: frozenset[str]) -> bool:
    """Tell whether an answer quotes what it is asked for: such documents, the word that it is about, something new."""
    quoted = [citation for citation in answer.citations if citation.document.kind in candidate.kinds]
    new = any(citation.passage_id not in shown for citation in quoted) or candidate.repeats
    named = any(each in answer.text for each in synonyms(candidate.named))
    return bool(quoted) and new and named
