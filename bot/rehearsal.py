"""What could be answered, found out without anybody being answered: nothing is remembered and nothing put down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.answers import Answer, NextQuestion, Progress, finished
from knowledge.errors import BadRequestError
from knowledge.questions.next_questions import MOST, candidates

TRIED = 5
"""Questions that are tried for the few that are offered: each is a whole search."""


@dataclass(frozen=True)
class Rehearsal:
    """Answers in the words of the sources, without a chat model, from what the labels admit."""

    answering: Callable[[str, frozenset[str]], Progress]

    def answer(self, question: str, labels: frozenset[str]) -> Answer | None:
        """Return the answer to a question that stands alone, or None when there would be none."""
        try:
            reply = finished(self.answering(question, labels))
        except BadRequestError:
            return None
        return reply if isinstance(reply, Answer) else None

    def next_questions(self, reply: Answer, labels: frozenset[str]) -> tuple[NextQuestion, ...]:
        """Return a few questions that lead on from an answer and that the library answers with something new."""
        shown = {citation.passage_id for citation in reply.citations}
        offered: list[NextQuestion] = []
        for number, candidate in enumerate(candidates(reply)):
            if number == TRIED or len(offered) == MOST:
                break
            answer = self.answer(candidate.question, labels)
            if answer and {citation.passage_id for citation in answer.citations} - shown:
                offered.append(candidate)
        return tuple(offered)
