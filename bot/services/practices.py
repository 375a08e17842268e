"""The practices of a catalog as commands and channels use them: examples, formulas, and what is written from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from bot.services.asking import Asking, Question
from bot.services.core import Core
from bot.services.events import Displayed, Tell
from bot.services.rights import Rights
from bot.services.witness import shown_passages
from knowledge import clock
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.blocks import CardBlock, RemarkBlock
from knowledge.callers import Visit
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.extracts import Extracts
from knowledge.catalog.keyword import KeywordLookup
from knowledge.documents import Document
from knowledge.errors import BadRequestError
from knowledge.facets import labels_named
from knowledge.practices.cards import HeldCard
from knowledge.practices.formula_lookup import FormulaEntry, entries_of
from knowledge.practices.learning import path_answer
from knowledge.practices.pages import FEWEST_COMPARED, MOST_COMPARED
from knowledge.practices.plans import CARDS, Plan, PlanRequest, draft_plan, plan_answer
from knowledge.practices.requests import CardFilters, CardRequest, asks_for_examples, read_request
from knowledge.practices.search import CardSearch, FoundCards
from knowledge.questions.tidying import tidied
from knowledge.tokens import fold

MOST_WORDS = 200
"""Characters of a request for examples."""


class NotSpelledOut(NamedTuple):
    """A formula of which no document says what it consists of."""

    documents: int
    """Those in which its name stands."""


@dataclass(frozen=True)
class Practices:
    """What was extracted from the documents, as far as it may be seen."""

    core: Core
    rights: Rights
    asking: Asking
    tell: Tell

    def find(
        self, query: str, visit: Visit, *, limit: int, offset: int = 0, filters: CardFilters | None = None
    ) -> FoundCards:
        """Return examples for a request; options stand in the place of what the words say.

        Raises:
            BadRequestError: The request is too long to be one.
        """
        found = self._found(query, visit, limit=limit, offset=offset, filters=filters)
        self._put_down(found.cards, visit)
        return found

    def examples(self, words: str, visit: Visit) -> Reply:
        """Return examples of practice as an answer in the conversation, five where no number is given.

        Raises:
            BadRequestError: There are no words, or too many.
        """
        text = words if asks_for_examples(words) else f"给我5个{words}的例子"
        return self.asking.ask(Question(text=text, visit=visit))

    def spelled_out(self, name: str, visit: Visit) -> Reply | NotSpelledOut:
        """Return what a formula consists of as an answer in the conversation, or that nothing is held of it."""
        entries, (documents, _) = look_up(self.core.catalog, name, labels=self.rights.labels(visit))
        if not entries:
            return NotSpelledOut(documents)
        return self.asking.ask(Question(text=f"“{name.strip('“”')}”是什么", visit=visit))

    def shown(self, reply: Answer, visit: Visit) -> list[HeldCard]:
        """Return the cards that an answer shows or sets side by side, in its order, that may still be seen.

        Nothing is put down: the answer was.
        """
        named = (block.card_id for block in reply.blocks if isinstance(block, CardBlock | RemarkBlock))
        found = (self._card(card_id, visit) for card_id in named if card_id)
        return [held for held in found if held is not None]

    def compared(self, card_ids: tuple[str, ...], visit: Visit) -> list[HeldCard]:
        """Return two to four cards to stand beside one another.

        Raises:
            BadRequestError: There are fewer or more, or one is not held.
        """
        wanted = list(dict.fromkeys(card_ids))
        if not FEWEST_COMPARED <= len(wanted) <= MOST_COMPARED:
            raise BadRequestError(
                f"一次对比{FEWEST_COMPARED}至{MOST_COMPARED}张举措卡，现有{len(wanted)}张；请增减编号。"
            )
        found = [(card_id, self._card(card_id, visit)) for card_id in wanted]
        if missing := [card_id for card_id, held in found if held is None]:
            raise BadRequestError(f"没有编号为{'、'.join(missing)}的举措卡，编号见 ronghe cards 的结果。")
        cards = [held for _, held in found if held is not None]
        self._put_down(cards, visit)
        return cards

    def plan(self, request: PlanRequest, visit: Visit) -> tuple[Plan, Answer | NoAnswer]:
        """Return a plan for a task, and how it reads; practices of the unit's own sort come before others.

        Raises:
            BadRequestError: The task is too long to be one, or there is no such sort of unit.
        """
        began = perf_counter()
        sector = labels_named("sectors", request.sector)[0] if request.sector else None
        request = request.model_copy(update={"sector": sector})
        found = list(self._found(f"{request.task}的做法", visit, limit=CARDS).cards)
        own = [held for held in found if held.card.labels.sector == request.sector]
        cards = [*own, *(held for held in found if held not in own)]
        drafted = draft_plan(request, cards, self._extracts.formulas(self.rights.labels(visit)))
        reply = plan_answer(drafted, began)
        self.tell(Displayed(by=visit.caller, what="plan", ids=shown_passages(reply)))
        return drafted, reply

    def learn(self, theme: str, visit: Visit) -> Answer | NoAnswer:
        """Return a newcomer's path through a theme.

        Raises:
            BadRequestError: The theme is too long to be one.
        """
        if len(theme) > MOST_WORDS:
            raise BadRequestError(f"主题有{len(theme)}字，超过{MOST_WORDS}字的上限；请写几个词，如“党支部设置”。")

        labels = self.rights.labels(visit)

        def opened(document_id: str) -> Document | None:
            return self.core.catalog.document(document_id, labels)

        reply = path_answer(theme, self.core.retriever(), opened, labels, perf_counter())
        self.tell(Displayed(by=visit.caller, what="learn", ids=shown_passages(reply)))
        return reply

    def formula(self, name: str, visit: Visit) -> tuple[list[FormulaEntry], tuple[int, int]]:
        """Return the expansions of a formula, and in how many documents and passages its name stands."""
        entries, mentions = look_up(self.core.catalog, name, labels=self.rights.labels(visit))
        passages = tuple(one.formula.passage_id for entry in entries for one in entry.sources)
        self.tell(Displayed(by=visit.caller, what="formula", ids=passages))
        return entries, mentions

    def _found(
        self, query: str, visit: Visit, *, limit: int, offset: int = 0, filters: CardFilters | None = None
    ) -> FoundCards:
        if len(query) > MOST_WORDS:
            raise BadRequestError(f"要求有{len(query)}字，超过{MOST_WORDS}字的上限；请写明单位类型、任务或做法即可。")
        request = with_filters(read_request(tidied(query), today=clock.today()), filters)
        search = CardSearch(self._extracts, self.core.retriever())
        return search.find(request, labels=self.rights.labels(visit), limit=request.count or limit, offset=offset)

    def _card(self, card_id: str, visit: Visit) -> HeldCard | None:
        return self._extracts.card(card_id, self.rights.labels(visit))

    def _put_down(self, cards: Sequence[HeldCard], visit: Visit) -> None:
        ids = tuple(held.card.passage_id for held in cards)
        self.tell(Displayed(by=visit.caller, what="cards", ids=ids))

    @property
    def _extracts(self) -> Extracts:
        return Extracts(self.core.catalog.database)


def look_up(catalog: Catalog, name: str, *, labels: frozenset[str]) -> tuple[list[FormulaEntry], tuple[int, int]]:
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
