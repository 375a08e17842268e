from __future__ import annotations

from typing import Any

from bot.searching import Request, search_json
from knowledge.documents import Hit, Kind, SourceSpan
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.queries import parse_query
from knowledge.ranking.fusion import Weights
from knowledge.retrieval import Findings, Scores
from tests.builders import document, passage, summary

SOURCE = SourceSpan(path="/nowhere/d1.txt", encoding="utf-8", start=0, end=4)
SCORES = Scores(dense=None, words=None, grams=None, coverage=None)


def _hit(rank: int, **fields: Any) -> Hit:  # Any: whatever fields of Document a test sets
    whole = document("以学促干", **fields)
    return Hit(rank=rank, score=1 / rank, passage=passage(whole), document=summary(whole), source=SOURCE)


class _Held:
    """Two documents: an article of 2020, then a case of 2024."""

    hits = (_hit(1, id="a", date="2020"), _hit(2, id="c", kind=Kind.CASE, date="2024"))

    def look(
        self,
        query: str,
        *,
        user: int | None,  # noqa: ARG002
        limit: int,
        filters: Filters = EVERYTHING,
        as_of: str | None = None,  # noqa: ARG002
    ) -> Findings:
        found = tuple(hit for hit in self.hits if filters.admits(hit.document))[:limit]
        return Findings(query=parse_query(query), weights=Weights(), hits=found, scores=(SCORES,) * len(found))


def test_conditions_narrow_where_something_is_left() -> None:
    """What meets all of them is shown alone."""
    found = search_json(_Held(), Request(query="2022年以后以学促干的案例"), user=None)
    assert ([hit.document_id for hit in found.hits], found.relaxed) == (["c"], False)


def test_conditions_order_where_nothing_is_left() -> None:
    """Where nothing meets all, what meets more of them comes first, and that is said."""
    found = search_json(_Held(), Request(query="2018年以前以学促干的案例"), user=None)
    assert ([hit.document_id for hit in found.hits], found.relaxed) == (["c", "a"], True)
    assert [hit.rank for hit in found.hits] == [1, 2]


def test_options_hold_always() -> None:
    """What was given as an option is never widened."""
    found = search_json(_Held(), Request(query="以学促干", filters=Filters(kind=Kind.LAW)), user=None)
    assert (found.hits, found.relaxed) == ((), False)
