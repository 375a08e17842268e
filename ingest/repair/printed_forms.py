"""What printing to PDF does to characters: radicals in the place of whole characters, thin gaps around figures."""

from __future__ import annotations

import re
import unicodedata

from ingest.edited_text import Change, EditedText
from ingest.lines import HAN

_SUPPLEMENT = dict(
    zip(
        "⺎⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "兀母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals of the supplement block, which Unicode does not map to characters, as fonts use them for characters."""

_RADICAL = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5]")
_GAP = re.compile(
    rf"(?<=[{HAN}，。、；：）】》])[ \xa0]{{1,2}}(?=[0-9A-Za-z（《])"
    rf"|(?<=[0-9A-Za-z%）》])[ \xa0]{{1,2}}(?=[{HAN}，。、；：])"
)


def restore_characters(edited: EditedText) -> EditedText:
    """Put the character in the place of the radical that a PDF names for it: the printed sign is the same."""
    found = ((match.span(), _character(match.group())) for match in _RADICAL.finditer(edited.text))
    return edited.apply("glyph", (Change(*span, whole) for span, whole in found))


def close_gaps(edited: EditedText) -> EditedText:
    """Close the single spaces between Chinese characters and figures; an indent or a wide space stays."""
    return edited.apply("spacing", (Change(*match.span()) for match in _GAP.finditer(edited.text)))


def _character(radical: str) -> str:
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)
