"""How a speech is given — whole, in excerpts, in a reporter's words — and where it was held."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.lines import written_lines
from knowledge.documents import Kind
from knowledge.particulars import Speech

_HEAD, _EDGE = 1500, 600
_NOTE = re.compile(
    r"(?:这是|本文(?:是|系)|此文(?:是|系))[^。\n]{0,80}?(?:讲话|报告|文章|发言)(?:的|中)?(?:一部分|主要部分|节选|摘要|要点|摘编|摘录)|[（(](?:节选|摘要|摘编|摘录|要点)[）)]|摘编\s*$"
)
_ADDRESS = re.compile(
    r"^(?:尊敬的|各位|同志们|朋友们|同学们|老师们|女士们|代表们)[^。\n]{0,40}[！!：:，,]?$|^同志们[，,：:]|^[^。\n]{0,30}(?:同志们|朋友们)[：:！!]$"
)
_DATELINE = re.compile(
    r"新华社[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日电|(?:本报|人民日报|央视|中新社)[^。\n]{0,30}(?:讯|电)|来源[：:]\s*(?:新华社|人民日报)"
)
_REPORTED = re.compile(r"(?:[\u4e00-\u9fff]{2,4})(?:总书记|同志|书记)?(?:强调|指出|要求|表示|说)(?:，|：(?!“))")
_FEWEST_REPORTED = 2
_SURVEY_TITLE = re.compile(r"综述|述评|纪实|侧记")
_TITLE_OCCASION = re.compile(
    r"在(?P<held>.{3,60}?)(?:上|时|期间)?的?(?:重要)?(?:讲话|致辞|致词|演讲|发言|党课|报告)(?=$|[（(—\s提])"
)
_HELD_AT = re.compile(
    r"(?:在|出席)(?P<held>[^，。；、“”\n]{3,45}?(?:大会|会议|全会|座谈会|研讨班|研讨会|论坛|典礼|仪式|集体学习|开班式|推进会|部署会|动员会|总结会|工作会|民主生活会))(?:上|时|并)"
)
_TOOK_PART = re.compile(r"^(?:19|20)\d{2}年|^\d{1,2}月\d{1,2}日")


class Delivery(NamedTuple):
    """In whose words, and where."""

    speech: Speech | None
    occasion: str | None


def delivery_of(title: str, kind: Kind, text: str) -> Delivery:
    """Read how a speech is given; nothing for what is none.

    A report of a speech may stand under the kind `article`: it is one if a reporter passes a speaker's words on.
    """
    speech = _given(title, kind, text)
    return Delivery(speech, _occasion(title, text) if speech is not None else None)


def _given(title: str, kind: Kind, text: str) -> Speech | None:
    passed_on = len(_REPORTED.findall(text[: 2 * _HEAD])) >= _FEWEST_REPORTED and _addressed(text) is None
    news = _DATELINE.search(text[:_EDGE] + "\n" + text[-_EDGE:]) is not None
    if kind is Kind.SPEECH:
        if _NOTE.search(title) or _NOTE.search(text[:_EDGE] + "\n" + text[-_EDGE:]):
            return Speech.EXCERPT
        return Speech.REPORT if passed_on and news else Speech.FULL if _addressed(text) else None
    if kind is not Kind.ARTICLE or not (passed_on and news):
        return None
    return Speech.SURVEY if _SURVEY_TITLE.search(title) else Speech.REPORT


def _addressed(text: str) -> str | None:
    """Return the line that addresses the audience."""
    return next((line.text for line in written_lines(text[:_HEAD]) if _ADDRESS.match(line.text)), None)


def _occasion(title: str, text: str) -> str | None:
    """Return the meeting that the title names, else the first that the text does."""
    named = _TITLE_OCCASION.search(title) or _HELD_AT.search(title) or _HELD_AT.search(text[:_HEAD])
    return _TOOK_PART.sub("", named["held"]).strip() if named else None
