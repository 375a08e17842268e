"""Cells of Excel as people see them: 85.5%, 0007, 2024年3月, 25人; not as they are stored."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<before>(?:\"[^\"]*\")?)(?P<digits>[#0,]*)(?:\.(?P<decimals>[0#?]+))?(?P<percent>%?)_?\)?(?P<after>(?:\"[^\"]*\"|[\u4e00-\u9fff]*))"
)
"""A format of digits with literal words around it; colours, conditions and other sections are cut off before."""

_CONDITIONS = re.compile(r"\[[^\]]*\]")
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|\"[^\"]*\"|\\.|[年月日时分秒]|[^ymdhs\"\\\\]", re.IGNORECASE)
CHINESE_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
}
"""Formats that a Chinese Excel names by number alone (ECMA-376 part 1, 18.8.30)."""

_MIDNIGHT = " 00:00:00"
_PRECISION = 15
"""Digits that Excel keeps; more are noise of binary fractions."""


def shown(value: object, number_format: str) -> str:
    """Return a cell in one line, as its number format shows it; formats that are not known show the stored value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, _CONDITIONS.sub("", number_format.partition(";")[0]))
    if isinstance(value, dt.date | dt.time) and any(sign in number_format for sign in "年月日时分"):
        return _date(value, _CONDITIONS.sub("", number_format.partition(";")[0]))
    return " ".join(str(value).removesuffix(_MIDNIGHT).split())


def _number(value: float, shape: str) -> str:
    form = _NUMBER.fullmatch(shape)
    if form is None or not (form["digits"] or form["decimals"]):
        return _plain(value)
    value = value * 100 if form["percent"] else value
    decimals = form["decimals"] or ""
    if decimals or form["percent"]:
        text = f"{value:.{len(decimals)}f}"
        text = text.rstrip("0").rstrip(".") if "#" in decimals and "0" not in decimals else text
    else:
        text = _plain(value)
    width = form["digits"].count("0")
    whole, point, rest = text.removeprefix("-").partition(".")
    sign = "-" if text.startswith("-") else ""
    written = sign + whole.zfill(width) + point + rest + form["percent"]
    return form["before"].strip('"') + written + form["after"].strip('"')


def _plain(value: float) -> str:
    """Return a number without the noise of binary fractions, with zeros for the digits that Excel drops."""
    kept = f"{value:.{_PRECISION}g}"
    whole = isinstance(value, int) or value.is_integer()
    return str(int(Decimal(kept))) if whole else kept


def _date(value: dt.date | dt.time, shape: str) -> str:
    """Write a date as its format says, if that is a Chinese one: 2024年3月5日."""
    parts = _DATE_PART.findall(shape)
    return "".join(_date_part(part, parts[at - 1 : at] if at else [], value) for at, part in enumerate(parts)).strip()


def _date_part(part: str, before: list[str], value: dt.date | dt.time) -> str:
    clock = "hour" if part[0] in "hH" else "second" if part[0] in "sS" else ""
    if part[0] in "mM" and any(each.strip('"')[:1] in "hH:时" for each in before):
        clock = "minute"
    name = clock or {"y": "year", "m": "month", "d": "day"}.get(part[0].lower(), "")
    if not name:
        return part.strip('"').removeprefix("\\")
    number = getattr(value, name, None)
    if number is None:
        return ""
    return f"{number:02d}" if len(part) == 2 and name != "year" else str(number)  # noqa: PLR2004  # mm has two digits
