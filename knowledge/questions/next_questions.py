"""What a person may want to ask next: short words for a button, and the question they stand for. Pure.

The words are those that somebody would type after the answer; `understood` makes them a question by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.answers import Answer, NextQuestion
from knowledge.documents import PRACTICES, RULES, Kind
from knowledge.numerals import ARTICLE
from knowledge.particulars import Sector
from knowledge.questions.asking import HOW
from knowledge.questions.conversation import understood
from knowledge.questions.parallels import asked_unit
from knowledge.questions.question_filters import without_years
from knowledge.questions.turns import turn_of
from knowledge.tokens import simplified

MOST = 3
"""Buttons in a row that a phone shows without cutting their words."""

UNITS = (Sector.AGENCY, Sector.ENTERPRISE, Sector.HOSPITAL, Sector.UNIVERSITY, Sector.COMMUNITY, Sector.VILLAGE)
"""Kinds of unit that people compare."""

_ARTICLE = re.compile(ARTICLE)

_NAMES_A_RULE = re.compile(r"条例|规定|办法|章程|准则|细则|《")
"""In the name of an instrument another kind of unit makes a name that nothing has."""

_PRACTICAL = re.compile(rf"{HOW}|做法|是什么|什么是")
"""Questions to which an example says something: not 有没有表决权."""


class MayFollow(NamedTuple):
    """A question that may lead on, and what must be there for it."""

    asked: NextQuestion
    named: str = ""
    """Stands in the passage that answers it."""

    kinds: frozenset[Kind] = frozenset(Kind)
    """Of the document that answers it."""


def candidates(reply: Answer) -> Iterator[MayFollow]:
    """Yield what may be asked after an answer, the likeliest first; whether it can be answered is not known here."""
    if any(one.field in {"since", "until"} for one in reply.conditions):
        yield MayFollow(NextQuestion(label="不限年份", question=without_years(reply.standalone_question)))
    for label, named, kinds in _labels(reply):
        question = understood(label, turn_of(reply))
        if question != label:
            yield MayFollow(NextQuestion(label=label, question=question), named, kinds)
    yield from (MayFollow(each) for each in _articles(reply))


def _labels(reply: Answer) -> Iterator[tuple[str, str, frozenset[Kind]]]:
    kinds = {citation.document.kind for citation in reply.citations}
    unit = asked_unit(reply.standalone_question)
    if unit is not None and not _NAMES_A_RULE.search(reply.standalone_question):
        others = [*_retrieved_units(reply), *UNITS]
        wanted = [other for other in dict.fromkeys(others) if other != unit][:MOST]
        yield from ((f"那{other}呢？", other, frozenset(Kind)) for other in wanted)
    if kinds.isdisjoint(PRACTICES) and _PRACTICAL.search(reply.standalone_question):
        yield "举几个例子", "", frozenset(PRACTICES)
    if kinds.isdisjoint(RULES):
        yield "有什么规定？", "", frozenset(RULES)


def _retrieved_units(reply: Answer) -> Iterator[str]:
    """Yield the kinds of unit that the material beside the answer is about."""
    for document in (hit.document for hit in reply.nearest):
        sector = document.particulars.sector
        if sector in UNITS:
            yield sector


def _articles(reply: Answer) -> Iterator[NextQuestion]:
    """Yield the articles that an answer quotes, each to be seen whole, unless the answer is one itself."""
    named = reply.standalone_question
    for citation in reply.citations:
        article = _ARTICLE.search(citation.locator)
        if citation.document.kind.is_rule and article and article[0] not in named and not citation.secondhand:
            yield NextQuestion(
                label=f"看{article[0]}", question=f"《{simplified(citation.document.title)}》{article[0]}"
            )
