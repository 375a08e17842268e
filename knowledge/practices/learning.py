"""A newcomer's path through a theme: which rules, which articles, in which order, and three questions as a test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from time import perf_counter
from typing import NamedTuple, Protocol

from knowledge.answers import Answer, NoAnswer, Seconds
from knowledge.blocks import Block, HeadingBlock, RemarkBlock, StatementBlock
from knowledge.documents import RULES, Document, Hit, Kind
from knowledge.grounding.matching import matchable
from knowledge.practices.cards import Quoted
from knowledge.practices.citing import Cited, written
from knowledge.questions.filters import Filters
from knowledge.questions.queries import parse_query, synonyms
from knowledge.sentences import sentence_spans
from knowledge.tokens import simplified

STORIES = (Kind.SPEECH, Kind.ARTICLE, Kind.CASE)
PROVISIONS, READINGS, QUESTIONS = 5, 3, 3
THIN = 3
"""Provisions below which a theme is said to be thin."""

_MASKED = re.compile(
    r"(?<![第〇])(?:\d+|[一二三四五六七八九十百两]+)(?=(?:至|到)?[个名人年日天月次届分周]|个月)|应当|必须|不得|可以|一般"
)
_SHORTEST, _LONGEST = 16, 130
"""Characters of a sentence that a question is made of."""

NOTHING = "库内没有与“{theme}”有关的材料，不能排出学习路径。可以换个主题，或者请管理员补充材料。"
SPARSE = "这个主题库内材料不多（制度条文{rules}处，文章案例{stories}篇），先读这些，其余请查正式文件。"


class EachFinder(Protocol):
    """What finds passages."""

    def retrieve_each(
        self, question: str, *, labels: frozenset[str], limit: int, filters: Sequence[Filters]
    ) -> list[list[Hit]]:
        """Return the passages that fit best under each filter."""


class Reading(NamedTuple):
    """Something to read: a sentence of a passage stands for it."""

    hit: Hit
    words: Quoted
    document: Document


Opened = Callable[[str], Document | None]
"""Reads a document by its id."""


def path_answer(
    theme: str, finder: EachFinder, opened: Opened, labels: frozenset[str], began: float
) -> Answer | NoAnswer:
    """Return the path through a theme, or an honest word that nothing is held on it.

    Args:
        theme: As the person wrote it.
        finder: Finds passages.
        opened: Reads a document.
        labels: What the person may see.
        began: When the work began, of `perf_counter`.
    """
    rules = _in_order(_readings(theme, RULES, finder, opened, labels)[:PROVISIONS])
    stories = _one_each(_readings(theme, STORIES, finder, opened, labels))[:READINGS]
    asked = f"学习“{theme}”"
    seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
    if not rules and not stories:
        return NoAnswer(question=asked, standalone_question=asked, text=NOTHING.format(theme=theme), seconds=seconds)

    def blocks(cited: Cited) -> Iterator[Block]:
        if rules:
            yield HeadingBlock(text="一、先读制度")
            yield from _listed(rules, cited)
        if stories:
            yield HeadingBlock(text=f"{'二、再看' if rules else '一、先看'}讲话、文章和案例")
            yield from _listed(stories, cited)
        if questions := [pair for pair in map(question_of, rules) if pair][:QUESTIONS]:
            yield HeadingBlock(text="自测题（先自己答，再核对）")
            yield from _tests(questions, cited)

    thin = SPARSE.format(rules=len(rules), stories=len(stories)) if len(rules) < THIN else None
    return written(asked, asked, blocks, thin, seconds)


def question_of(reading: Reading) -> tuple[str, str, Reading] | None:
    """Return a sentence with its figure or rule word left out, the word, and where it stands; None without one."""
    text = reading.document.text[reading.hit.passage.start : reading.hit.passage.end]
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        match = _MASKED.search(sentence)
        if match and _SHORTEST <= len(sentence) <= _LONGEST:
            asked = sentence[: match.start()] + "（　　）" + sentence[match.end() :]
            begin = reading.hit.passage.start + start
            words = Quoted(start=begin, end=begin + len(sentence), text=sentence)
            return simplified(asked), simplified(match.group()), reading._replace(words=words)
    return None


def _readings(
    theme: str, kinds: Sequence[Kind], finder: EachFinder, opened: Opened, labels: frozenset[str]
) -> list[Reading]:
    """Return the passages of some kinds that are about the theme: one of its words stands in them."""
    content = parse_query(theme).content
    filters = [Filters(kind=kind) for kind in kinds]
    found = finder.retrieve_each(theme, labels=labels, limit=PROVISIONS, filters=filters)
    hits = [
        hit
        for hit in chain.from_iterable(found)
        if all(any(variant in matchable(hit) for variant in synonyms(word)) for word in content)
    ]
    read = (
        (hit, document) for hit in sorted(hits, key=lambda one: -one.score) if (document := opened(hit.document.id))
    )
    return [Reading(hit, _first(hit, document), document) for hit, document in read]


def _first(hit: Hit, document: Document) -> Quoted:
    """Return the first sentence of a passage that says something."""
    text = document.text[hit.passage.start : hit.passage.end]
    spans = sentence_spans(text)
    start, end = next((span for span in spans if span[1] - span[0] >= _SHORTEST), spans[0])
    return Quoted(start=hit.passage.start + start, end=hit.passage.start + end, text=text[start:end])


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    """Return provisions rule by rule, the best rule first, each rule's in their order."""
    ranks = {document: rank for rank, document in enumerate(dict.fromkeys(one.document.id for one in readings))}
    return sorted(readings, key=lambda one: (ranks[one.document.id], one.hit.passage.start))


def _one_each(readings: Sequence[Reading]) -> list[Reading]:
    return list({reading.document.id: reading for reading in reversed(readings)}.values())[::-1]


def _listed(readings: Sequence[Reading], cited: Cited) -> Iterator[Block]:
    for number, reading in enumerate(readings, start=1):
        where = f"《{simplified(reading.document.title)}》{simplified(reading.hit.passage.locator)}"
        yield _line(f"{number}. {where}：", reading, cited)


def _tests(questions: Sequence[tuple[str, str, Reading]], cited: Cited) -> Iterator[Block]:
    for number, (asked, word, reading) in enumerate(questions, start=1):
        yield RemarkBlock(text=f"{number}. 《{simplified(reading.document.title)}》：{asked}")
        yield _line(f"答：{word}。原文：", reading, cited)


def _line(lead: str, reading: Reading, cited: Cited) -> StatementBlock:
    hit, words = reading.hit, reading.words
    home = (hit.document, hit.passage.id, hit.passage.locator)
    return cited.line(lead, words, home, reading.document.source_of(words.start, words.end))
