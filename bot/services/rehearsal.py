"""What could be answered, found out without anybody being answered: nothing is remembered and nothing put down."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.core import Core
from knowledge.answers import Answer, NextQuestion, finished
from knowledge.documents import Hit
from knowledge.errors import BadRequestError
from knowledge.grounding.matching import lacks_specifics, matchable
from knowledge.questions.next_questions import MOST, MayFollow, candidates
from knowledge.questions.queries import parse_query, synonyms

TRIED = 5
"""Questions that are tried for the few that are offered: each is a search, some 30 ms."""

HITS = 8
"""Passages of which one must speak of what is asked."""

SPEAKS = 0.5
"""Share of the question's content words that it must have, beside what it names: 做法 and 现成 stand nowhere."""


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
        """Return a few questions that lead on from an answer and that the library speaks of.

        A whole answer for each would take as long again as the one on the screen (0.3 to 1 s each on two busy cores):
        a search that finds a passage with what is asked has to do.
        """
        shown = {citation.passage_id for citation in reply.citations}
        offered: list[NextQuestion] = []
        for number, candidate in enumerate(candidates(reply)):
            if number == TRIED or len(offered) == MOST:
                break
            hits = self.core.find(candidate.asked.question, labels=labels, limit=HITS).hits
            if any(_speaks(candidate, hit) for hit in hits if hit.passage.id not in shown):
                offered.append(candidate.asked)
        return tuple(offered)


def _speaks(candidate: MayFollow, hit: Hit) -> bool:
    """Tell whether a passage has what a question names, and enough of its content words or synonyms of them."""
    query, text = parse_query(candidate.asked.question), matchable(hit)
    if hit.document.kind not in candidate.kinds or not any(each in text for each in synonyms(candidate.named)):
        return False
    held = sum(any(variant in text for variant in synonyms(word)) for word in query.content)
    return not lacks_specifics(query, hit) and bool(query.content) and held >= SPEAKS * len(query.content)
