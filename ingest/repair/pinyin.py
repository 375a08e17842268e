"""Pinyin annotations in brackets after a character: `習(xí)`, `月(yue)`, `行(háng/xíng)`."""

from __future__ import annotations

import re
import unicodedata

from ingest.edited_text import Change, EditedText
from ingest.lines import HAN

_LATIN = "A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u030c\u01cd-\u01dcüÜ"
_ANNOTATION = re.compile(
    rf"(?<=[{HAN}])[ \t]?(?:\(|（|\[|［|【|〔)\s*([{_LATIN}]{{1,7}}[1-5]?(?:[\s/／,，、;；·'’-]{{1,2}}[{_LATIN}]{{1,7}}[1-5]?){{0,7}})"
    rf"\s*(?:\)|）|\]|］|】|〕)"
)
_BOPOMOFO = re.compile(rf"(?<=[{HAN}])[(（][\u3105-\u312fˊˇˋ˙\s]{{1,12}}[)）]")
_BETWEEN = re.compile(r"[\s/／,，、;；·'’-]+")

_INITIALS = [
    "b",
    "p",
    "m",
    "f",
    "d",
    "t",
    "n",
    "l",
    "g",
    "k",
    "h",
    "j",
    "q",
    "x",
    "zh",
    "ch",
    "sh",
    "r",
    "z",
    "c",
    "s",
    "y",
    "w",
]
_FINALS = [
    "a",
    "o",
    "e",
    "ai",
    "ei",
    "ao",
    "ou",
    "an",
    "en",
    "ang",
    "eng",
    "ong",
    "i",
    "ia",
    "ie",
    "iao",
    "iu",
    "ian",
    "in",
    "iang",
    "ing",
    "iong",
    "u",
    "ua",
    "uo",
    "uai",
    "ui",
    "uan",
    "un",
    "uang",
    "ueng",
    "ue",
    "v",
    "ve",
]
_SYLLABLES = frozenset(initial + final for initial in ("", *_INITIALS) for final in _FINALS) | {
    "er",
    "hm",
    "ng",
    "m",
    "n",
}
"""A few that do not exist are in it; what matters is that most English words and abbreviations are not."""

_ENGLISH = frozenset(
    [
        "a",
        "an",
        "bang",
        "can",
        "cha",
        "chi",
        "e",
        "fan",
        "gang",
        "he",
        "hang",
        "hen",
        "i",
        "lan",
        "long",
        "man",
        "me",
        "men",
        "nan",
        "o",
        "pan",
        "pen",
        "pin",
        "ran",
        "sang",
        "she",
        "song",
        "sun",
        "tan",
        "ten",
        "wan",
        "wen",
        "ban",
        "bin",
        "den",
        "din",
        "fen",
        "hong",
        "king",
        "ming",
        "sin",
    ]
)
"""Syllables that are also words or abbreviations: without a tone one of them alone proves nothing."""

_ENOUGH = 3
"""So many annotations show that a text is annotated throughout."""


def remove_pinyin(edited: EditedText) -> EditedText:
    """Remove readings given in brackets after Han characters, with or without tones, and Bopomofo ones.

    Other bracketed Latin text — `(PPT)`, `(app)`, `(GDP)` — is no reading and stays.
    """
    readings = [match for match in _ANNOTATION.finditer(edited.text) if _is_reading(match.group(1))]
    certain = [match for match in readings if _is_certain(match.group(1))]
    believed = readings if len(readings) >= _ENOUGH else certain
    spans = [match.span() for match in believed]
    spans += [match.span() for match in _BOPOMOFO.finditer(edited.text)]
    return edited.apply("pinyin", (Change(*span) for span in spans))


def _is_reading(annotation: str) -> bool:
    """Tell whether every part is a Mandarin syllable, written small unless it carries a tone."""
    parts = [part for part in _BETWEEN.split(annotation) if part]
    return all(
        (_plain(part) in _SYLLABLES or _is_word(_plain(part))) and (part.islower() or _has_tone(part)) for part in parts
    )


def _is_word(plain: str) -> bool:
    """Tell whether the letters are two syllables written together: `róngyì`."""
    return any(plain[:cut] in _SYLLABLES and plain[cut:] in _SYLLABLES for cut in range(2, len(plain) - 1))


def _is_certain(annotation: str) -> bool:
    plain = _plain(annotation)
    return _has_tone(annotation) or (plain in _SYLLABLES and plain not in _ENGLISH and len(plain) > 1)


def _has_tone(annotation: str) -> bool:
    return annotation[-1].isdigit() or any(ord(letter) > 127 for letter in annotation if letter not in "üÜ’·／，、；")


def _plain(syllable: str) -> str:
    """Return a syllable without tone: `lǜ` -> lv, `xi2` -> xi."""
    decomposed = unicodedata.normalize("NFD", syllable.lower().replace("ɑ", "a").replace("ɡ", "g"))
    letters = decomposed.replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isdigit())
