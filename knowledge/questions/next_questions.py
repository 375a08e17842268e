"""What a person may want to ask next: short words for a button, and the question they stand for. Pure.

The words are those that somebody would type after the answer; `understood` makes them a question by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import NamedTuple

from knowledge.answers import Answer, NextQuestion
from knowledge.documents import PRACTICES, RULES, Kind
from knowledge.numerals import ARTICLE
from knowledge.particulars import Sector
from knowledge.questions.asking import HOW
from knowledge.questions.conversation import subject, understood
from knowledge.questions.parallels import asked_unit
from knowledge.questions.question_filters import without_years
from knowledge.questions.turns import turn_of
from knowledge.tokens import simplified

MOST = 4
"""Two rows of two buttons, whose words a phone shows whole."""

TERM = re.compile(r"“([^“”，。；、]{3,8})”")
"""What an answer puts in quotation marks and may be asked about by itself: “四融四促”."""

UNITS = (Sector.AGENCY, Sector.ENTERPRISE, Sector.HOSPITAL, Sector.UNIVERSITY, Sector.COMMUNITY, Sector.VILLAGE)
"""Kinds of unit that people compare."""

_RULES, _PRACTICE = frozenset(RULES), frozenset(PRACTICES)
_ARTICLE = re.compile(ARTICLE)

_NAMES_A_RULE = re.compile(r"条例|规定|办法|章程|准则|细则|《")
"""In the name of an instrument another kind of unit makes a name that nothing has."""

_PRACTICAL = re.compile(rf"{HOW}|做法|是什么|什么是")
"""Questions to which an example says something: not 有没有表决权."""


class MayFollow(NamedTuple):
    """A question that may lead on, and what must be there for it."""

    asked: NextQuestion
    named: str = ""
    """Stands in the answer to it."""

    kinds: frozenset[Kind] = frozenset(Kind)
    """Of a document that the answer to it quotes."""

    repeats: bool = False
    """Whether that may quote the same passages again: more of them."""


def candidates(reply: Answer) -> Iterator[MayFollow]:
    """Yield what may be asked after an answer, one of each sort in turn; none of it has been tried."""
    if any(one.field in {"since", "until"} for one in reply.conditions):
        yield MayFollow(NextQuestion(label="不限年份", question=without_years(reply.standalone_question)))
    sorts = (_of_other_units(reply), _of_terms(reply), _of_articles(reply), _of_other_kinds(reply), _of_validity(reply))
    yield from filter(None, chain.from_iterable(zip_longest(*sorts)))


def _of_other_units(reply: Answer) -> Iterator[MayFollow]:
    """Yield the same question of other kinds of unit, those first that the material beside the answer is about."""
    unit = asked_unit(reply.standalone_question)
    if unit is not None and not _NAMES_A_RULE.search(reply.standalone_question):
        others = dict.fromkeys((*_retrieved_units(reply), *UNITS))
        yield from _leading_on(
            reply, *((f"那{other}呢？", other, frozenset(Kind)) for other in others if other != unit)
        )


def _of_other_kinds(reply: Answer) -> Iterator[MayFollow]:
    """Yield a question for examples after rules alone, and for rules after practice alone."""
    kinds = {citation.document.kind for citation in reply.citations}
    if kinds.isdisjoint(PRACTICES) and _PRACTICAL.search(reply.standalone_question):
        yield from _leading_on(reply, ("举几个例子", "", _PRACTICE))
    if kinds.isdisjoint(RULES):
        question = f"{subject(reply.standalone_question)}有什么规定？"
        yield MayFollow(NextQuestion(label="有什么规定？", question=question), kinds=_RULES)


def _leading_on(reply: Answer, *labels: tuple[str, str, frozenset[Kind]]) -> Iterator[MayFollow]:
    """Yield what labels mean after an answer, where they mean anything."""
    for label, named, kinds in labels:
        question = understood(label, turn_of(reply))
        if question != label:
            yield MayFollow(NextQuestion(label=label, question=question), named, kinds)


def _of_terms(reply: Answer) -> Iterator[MayFollow]:
    """Yield what the terms are that an answer mentions and was not asked about."""
    for term in dict.fromkeys(TERM.findall(reply.text)):
        if term not in reply.standalone_question:
            yield MayFollow(NextQuestion(label=f"{term}是什么？", question=f"{term}是什么？"), term)


def _of_validity(reply: Answer) -> Iterator[MayFollow]:
    """Yield whether the first rule that an answer quotes is in force."""
    rules = [citation.document for citation in reply.citations if citation.document.kind in RULES]
    if rules and "有效" not in reply.standalone_question:
        question = f"《{simplified(rules[0].title)}》还有效吗？"
        yield MayFollow(NextQuestion(label="这份文件还有效吗？", question=question), kinds=_RULES, repeats=True)


def _retrieved_units(reply: Answer) -> Iterator[str]:
    """Yield the kinds of unit that the material beside the answer is about."""
    for document in (hit.document for hit in reply.nearest):
        sector = document.particulars.sector
        if sector in UNITS:
            yield sector


def _of_articles(reply: Answer) -> Iterator[MayFollow]:
    """Yield the articles that an answer quotes, each to be seen whole, unless the answer is one itself."""
    named = reply.standalone_question
    for citation in reply.citations:
        article = _ARTICLE.search(citation.locator)
        if citation.document.kind in RULES and article and article[0] not in named and not citation.secondhand:
            question = f"《{simplified(citation.document.title)}》{article[0]}"
            yield MayFollow(NextQuestion(label=f"看{article[0]}", question=question), kinds=_RULES, repeats=True)
