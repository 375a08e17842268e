"""What another program's model may use: look-ups and answers, each with its sources. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from bot.services.asking import Question
from bot.services.assistant import Assistant
from bot.views.basic import ask_json
from bot.web.api import lookups
from bot.web.api.outward import outward
from bot.web.api.wanted import (
    WantedArticle,
    WantedAsk,
    WantedCards,
    WantedCheck,
    WantedKeyword,
    WantedSearch,
    as_wanted,
)
from knowledge.callers import Visit
from knowledge.documents import Frozen
from knowledge.questions.lengths import check_length

Result = dict[str, Any]
"""An object of the commands. Any: what JSON can say."""

Limit = Annotated[int, Field(description="最多几条，1至200")]


@dataclass(frozen=True)
class Tools:
    """Each is named for the command whose object it returns."""

    room: Assistant
    visit: Callable[[], Visit]
    """Who asks, at this moment."""

    def search(self, query: Annotated[str, Field(description="一句话或几个词")], limit: Limit = 10) -> Result:
        """Find passages by meaning and words."""
        return _told(
            lookups.passages_found(self.room, self.visit(), as_wanted(WantedSearch, {"query": query, "limit": limit}))
        )

    def keyword(self, text: Annotated[str, Field(description="要逐字查找的字词")], limit: Limit = 10) -> Result:
        """Find words as they stand."""
        return _told(
            lookups.words_looked_up(self.room, self.visit(), as_wanted(WantedKeyword, {"text": text, "limit": limit}))
        )

    def article(
        self,
        reference: Annotated[str, Field(description="法规名称和条、款、项，或文号，如 公务员法第59条")],
        as_of: Annotated[str | None, Field(description="按这一天有效的文本，如 2018-06-30")] = None,
    ) -> Result:
        """Find a provision by name and number."""
        wanted = as_wanted(WantedArticle, {"reference": reference, "as_of": as_of})
        return _told(lookups.provision_found(self.room, self.visit(), wanted))

    def cards(
        self,
        query: Annotated[str, Field(description="要找什么样的做法；单位类型、地区、年份会读作条件")],
        limit: Limit = 10,
    ) -> Result:
        """Find examples of practice."""
        return _told(
            lookups.examples_found(self.room, self.visit(), as_wanted(WantedCards, {"query": query, "limit": limit}))
        )

    def ask(self, question: Annotated[str, Field(description="要问的事，一两句话")]) -> Result:
        """Answer a question from the library."""
        wanted = as_wanted(WantedAsk, {"question": question})
        check_length(wanted.question)
        return _told(ask_json(self.room.asking.ask(Question(text=wanted.question, visit=self.visit()))))

    def check(self, text: Annotated[str, Field(description="要核对的文字")]) -> Result:
        """Hold somebody's own text against the library."""
        return _told(lookups.text_checked(self.room, self.visit(), as_wanted(WantedCheck, {"text": text})))

    def all(self) -> list[tuple[Callable[..., Result], str]]:
        """Return all of them, each with what its user is told of it."""
        return [
            (self.search, "查找与一句话最相关的段落，各附题名、位置和效力。"),
            (self.keyword, "逐字查找，给出见于几份材料、几个段落。"),
            (self.article, "按名称和条号查条文原文和效力状态。"),
            (self.cards, "找各单位的做法：问题、举措、成效和原文。"),
            (self.ask, "提问，得到句句有出处的答复；资料没有的，如实说没有。引用时请保留编号和出处。"),
            (self.check, "核对文字里的引文、文件名称、条款和文号；不保存。"),
        ]


def _told(result: Frozen) -> Result:
    return outward(result, lambda _: None)
