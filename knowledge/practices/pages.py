"""A request for examples over several turns: its pages (换一批), and examples of a page set side by side (对比1和3)."""

from __future__ import annotations

import re
from datetime import date

from knowledge.answers import Answer
from knowledge.documents import Frozen
from knowledge.numerals import number_of
from knowledge.practices.requests import CardRequest, asks_for_examples, read_request
from knowledge.tokens import fold

USUAL, MOST = 5, 10
"""Examples of a page, where no number is asked for, and at most."""

FEWEST_COMPARED, MOST_COMPARED = 2, 4

_AGAIN = re.compile(r"^(?:请)?(?:再)?(?:换|来)(?:一批|几个|一组|点别的)|^还有(?:吗|别的|其他)|^下一批")
AGAIN = "换一批"
"""What is said for the next page; the notice above a page says so where there is one."""

_PAGE = re.compile(r"（第(\d+)批）$")
_NUMBER = r"(?:第?(?:\d{1,2}|[一二三四五六七八九十])[个条张例号]?)"
_COMPARES = re.compile(
    rf"^/?(?:请|把)?(?:并排)?(?:对比|比较|比一比)?(?:一下)?\s*(?P<which>{_NUMBER}(?:[、,和与跟同及\s]+{_NUMBER})+)"
    r"(?:并排)?(?:对比|比较|比一比)?(?:一下)?[。!?]*$"
)
_WORD = re.compile(r"对比|比较|比一比")


class CardPage(Frozen):
    """A page of examples, as it is asked for."""

    request: CardRequest
    count: int
    number: int
    """From 1."""

    @property
    def offset(self) -> int:
        """Cards on the pages before it."""
        return (self.number - 1) * self.count


def page_of(asked: str, *, today: date) -> CardPage:
    """Return the page that a request asks for.

    Example:
        给我三个医院的例子（第2批） -> the fourth to the sixth example
    """
    page = _PAGE.search(asked)
    request = read_request(_PAGE.sub("", asked), today=today)
    return CardPage(request=request, count=min(request.count or USUAL, MOST), number=int(page[1]) if page else 1)


def is_request(asked: str) -> bool:
    """Tell whether a question, or a later page of it, asks for examples."""
    return asks_for_examples(_PAGE.sub("", asked))


def another_page(question: str, previous: str | None) -> str:
    """Return what is asked for: 换一批 after a request for examples asks for its next page."""
    if previous is None or not _AGAIN.match(fold(question)) or not is_request(previous):
        return question
    page = _PAGE.search(previous)
    return f"{_PAGE.sub('', previous)}（第{int(page[1]) + 1 if page else 2}批）"


def next_page(reply: Answer) -> str | None:
    """Return the question that asks for the page after a list of examples, or None when there is none."""
    if reply.page is None or reply.page.is_last:
        return None
    return another_page(AGAIN, reply.standalone_question)


def compared_numbers(question: str) -> tuple[int, ...]:
    """Return which examples of the page shown last are to be compared; empty where nothing of the sort is asked.

    Example:
        对比1和3 -> (1, 3)
    """
    folded = fold(question).strip()
    match = _COMPARES.match(folded) if _WORD.search(folded) else None
    if match is None:
        return ()
    found = re.findall(r"\d+|[一二三四五六七八九十]", match["which"])
    return tuple(dict.fromkeys(number_of(one) for one in found))
