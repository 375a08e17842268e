"""Dates in words: stored as precise as a text is, read in full."""

from __future__ import annotations

import re

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")


def chinese_date(date: str) -> str:
    """Return an ISO date, as precise as it is, in full: 2019-11-29 -> 2019年11月29日, 2023 -> 2023年."""
    return "".join(f"{int(number)}{unit}" for number, unit in zip(date.split("-"), "年月日", strict=False))


def in_chinese(text: str) -> str:
    """Return a text with its ISO dates in full; a bare year stays as it is."""
    return _ISO.sub(lambda match: chinese_date(match.group()), text)
