from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.contracts.basic import SearchJson
from bot.services.core import Core
from bot.services.rights import Rights
from bot.services.searching import Request, Searching
from knowledge.catalog.database import Database
from knowledge.documents import Hit, Kind, SourceSpan
from knowledge.people import People
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.queries import parse_query
from knowledge.ranking.fusion import Weights
from knowledge.retrieval import Findings, Scores
from tests.builders import document, passage, summary
from tests.operator import ALONE

SOURCE = SourceSpan(path="/nowhere/d1.txt", encoding="utf-8", start=0, end=4)
SCORES = Scores(dense=None, words=None, grams=None, coverage=None)


def _hit(rank: int, **fields: Any) -> Hit:  # Any: whatever fields of Document a test sets
    whole = document("以学促干", **fields)
    return Hit(rank=rank, score=1 / rank, passage=passage(whole), document=summary(whole), source=SOURCE)


class _Held:
    """Two documents: an article of 2020, then a case of 2024."""

    hits = (_hit(1, id="a", date="2020"), _hit(2, id="c", kind=Kind.CASE, date="2024"))

    def labels(self) -> frozenset[str]:
        return frozenset({"public"})

    def find(self, query: str, *, limit: int, filters: Filters = EVERYTHING, **_: object) -> Findings:
        found = tuple(hit for hit in self.hits if filters.admits(hit.document))[:limit]
        return Findings(query=parse_query(query), weights=Weights(), hits=found, scores=(SCORES,) * len(found))


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Callable[..., SearchJson]]:
    database, held = Database.open(tmp_path), _Held()
    searching = Searching(cast("Core", held), Rights(People(database), held.labels), lambda _: None)
    yield lambda **asked: searching.search(Request(visit=ALONE, **asked))
    database.close()


def test_conditions_narrow_where_something_is_left(search: Callable[..., SearchJson]) -> None:
    """What meets all of them is shown alone."""
    found = search(query="2022年以后以学促干的案例")
    assert ([hit.document_id for hit in found.hits], found.relaxed) == (["c"], False)


def test_conditions_order_where_nothing_is_left(search: Callable[..., SearchJson]) -> None:
    """Where nothing meets all, what meets more of them comes first, and that is said."""
    found = search(query="2018年以前以学促干的案例")
    assert ([hit.document_id for hit in found.hits], found.relaxed) == (["c", "a"], True)
    assert [hit.rank for hit in found.hits] == [1, 2]


def test_options_hold_always(search: Callable[..., SearchJson]) -> None:
    """What was given as an option is never widened."""
    found = search(query="以学促干", filters=Filters(kind=Kind.LAW))
    assert (found.hits, found.relaxed) == ((), False)
