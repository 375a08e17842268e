"""What is said to a question that leans on another where none went before: a question back, not a guess."""

from __future__ import annotations

from knowledge.answers import Clarify, Notice
from knowledge.questions import said
from knowledge.questions.conversation import goes_on_from_it, what_about
from knowledge.questions.parallels import asked_unit
from knowledge.questions.queries import parse_query

SHORT = 12
"""Characters of a question that may lean on another without saying so: 效果怎么样."""

ASPECTS = frozenset(
    {"效果", "成效", "问题", "不足", "难点", "例子", "案例", "反面", "正面", "经验", "教训", "做法", "亮点"}
)
"""What any matter has, and what names none."""


def asked_back(question: str) -> Clarify | Notice | None:
    """Return what to say to a question that needs another before it and has none; None where it stands by itself.

    Example:
        那医院呢？ -> 医院想了解哪方面, with whole questions to choose from
    """
    if goes_on_from_it(question):
        told = said.NOTHING_BEFORE
        return Notice(question=question, standalone_question=question, text=told, candidates=said.EXAMPLES)
    if len(question) <= SHORT and not set(parse_query(question).content) - ASPECTS:
        return _clarify(question, said.WHICH_MATTER, said.EXAMPLES)
    if (topic := what_about(question)) is None:
        return None
    about = asked_unit(topic) or topic
    return _clarify(question, said.what_of(topic), tuple(each.format(about) for each in said.ASKED_OF))


def _clarify(question: str, text: str, candidates: tuple[str, ...]) -> Clarify:
    return Clarify(question=question, standalone_question=question, text=text, candidates=candidates)
