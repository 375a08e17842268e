"""The practices of a catalog as commands and channels use them: examples, formulas, and what is written from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from knowledge.answers import Answer, NoAnswer
from knowledge.blocks import CardBlock
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.extracts import Extracts
from knowledge.catalog.keyword import KeywordLookup
from knowledge.documents import Document
from knowledge.errors import BadRequestError
from knowledge.practices.cards import HeldCard
from knowledge.practices.facets import facets
from knowledge.practices.formula_lookup import Entry, entries_of
from knowledge.practices.learning import path_answer
from knowledge.practices.pages import FEWEST_COMPARED, MOST_COMPARED
from knowledge.practices.plans import CARDS, Plan, PlanRequest, draft_plan, plan_answer
from knowledge.practices.requests import CardFilters, CardRequest, read_request
from knowledge.practices.search import CardSearch, FoundCards
from knowledge.questions.tidying import tidied
from knowledge.retrieval import Retriever
from knowledge.tokens import fold

MOST_WORDS = 200
"""Characters of a request for examples."""


@dataclass(frozen=True)
class Practices:
    """What was extracted from the documents, for people who may see the labels given."""

    catalog: Catalog
    extracts: Extracts
    finder: Retriever

    def find(
        self, query: str, *, labels: frozenset[str], limit: int, offset: int = 0, filters: CardFilters | None = None
    ) -> FoundCards:
        """Return examples for a request; options stand in the place of what the words say.

        Raises:
            BadRequestError: The request is too long to be one.
        """
        if len(query) > MOST_WORDS:
            raise BadRequestError(f"要求有{len(query)}字，超过{MOST_WORDS}字的上限；请写明单位类型、任务或做法即可。")
        request = with_filters(read_request(tidied(query), today=datetime.now(UTC).date()), filters)
        search = CardSearch(self.extracts, self.finder)
        return search.find(request, labels=labels, limit=request.count or limit, offset=offset)

    def card(self, card_id: str, *, labels: frozenset[str]) -> HeldCard | None:
        """Return a card, or None when it is not there for this person."""
        return self.extracts.card(card_id, labels)

    def shown(self, reply: Answer, *, labels: frozenset[str]) -> list[HeldCard]:
        """Return the cards that an answer shows, in its order: those that are still there for this person."""
        found = (self.card(block.card_id, labels=labels) for block in reply.blocks if isinstance(block, CardBlock))
        return [held for held in found if held is not None]

    def compared(self, card_ids: tuple[str, ...], *, labels: frozenset[str]) -> list[HeldCard]:
        """Return two to four cards to stand beside one another.

        Raises:
            BadRequestError: There are fewer or more, or one is not held.
        """
        wanted = list(dict.fromkeys(card_ids))
        if not FEWEST_COMPARED <= len(wanted) <= MOST_COMPARED:
            raise BadRequestError(
                f"一次对比{FEWEST_COMPARED}至{MOST_COMPARED}张举措卡，现有{len(wanted)}张；请增减编号。"
            )
        found = [(card_id, self.card(card_id, labels=labels)) for card_id in wanted]
        if missing := [card_id for card_id, held in found if held is None]:
            raise BadRequestError(f"没有编号为{'、'.join(missing)}的举措卡，编号见 ronghe cards 的结果。")
        return [held for _, held in found if held is not None]

    def plan(self, request: PlanRequest, *, labels: frozenset[str]) -> tuple[Plan, Answer | NoAnswer]:
        """Return a plan for a task, and how it reads; practices of the unit's own sort come before others.

        Raises:
            BadRequestError: The task is too long to be one.
        """
        began = perf_counter()
        request = request.model_copy(update={"sector": _sector(request.sector)})
        found = list(self.find(f"{request.task}的做法", labels=labels, limit=CARDS).cards)
        own = [held for held in found if held.card.labels.sector == request.sector]
        cards = [*own, *(held for held in found if held not in own)]
        drafted = draft_plan(request, cards, self.extracts.formulas(labels))
        return drafted, plan_answer(drafted, began)

    def learn(self, theme: str, *, labels: frozenset[str]) -> Answer | NoAnswer:
        """Return a newcomer's path through a theme.

        Raises:
            BadRequestError: The theme is too long to be one.
        """
        if len(theme) > MOST_WORDS:
            raise BadRequestError(f"主题有{len(theme)}字，超过{MOST_WORDS}字的上限；请写几个词，如“党支部设置”。")

        def opened(document_id: str) -> Document | None:
            return self.catalog.document(document_id, labels)

        return path_answer(theme, self.finder, opened, labels, perf_counter())

    def formula(self, name: str, *, labels: frozenset[str]) -> tuple[list[Entry], tuple[int, int]]:
        """Return the expansions of a formula, and in how many documents and passages its name stands."""
        return look_up(self.catalog, name, labels=labels)


def _sector(name: str | None) -> str | None:
    """Return the label that a name of a sector stands for, 公立医院 for 医院; a name not in the list as it is."""
    folded = fold(name or "").strip()
    return next((facet.label for facet in facets("sectors") if folded in facet.asked), name)


def look_up(catalog: Catalog, name: str, *, labels: frozenset[str]) -> tuple[list[Entry], tuple[int, int]]:
    """Return what a catalog says of a formula, and in how many documents and passages its name stands."""
    entries = entries_of(name, Extracts(catalog.database).formulas(labels))
    bare = fold(name).strip("“”‘’\"'《》 ")
    found = KeywordLookup(catalog.database).look_up(bare, labels=labels, kind=None, limit=1, offset=0)
    return entries, (found.documents, found.passages)


def with_filters(request: CardRequest, named: CardFilters | None) -> CardRequest:
    """Return a request with filters that were named outright; each replaces what the words said of the same."""
    if named is None:
        return request
    values = {name: value for name, value in named.model_dump().items() if value}
    fields = {"sectors": "sector", "places": "place", "since": "since", "until": "until"}
    kept = tuple(one for one in request.conditions if not any(fields.get(name) == one.field for name in values))
    return request.model_copy(
        update={
            "filters": CardFilters.model_validate(request.filters.model_dump() | values),
            "conditions": kept,
        }
    )
