"""A search as a person means it: conditions read from the words, the rest searched for, the scores laid open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Protocol

from bot.contracts.basic import ConditionJson, ExplanationJson, ScoresJson, SearchJson, WeightsJson
from bot.views.basic import hit_json
from knowledge.documents import Frozen
from knowledge.grounding.matching import matchable
from knowledge.questions.filters import Filters
from knowledge.questions.question_filters import Condition, Wanted, read_filters
from knowledge.questions.tidying import tidied
from knowledge.retrieval import Findings

NOTHING_ASKED = "只有标点，没有可查的字词；请写一句话或几个词。"

ORDERED = 50
"""Hits that are put in order where nothing meets all conditions: further down too little bears on the words."""


class Request(Frozen):
    """What was asked for; `filters` were named as options and hold against those of the question."""

    query: str
    filters: Filters = Filters()
    literal: bool = False
    """Search for the words as they stand, without reading conditions from them."""

    as_of: str | None = None
    """Search what was in force on this day, `YYYY-MM-DD`; None is today."""

    limit: int = 10
    offset: int = 0


class Looking(Protocol):
    """What a search needs of the assistant."""

    def look(
        self, query: str, *, user: int | None, limit: int, filters: Filters = ..., as_of: str | None = None
    ) -> Findings:
        """Return the hits with what each signal said of them."""


def search_json(assistant: Looking, request: Request, *, user: int | None) -> SearchJson:
    """Return the hits that a person asked for, with how they came about."""
    began = perf_counter()
    wanted = _wanted(request)
    limit = request.offset + request.limit
    findings = assistant.look(wanted.text, user=user, limit=limit, filters=wanted.filters, as_of=request.as_of)
    relaxed = bool(wanted.conditions) and not findings.hits
    if relaxed:
        every = assistant.look(
            wanted.text, user=user, limit=max(limit, ORDERED), filters=request.filters, as_of=request.as_of
        )
        findings = _by_conditions(every, wanted.conditions, limit)
    return SearchJson(
        query=request.query,
        filters=tuple(ConditionJson(**dict(condition)) for condition in wanted.conditions),
        hits=tuple(map(hit_json, findings.hits[request.offset :])),
        relaxed=relaxed and bool(findings.hits),
        reason=None if findings.query.grams or findings.query.words else NOTHING_ASKED,
        explanation=_explanation(findings, request.offset),
        seconds=perf_counter() - began,
    )


def _by_conditions(found: Findings, conditions: Sequence[Condition], limit: int) -> Findings:
    """Return the first hits, those of documents that meet more of the conditions before the others."""
    each = [Filters.model_validate({condition.field: condition.value}) for condition in conditions]
    pairs = zip(found.hits, found.scores, strict=True)
    ordered = sorted(pairs, key=lambda pair: -sum(one.admits(pair[0].document) for one in each))[:limit]
    hits = tuple(hit.model_copy(update={"rank": rank}) for rank, (hit, _) in enumerate(ordered, start=1))
    return found.model_copy(update={"hits": hits, "scores": tuple(said for _, said in ordered)})


def _wanted(request: Request) -> Wanted:
    """Read the conditions of the question; an option of the same name stands in their place."""
    named = request.filters.model_dump(exclude_none=True)
    if request.literal:
        return Wanted(text=request.query, filters=request.filters, conditions=())
    read = read_filters(tidied(request.query), today=datetime.now(UTC).date())
    conditions = tuple(condition for condition in read.conditions if condition.field not in named)
    filters = Filters.model_validate(read.filters.model_dump(exclude_none=True) | named)
    return Wanted(text=read.text, filters=filters, conditions=conditions)


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
        weights=WeightsJson(**dict(findings.weights)),
        scores=scores,
    )
