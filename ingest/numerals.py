"""Chinese numerals as headings write them: 十二, 一百〇二, 两千, 二〇, 12."""

from __future__ import annotations

_DIGITS = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number_of(numeral: str) -> int:
    """Return the number that a numeral of `ingest.markers.NUMERAL` or of digits writes.

    Example:
        一百〇二 -> 102, 十 -> 10, 二〇 -> 20, 17 -> 17
    """
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if not any(unit in numeral for unit in _UNITS):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, digit = 0, None
    for character in numeral:
        if character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            digit = _DIGITS[character] or None
    return total + (digit or 0)


def numeral_of(number: int) -> str:
    """Write 1 to 9999 as headings do: 102 -> 一百零二, 12 -> 十二."""
    names, written, gap = "零一二三四五六七八九", "", False
    rest = number
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            bare = unit == 10 and digit == 1 and not written  # noqa: PLR2004  # 十二, not 一十二
            written += ("零" if gap else "") + ("" if bare else names[digit]) + name
            gap = False
        elif written:
            gap = True
    return written
