"""What the last articles of rules say about validity: from when, until when, and what they put out of force."""

from __future__ import annotations

import re
from datetime import date

from knowledge.documents import Frozen
from knowledge.numerals import numeral_value

TAIL = 2500
"""Characters at the end of a text in which such clauses stand."""

_N = r"[\d零〇○一二三四五六七八九十]"
_DATE = rf"({_N}{{2,4}})年({_N}{{1,3}})月({_N}{{1,3}})日"
_EFFECTIVE = re.compile(rf"自{_DATE}起(?:正式)?(?:施行|实施|生效|试行)")
_HEADER_EFFECTIVE = re.compile(rf"{_DATE}\s*起?(?:施行|实施)")
_UNTIL = re.compile(rf"有效期(?:限)?(?:至|到)\s*{_DATE}")
_FOR_YEARS = re.compile(rf"有效期(?:限)?(?:为)?\s*({_N}{{1,3}})年")
_OUT = "(?:废止|停止(?:执行|施行|适用)|不再(?:执行|施行|适用)"
_REPEAL = re.compile(
    rf"[^。；\n]*(?:同时|即行|予以|相应|随之){_OUT}|失效)|[^。；\n]*起[^。；\n]*{_OUT})|(?<![\u4e00-\u9fff])废止《[^。；\n]*"
)
"""《X》同时废止; 自本条例施行之日起，《X》停止执行; 废止《X》 where a sentence or a part of one begins with it."""

_TITLE = re.compile(
    r"(?<!依据)(?<!根据)(?<!按照)(?<!依照)(?<!贯彻)(?<!落实)《([^《》]{3,60})》((?:[（(](?:试行|暂行)[）)])?)"
    r"(?!(?:[（(][^（()）]*[）)])?(?:第|中|的?[有相]关|的?规定|继续|仍|不变|已|与(?!《)|自[^。；，]*起(?:正式)?[施实执试生]))"
)
"""A title that goes as a whole: none that another rests on, of which a part goes, that stays, or that begins now."""


class Clauses(Frozen):
    """What a text says of its own validity and of others'."""

    effective: str | None = None
    """`YYYY-MM-DD`, as the text prints it; it may be that of the first version."""

    until: str | None = None
    repeals: tuple[str, ...] = ()
    """Titles that it puts out of force."""


def read_clauses(head: str, tail: str) -> Clauses:
    """Read the clauses on validity.

    Args:
        head: The beginning of the text, with the lines under the title.
        tail: The last `TAIL` characters of the text.
    """
    found = _EFFECTIVE.findall(tail) or _HEADER_EFFECTIVE.findall(head)
    effective = _iso(*found[-1]) if found else None
    repeals = [title + trial for clause in _REPEAL.findall(tail) for title, trial in _TITLE.findall(clause)]
    return Clauses(effective=effective, until=_until(tail, effective), repeals=tuple(dict.fromkeys(repeals)))


def _until(tail: str, effective: str | None) -> str | None:
    match = _UNTIL.search(tail)
    if match:
        return _iso(*match.groups())
    years = _FOR_YEARS.search(tail)
    count = numeral_value(years[1]) if years else None
    if count and effective:
        return f"{int(effective[:4]) + count:04d}{effective[4:]}"
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    values = [numeral_value(part.replace("○", "〇")) for part in (year, month, day)]
    if None in values:
        return None
    try:
        return date(*(value or 0 for value in values)).isoformat()
    except ValueError:
        return None
