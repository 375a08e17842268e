"""A search as a person means it: conditions read from the words, the rest searched for, the scores laid open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.contracts.basic import ExplanationJson, ScoresJson, SearchJson
from bot.services.core import Core
from bot.services.events import Displayed, Tell
from bot.services.rights import Rights
from bot.views.basic import hit_json
from knowledge import clock
from knowledge.callers import Visit
from knowledge.conditions import Condition
from knowledge.documents import Frozen, Hit
from knowledge.grounding.matching import matchable
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.question_filters import FilteredQuestion, read_filters
from knowledge.questions.tidying import tidied
from knowledge.retrieval import Findings

NOTHING_ASKED = "只有标点，没有可查的字词；请写一句话或几个词。"

ORDERED = 50
"""Hits that are put in order where nothing meets all conditions: further down too little bears on the words."""


class Request(Frozen):
    """What was asked for; `filters` were named as options and hold against those of the question."""

    query: str
    visit: Visit
    filters: Filters = EVERYTHING
    literal: bool = False
    """Search for the words as they stand, without reading conditions from them."""

    as_of: str | None = None
    """Search what was in force on this day, `YYYY-MM-DD`; None is today."""

    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class Searching:
    """Passages by meaning and words."""

    core: Core
    rights: Rights
    tell: Tell

    def search(self, request: Request) -> SearchJson:
        """Return the hits that were asked for, with how they came about."""
        began = perf_counter()
        wanted = _wanted(request)
        limit = request.offset + request.limit
        findings = self._found(wanted.text, request, limit, wanted.filters)
        relaxed = bool(wanted.conditions) and not findings.hits
        if relaxed:
            every = self._found(wanted.text, request, max(limit, ORDERED), request.filters)
            findings = _by_conditions(every, wanted.conditions, limit)
        return SearchJson(
            query=request.query,
            filters=wanted.conditions,
            hits=tuple(map(hit_json, findings.hits[request.offset :])),
            relaxed=relaxed and bool(findings.hits),
            reason=None if findings.query.grams or findings.query.words else NOTHING_ASKED,
            explanation=_explanation(findings, request.offset),
            seconds=perf_counter() - began,
        )

    def nearest(self, words: str, visit: Visit, *, limit: int) -> tuple[Hit, ...]:
        """Return the passages that fit some words best, without reading conditions from them."""
        return self._found(words, Request(query=words, visit=visit), limit, EVERYTHING).hits

    def _found(self, words: str, request: Request, limit: int, filters: Filters) -> Findings:
        labels = self.rights.labels(request.visit)
        found = self.core.find(words, labels=labels, limit=limit, filters=filters, as_of=request.as_of)
        self.tell(Displayed(by=request.visit.caller, what="search", ids=tuple(hit.passage.id for hit in found.hits)))
        return found


def _by_conditions(found: Findings, conditions: Sequence[Condition], limit: int) -> Findings:
    """Return the first hits, those of documents that meet more of the conditions before the others."""
    each = [Filters.model_validate({condition.field: condition.value}) for condition in conditions]
    pairs = zip(found.hits, found.scores, strict=True)
    ordered = sorted(pairs, key=lambda pair: -sum(one.admits(pair[0].document) for one in each))[:limit]
    hits = tuple(hit.model_copy(update={"rank": rank}) for rank, (hit, _) in enumerate(ordered, start=1))
    return found.model_copy(update={"hits": hits, "scores": tuple(said for _, said in ordered)})


def _wanted(request: Request) -> FilteredQuestion:
    """Read the conditions of the question; an option of the same name stands in their place."""
    named = request.filters.model_dump(exclude_none=True)
    if request.literal:
        return FilteredQuestion(text=request.query, filters=request.filters, conditions=())
    read = read_filters(tidied(request.query), today=clock.today())
    conditions = tuple(condition for condition in read.conditions if condition.field not in named)
    filters = Filters.model_validate(read.filters.model_dump(exclude_none=True) | named)
    return FilteredQuestion(text=read.text, filters=filters, conditions=conditions)


def _explanation(findings: Findings, offset: int) -> ExplanationJson:
    query = findings.query
    scores = tuple(
        ScoresJson(
            rank=hit.rank,
            passage_id=hit.passage.id,
            matched=tuple(word for word in query.words if word in matchable(hit)),
            **dict(said),
        )
        for hit, said in zip(findings.hits[offset:], findings.scores[offset:], strict=True)
    )
    return ExplanationJson(
        normalised=query.folded,
        form=query.form.value,
        words=query.words,
        weights=findings.weights,
        scores=scores,
    )
