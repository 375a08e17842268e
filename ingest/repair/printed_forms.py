"""What printing to PDF does to characters: radicals in the place of whole characters, thin gaps around figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import HAN, Line, written_lines

_SUPPLEMENT = dict(
    zip(
        "⺎⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "兀母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals of the supplement block, which Unicode does not map to characters, as fonts use them for characters."""

_AS_IN_USE = {"⼾": "户", "⾭": "青"}
"""Radicals that Unicode maps to a form which no paper of today is written in: 戶, 靑."""

_SET_UPRIGHT = dict(zip("︐︑︒︓︔︕︖﹐﹑﹒﹔﹕﹖﹗", "，、。：；！？，、。；：？！", strict=True))
"""Marks of vertical and of small print, for which Unicode names the ASCII ones."""

_RADICAL = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe4f\ufe50-\ufe6b\uff61-\uff9f]")
_WIDE = dict(zip("(){}[]", "（）｛｝［］", strict=True))
"""Brackets, which beside Chinese characters are wide."""

_GAP = re.compile(
    rf"(?<=[{HAN}，。、；：）】》])[ \xa0]{{1,2}}(?=[0-9A-Za-z（《])"
    rf"|(?<=[0-9A-Za-z%）》])[ \xa0]{{1,2}}(?=[{HAN}，。、；：])"
)
_TABULATED = re.compile(rf"(?<=[{HAN}])[ \xa0](?=[{HAN}])|(?<=[0-9%])[ \xa0](?=[0-9])")
"""A gap that no printing puts inside a text: it parts the columns of a table."""

_SENTENCE = re.compile("[，。；：]")
_FEWEST_COLUMNS = 3


def restore_characters(edited: EditedText) -> EditedText:
    """Put the character in the place of the radical, or the form of it, that a file names: the sign is the same."""
    found = ((match.span(), _character(match.group())) for match in _RADICAL.finditer(edited.text))
    return edited.apply("glyph", (Edit(*span, whole) for span, whole in found))


def close_gaps(edited: EditedText) -> EditedText:
    """Close the single spaces between Chinese characters and figures; an indent or a wide space stays.

    So do those that part columns: in a row of a table, `3 窗口满意度 20 营业科` is four values and not one.
    """
    lines = written_lines(edited.text)
    rows = _rows(lines)
    changes = (
        Edit(*match.span())
        for line in lines
        if line.start not in rows
        for match in _GAP.finditer(edited.text, line.start, line.end)
    )
    return edited.apply("spacing", changes)


def _rows(lines: Sequence[Line]) -> set[int]:
    """Return where the rows of tables begin: lines with gaps between columns, and those below with as many values."""
    rows: set[int] = set()
    columns = 0
    for line in lines:
        values = len(line.text.split())
        parted = _TABULATED.search(line.text) is not None and values >= _FEWEST_COLUMNS
        if _SENTENCE.search(line.text) or not (parted or values == columns):
            columns = 0
            continue
        columns = values
        rows.add(line.start)
    return rows


def _character(radical: str) -> str:
    named = _SUPPLEMENT.get(radical) or _AS_IN_USE.get(radical) or _SET_UPRIGHT.get(radical)
    return named or _WIDE.get(plain := unicodedata.normalize("NFKC", radical), plain)
