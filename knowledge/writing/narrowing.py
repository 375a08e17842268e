"""Gathering under the conditions that a question states: from which years, and what kind of document."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from knowledge.conditions import Condition
from knowledge.documents import Frozen, Kind
from knowledge.questions.filters import Filters
from knowledge.questions.question_filters import FilteredQuestion, read_filters, without_years
from knowledge.writing.choosing import Strength
from knowledge.writing.evidence import Evidence


class Narrowed(Frozen):
    """What was found, and how far the conditions were kept."""

    evidence: Evidence
    met: tuple[Condition, ...] = ()
    """What was found is such material alone."""

    unmet: tuple[Condition, ...] = ()
    """No such material answers; what was found is other material."""


class Gather(Protocol):
    """Gathers what answers a question, in the documents that are wanted."""

    def __call__(self, question: str, *, wanted: Filters = ...) -> Evidence:
        """Return what was found."""


def gathered_under(gather: Gather, question: str, *, today: date) -> Narrowed:
    """Look for an answer in the material that the question wants; where that has none, in all of it.

    Args:
        gather: Gathers, for the person who asks.
        question: Stands alone.
        today: 近三年 counts from it.
    """
    wanted = read_filters(question, today=today)
    if wanted.filters.kind is Kind.CASE:  # whose examples is for cards to say; the years hold for any text
        wanted = _years_alone(question, wanted)
    conditions = wanted.conditions
    if not conditions:
        return Narrowed(evidence=gather(question))
    narrow = gather(wanted.text, wanted=wanted.filters)
    if narrow.answers:
        return Narrowed(evidence=narrow, met=conditions)
    wide = gather(question)
    if narrow.strength is Strength.NONE or wide.answers:
        return Narrowed(evidence=wide, unmet=conditions)
    return Narrowed(evidence=narrow, met=conditions)


def _years_alone(question: str, wanted: FilteredQuestion) -> FilteredQuestion:
    """Keep the years of what is wanted, and the words for all the rest."""
    years = Filters(since=wanted.filters.since, until=wanted.filters.until)
    conditions = tuple(one for one in wanted.conditions if one.field in {"since", "until"})
    return FilteredQuestion(text=without_years(question), filters=years, conditions=conditions)
