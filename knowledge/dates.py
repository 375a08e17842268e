"""Dates in words: stored as precise as a text is, read in full."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date as day_of

from knowledge.errors import BadRequestError

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")


def chinese_date(date: str) -> str:
    """Return an ISO date, as precise as it is, in full: 2019-11-29 -> 2019年11月29日, 2023 -> 2023年."""
    return "".join(f"{int(number)}{unit}" for number, unit in zip(date.split("-"), "年月日", strict=False))


def in_chinese(text: str) -> str:
    """Return a text with its ISO dates in full; a bare year stays as it is."""
    return _ISO.sub(lambda match: chinese_date(match.group()), text)


def day_meant(text: str) -> str:
    """Return the day that somebody names, `YYYY-MM-DD`: the last of a year or of a month that is given alone.

    Raises:
        BadRequestError: It is no date.
    """
    try:
        year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
        month = month or 12
        return day_of(year, month, day or monthrange(year, month)[1]).isoformat()
    except (ValueError, IndexError, OverflowError) as error:
        raise BadRequestError(f"{text} 不是日期；请写作 2018-06-30、2018-06 或 2018。") from error
