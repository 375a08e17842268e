"""Requests for examples and questions on formulas are answered from cards; all others go to who answers questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Protocol

from knowledge import clock
from knowledge.answers import Answer, ExamplesPage, Inquiry, NoAnswer, Progress, QuestionAnswerer, Seconds
from knowledge.blocks import Block, CardBlock, HeadingBlock, RemarkBlock, StatementBlock
from knowledge.documents import DocumentSummary
from knowledge.practices.cards import HeldCard
from knowledge.practices.citing import Cited, written
from knowledge.practices.fields import NOT_STATED, card_heading, reading
from knowledge.practices.formula_lookup import FormulaEntry, compared_formulas, entries_of, in_one_piece, named_formula
from knowledge.practices.formulas import HeldFormula
from knowledge.practices.pages import (
    AGAIN,
    FEWEST_COMPARED,
    MOST_COMPARED,
    CardPage,
    another_page,
    compared_numbers,
    is_request,
    page_of,
)
from knowledge.practices.search import CardSearch, CardShelf, FoundCards, HitFinder, shortfall, telling
from knowledge.tokens import simplified

MEASURES = 2
"""Measures of each example; the passage behind the marker has the rest."""

COMPARED = 4
"""Sentences of one field of an example that is compared."""

_WITHOUT_QUOTES = str.maketrans("", "", "“”")
NO_MORE = "没有更多例子了。可以换个说法，或者放宽单位类型、地区、年份。"
PRACTICE_ONLY = "例子是实践参考，不是制度要求。"
WHICH = "这一批有{count}个例子，一次对比{fewest}至{most}个，请写1至{count}之间的序号，如“对比1和2”。"
ALONE = "这一批只有{count}个例子，没有可以对比的。"
NO_LIST = "请先查例子，再写要对比的序号。例：给我五个医院的例子，然后“对比1和3”。"
SEPARATE = "各单位领导体制不同，先看单位类型再比做法。"
SIDE_BY_SIDE = "各提法分别列出，各以原文为准；不合并、不互相补充，需要使用时请注明各自出处。"
TWO_EXPANSIONS = "同一提法在库内有不同展开，分别列出，不能混用。"


class FormulaShelf(CardShelf, Protocol):
    """Where cards and formulas are held."""

    def formulas(self, labels: frozenset[str]) -> Sequence[HeldFormula]:
        """Return every formula that a person may see."""


class ExampleAnswerer:
    """Answers from cards and formulas what asks for them."""

    def __init__(self, *, shelf: FormulaShelf, finder: Callable[[], HitFinder], others: QuestionAnswerer) -> None:
        self._shelf = shelf
        self._finder = finder
        self._others = others

    def stream(self, inquiry: Inquiry) -> Progress:
        """Yield the answer to a question."""
        question, labels, previous = inquiry[:3]
        began = perf_counter()
        if labels and (numbers := compared_numbers(question)):
            yield self._compared(question, previous, numbers, labels, began)
            return
        asked = another_page(question, previous)
        if is_request(asked) and labels:
            found = self._found(page := page_of(asked, today=clock.today()), labels)
            if (found.cards and not found.relaxed) or page.number > 1:
                yield _examples(question, asked, page, found, began)
                return
            if found.relaxed:
                pieces = list(self._others.stream(inquiry))
                # A text that answers under the conditions comes before an example that does not meet them.
                answered = isinstance(pieces[-1], Answer)
                yield from pieces if answered else [_examples(question, asked, page, found, began)]
                return
            hint = shortfall(found, page.count) if found.beyond else None
            for piece in self._others.stream(inquiry):
                told = isinstance(piece, NoAnswer) and hint
                yield piece.model_copy(update={"text": f"{hint}\n\n{piece.text}"}) if told else piece
            return
        held = self._shelf.formulas(labels)
        if compared := compared_formulas(question, held):
            entries = [entry for name in compared for entry in entries_of(name, held)]
            yield _formula_answer(question, entries, SIDE_BY_SIDE, began)
            return
        if (name := named_formula(question, held)) is not None:
            entries = entries_of(name, held)
            yield _formula_answer(question, entries, TWO_EXPANSIONS if len(entries) > 1 else None, began)
            return
        yield from self._others.stream(inquiry)

    def _found(self, page: CardPage, labels: frozenset[str]) -> FoundCards:
        search = CardSearch(self._shelf, self._finder())
        return search.find(page.request, labels=labels, limit=page.count, offset=page.offset)

    def _compared(
        self, question: str, previous: str | None, numbers: Sequence[int], labels: frozenset[str], began: float
    ) -> Answer | NoAnswer:
        """Set examples of the page that was shown last beside one another."""
        if previous is None or not is_request(previous):
            seconds = Seconds(total=perf_counter() - began)
            return NoAnswer(question=question, standalone_question=question, text=NO_LIST, seconds=seconds)
        cards = self._found(page_of(previous, today=clock.today()), labels).cards
        seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
        if not FEWEST_COMPARED <= len(numbers) <= MOST_COMPARED or max(numbers) > len(cards):
            text = (WHICH if len(cards) >= FEWEST_COMPARED else ALONE).format(
                count=len(cards), fewest=FEWEST_COMPARED, most=MOST_COMPARED
            )
            return NoAnswer(question=question, standalone_question=previous, text=text, seconds=seconds)
        chosen = [(number, cards[number - 1]) for number in numbers]
        return written(question, previous, _compared_blocks(chosen), f"{SEPARATE}{PRACTICE_ONLY}", seconds)


def _examples(question: str, asked: str, page: CardPage, found: FoundCards, began: float) -> Answer | NoAnswer:
    """Return a page of examples, or that there is no further one."""
    seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
    if not found.cards:
        return NoAnswer(question=question, standalone_question=asked, text=NO_MORE, seconds=seconds)
    conditions = "、".join(one.value for one in page.request.conditions)
    read = f"按条件查找：{conditions}。" if conditions and not found.relaxed else ""
    rest = found.total - page.offset - len(found.cards)
    more = f"还有{rest}个，回复“{AGAIN}”查看。" if rest else ""
    notice = f"{read}{shortfall(found, page.count) or ''}{more}{PRACTICE_ONLY}"
    shown = ExamplesPage(number=page.number, is_last=not rest)
    return written(question, asked, _example_blocks(found.cards, page.request.content), notice, seconds, page=shown)


def _compared_blocks(chosen: Sequence[tuple[int, HeldCard]]) -> Callable[[Cited], Iterator[Block]]:
    """Write the fields of cards field by field, so that the same of each stands together."""

    def blocks(cited: Cited) -> Iterator[Block]:
        for number, held in chosen:
            yield RemarkBlock(
                text=f"{number} {card_heading(held)}（{held.card.labels.sector or NOT_STATED}）", card_id=held.card.id
            )
        for label, field in (("问题", "problem"), ("举措", "measure"), ("成效", "result")):
            yield HeadingBlock(text=label)
            for pair in chosen:
                yield from _side(pair, field, cited)

    return blocks


def _side(numbered: tuple[int, HeldCard], field: str, cited: Cited) -> Iterator[Block]:
    number, held = numbered
    home = (held.document, held.card.passage_id, held.card.locator)
    named = [
        (part, source) for (name, part), source in zip(held.card.parts(), held.sources, strict=True) if name == field
    ]
    for part, source in named[:COMPARED]:
        yield cited.line(f"{number}：", part, home, source)
    if not named:
        yield RemarkBlock(text=f"{number}：{NOT_STATED}")


def _example_blocks(cards: Sequence[HeldCard], content: Sequence[str]) -> Callable[[Cited], Iterator[Block]]:
    def blocks(cited: Cited) -> Iterator[Block]:
        for number, held in enumerate(cards, start=1):
            yield CardBlock(
                card_id=held.card.id,
                number=number,
                heading=card_heading(held),
                sector=held.card.labels.sector,
                name=reading(held.card.name) if held.card.name else None,
                lines=tuple(_example(held, content, cited)),
            )

    return blocks


def _example(held: HeldCard, content: Sequence[str], cited: Cited) -> Iterator[StatementBlock | RemarkBlock]:
    card = held.card
    home = (held.document, card.passage_id, card.locator)
    sources = dict(zip(map(id, (part for _, part in card.parts())), held.sources, strict=True))
    for position, measure in enumerate(telling(held, content, MEASURES)):
        yield cited.line("举措：" if position == 0 else "　　　", measure, home, sources[id(measure)])
    for result in card.results[:1]:
        yield cited.line("成效：", result, home, sources[id(result)])
    if not card.results:
        yield RemarkBlock(text=f"成效：{NOT_STATED}")


def _formula_answer(question: str, entries: Sequence[FormulaEntry], notice: str | None, began: float) -> Answer:
    def blocks(cited: Cited) -> Iterator[Block]:
        for entry in entries:
            first = entry.sources[0]
            whose = (
                f"（{reading(first.formula.unit)}，{first.formula.date or '日期未载'}）" if first.formula.unit else ""
            )
            yield HeadingBlock(text=f"“{simplified(first.formula.name.text).translate(_WITHOUT_QUOTES)}”{whose}")
            for number, item in enumerate(entry.items, start=1):
                yield StatementBlock(lead=f"{number}. ", text=simplified(item))
            for position, one in enumerate(entry.sources[:MEASURES]):
                lead = "原文：" if position == 0 else "另见："
                yield cited.line(lead, in_one_piece(one.formula), _home(one), one.source)

    seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
    return written(question, question, blocks, notice, seconds)


def _home(held: HeldFormula) -> tuple[DocumentSummary, str, str]:
    return held.document, held.formula.passage_id, held.formula.locator
