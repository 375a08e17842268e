"""Chinese numerals: their characters, what they are worth, and how they are printed."""

from __future__ import annotations

import re

ONE_TO_TEN = "一二三四五六七八九十"
NUMERALS = "〇零○一二三四五六七八九十百千两"
"""The characters of numerals, for use inside a character class."""

ARTICLE = rf"第[{NUMERALS}\d]+条(?:之[{NUMERALS}\d]+)?"
"""The number of an article (条), as a pattern: 第一百零二条, 第十条之一, 第102条."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_VALUES = {name: value for value, name in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_SAME = str.maketrans({"〇": "零", "○": "零", "两": "二"})
_SPOKEN = re.compile(r"([百千])([一二三四五六七八九])$")
"""一百二 is 120: the unit after the last digit is left out in speech."""

LARGEST = 9999


def number_of(numeral: str) -> int:
    """Return the number that a numeral writes: digits, Chinese digits one by one, or with 十, 百, 千.

    Example:
        一百〇二 -> 102; 十 -> 10; 两千 -> 2000; 二〇 -> 20; 17 -> 17
    """
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if not any(unit in numeral for unit in _POWERS):
        return int("".join(str(_VALUES[character]) for character in numeral))
    total, digit = 0, None
    for character in numeral:
        if character in _POWERS:
            total += (1 if digit is None else digit) * _POWERS[character]
            digit = None
        else:
            digit = _VALUES[character] or None
    return total + (digit or 0)


def numeral_value(numeral: str) -> int | None:
    """Return the value of a numeral, 0 to 9999, or None when it is not one.

    Args:
        numeral: Folded: Arabic digits, a Chinese numeral, or Chinese digits one by one.

    Example:
        12 -> 12; 一百零二 -> 102; 一〇二 -> 102; 一百二 -> 120; 廿三 -> 23; 十十 -> None
    """
    if numeral.isdecimal():
        return int(numeral) if len(numeral) <= len(str(LARGEST)) else None
    plain = numeral.translate(_SAME).replace("廿", "二十").replace("卅", "三十")
    if not plain or set(plain) - set(_DIGITS + "十百千"):
        return None
    if not set(plain) & set("十百千"):
        value = int("".join(str(_DIGITS.index(digit)) for digit in plain))
        return value if value <= LARGEST else None
    spoken = _SPOKEN.search(plain)
    if spoken:
        plain += {"百": "十", "千": "百"}[spoken[1]]
    value = number_of(plain)
    return value if _canonical(printed(value)) == _canonical(plain) else None


def printed(value: int) -> str:
    """Return a number, 0 to 9999, as official texts print it.

    Example:
        10 -> 十; 102 -> 一百零二; 1010 -> 一千零一十
    """
    if value == 0:
        return "零"
    pieces: list[str] = []
    for power in range(len(_UNITS) - 1, -1, -1):
        digit = value // 10**power % 10
        if digit:
            pieces.append(_DIGITS[digit] + _UNITS[power])
        elif pieces and pieces[-1] != "零" and value % 10**power:
            pieces.append("零")
    numeral = "".join(pieces)
    return numeral[1:] if numeral.startswith("一十") else numeral


def _canonical(numeral: str) -> str:
    """Return a numeral in which what people may leave out is left out: 零 and the 一 before 十."""
    return numeral.replace("零", "").replace("一十", "十")
