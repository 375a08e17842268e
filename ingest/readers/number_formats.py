"""Numbers as lists write them: the formats of ECMA-376 (17.18.59) that Chinese papers use, and the Latin ones."""

from __future__ import annotations

from knowledge.numerals import printed

_COUNTED = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_DIGITAL = {"ideographDigital", "japaneseDigitalTenThousand", "koreanDigital2", "taiwaneseDigital"}
_LEGAL = {
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖零拾佰仟",
    "ideographLegalTraditional": "壹貳參肆伍陸柒捌玖零拾佰仟",
    "japaneseLegal": "壱弐参四伍六七八九〇拾百阡",
}
_PLAIN = "一二三四五六七八九零十百千"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROWS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}
"""Formats that have a sign for each number; past the last one they count in digits."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS = 26
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def numeral(value: int, shape: str, pattern: str | None = None) -> str:  # noqa: PLR0911  # one row a family of formats
    """Write a number as a list format names it; unknown formats count in digits.

    Args:
        value: From 0 to 9999.
        shape: `ST_NumberFormat`.
        pattern: The first number of a format of the document's own, which says how many digits there are.

    Example:
        (12, "chineseCounting") -> 十二, (3, "decimalEnclosedCircleChinese") -> ③, (7, "custom", "001") -> 007
    """
    row = _ROWS.get(shape, "")
    if 0 < value <= len(row):
        return row[value - 1]
    if shape in _COUNTED:
        return printed(value)
    if shape in _DIGITAL:
        return str(value).translate(_HAN_DIGITS)
    if shape in _LEGAL:
        counted = printed(value)
        ten = "一" if counted.startswith("十") else ""
        return (ten + counted).translate(str.maketrans(_PLAIN, _LEGAL[shape]))
    if shape == "ideographZodiacTraditional" and value > 0:
        return _STEMS[(value - 1) % len(_STEMS)] + _BRANCHES[(value - 1) % len(_BRANCHES)]
    if shape in {"upperRoman", "lowerRoman"}:
        return _cased(_roman(value), shape)
    if shape in {"upperLetter", "lowerLetter"} and value > 0:
        return _cased(chr(ord("A") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1), shape)
    return _in_digits(value, shape, pattern)


def _in_digits(value: int, shape: str, pattern: str | None) -> str:
    if shape == "custom" and pattern is not None and pattern.isdigit():
        return f"{value:0{len(pattern)}d}"
    written = {"decimalZero": f"{value:02d}", "numberInDash": f"- {value} -"}.get(shape, str(value))
    return written.translate(_WIDE) if shape.startswith("decimalFullWidth") else written


def _roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (value // worth)
        value %= worth
    return written


def _cased(written: str, shape: str) -> str:
    return written.lower() if shape.startswith("lower") else written
