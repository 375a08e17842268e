"""Requests for examples and questions on formulas are answered from cards; all others go to who answers questions."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Protocol

from knowledge.answers import Answer, NoAnswer, Progress, QuestionAnswerer, Seconds
from knowledge.documents import DocumentSummary
from knowledge.practices.cards import HeldCard
from knowledge.practices.fields import NOT_STATED, heading, reading
from knowledge.practices.formula_lookup import Entry, compared_formulas, entries_of, named_formula
from knowledge.practices.formulas import HeldFormula
from knowledge.practices.requests import asks_for_examples, read_request
from knowledge.practices.search import CardSearch, CardShelf, HitFinder, shortfall, telling
from knowledge.tokens import fold, simplified
from knowledge.writing.citing import Cited, written

USUAL, MOST = 5, 10
"""Examples in an answer, where no number is asked for, and at most."""

MEASURES = 2
"""Measures of each example; the passage behind the marker has the rest."""

_AGAIN = re.compile(r"^(?:再)?(?:换|来)(?:一批|几个|一组|点别的)|^还有(?:吗|别的|其他)|^下一批")
_PAGE = re.compile(r"（第(\d+)批）$")
NO_MORE = "没有更多例子了。可以换个说法，或者放宽单位类型、地区、年份。"
PRACTICE_ONLY = "以上为实践参考，不是制度要求。"
SIDE_BY_SIDE = "以上提法分别列出，各以原文为准；不合并、不互相补充，需要使用时请注明各自出处。"
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

    def stream(
        self,
        question: str,
        *,
        labels: frozenset[str],
        previous: str | None = None,
        stop: threading.Event | None = None,
    ) -> Progress:
        """Yield the answer to a question; the arguments are those of `QuestionAnswerer.stream`."""
        began = perf_counter()
        asked = _another_page(question, previous)
        if asks_for_examples(asked) and labels:
            examples = self._examples(question, asked, labels, began)
            if examples is not None:
                yield examples
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
        yield from self._others.stream(question, labels=labels, previous=previous, stop=stop)

    def _examples(self, question: str, asked: str, labels: frozenset[str], began: float) -> Answer | NoAnswer | None:
        """Return examples; None where none fits, so that the question is answered from passages."""
        page = _PAGE.search(asked)
        request = read_request(_PAGE.sub("", asked), today=datetime.now(UTC).date())
        count = min(request.count or USUAL, MOST)
        offset = (int(page[1]) - 1) * count if page else 0
        found = CardSearch(self._shelf, self._finder()).find(request, labels=labels, limit=count, offset=offset)
        seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
        short = shortfall(found, count)
        if not found.cards and not page:
            return None
        if not found.cards:
            return NoAnswer(question=question, standalone_question=asked, text=NO_MORE, seconds=seconds)
        read = "按条件查找：" + "、".join(one.value for one in request.conditions) + "。" if request.conditions else ""
        rest = found.total - offset - len(found.cards)
        more = f"还有{rest}个，回复“换一批”查看。" if rest else ""
        return written(
            question,
            asked,
            _example_blocks(found.cards, request.content),
            f"{read}{short or ''}{more}{PRACTICE_ONLY}",
            seconds,
        )


def _another_page(question: str, previous: str | None) -> str:
    """Return what is asked for: 换一批 after a request for examples asks for its next page."""
    if previous is None or not _AGAIN.match(fold(question)) or not asks_for_examples(_PAGE.sub("", previous)):
        return question
    page = _PAGE.search(previous)
    return f"{_PAGE.sub('', previous)}（第{int(page[1]) + 1 if page else 2}批）"


def _example_blocks(cards: Sequence[HeldCard], content: Sequence[str]) -> Callable[[Cited], Iterator[str]]:
    def blocks(cited: Cited) -> Iterator[str]:
        for number, held in enumerate(cards, start=1):
            yield "\n".join(_example(held, number, content, cited))

    return blocks


def _example(held: HeldCard, number: int, content: Sequence[str], cited: Cited) -> Iterator[str]:
    card = held.card
    home = (held.document, card.passage_id, card.locator)
    sources = dict(zip(map(id, (part for _, part in card.parts())), held.sources, strict=True))
    sort = f"（{card.labels.sector}）" if card.labels.sector else ""
    name = f"：{reading(card.name)}" if card.name else ""
    yield f"{number} {heading(held)}{sort}{name}"
    for position, measure in enumerate(telling(held, content, MEASURES)):
        yield cited.line("举措：" if position == 0 else "　　　", measure, home, sources[id(measure)])
    for result in card.results[:1]:
        yield cited.line("成效：", result, home, sources[id(result)])
    if not card.results:
        yield f"成效：{NOT_STATED}"


def _formula_answer(question: str, entries: Sequence[Entry], notice: str | None, began: float) -> Answer:
    def blocks(cited: Cited) -> Iterator[str]:
        for entry in entries:
            first = entry.sources[0]
            whose = (
                f"（{reading(first.formula.unit)}，{first.formula.date or '日期未载'}）" if first.formula.unit else ""
            )
            lines = [f"“{simplified(first.formula.name.text).strip('“”')}”{whose}"]
            lines += [f"{number}. {simplified(item)}" for number, item in enumerate(entry.items, start=1)]
            lines += [
                cited.line("原文：" if position == 0 else "另见：", one.formula.quote, _home(one), one.source)
                for position, one in enumerate(entry.sources[:MEASURES])
            ]
            yield "\n".join(lines)

    seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
    return written(question, question, blocks, notice, seconds)


def _home(held: HeldFormula) -> tuple[DocumentSummary, str, str]:
    return held.document, held.formula.passage_id, held.formula.locator
