"""Pinyin annotations in brackets after a character: `習(xí)`, `月(yue)`, `行(háng/xíng)`."""

from __future__ import annotations

import re
import unicodedata

from ingest.edited_text import Edit, EditedText
from ingest.lines import HAN

_LATIN = "A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u030c\u01cd-\u01dcüÜ"
_READING = rf"[{_LATIN}]{{1,7}}[1-5]?"
_BETWEEN = r"[\s/／,，、;；·'’-]"
_ANNOTATION = re.compile(
    rf"(?<=[{HAN}])[ \t]?[(（\[［【〔]\s*({_READING}(?:{_BETWEEN}{{1,2}}{_READING}){{0,7}})\s*[)）\]］】〕]"
)
_BOPOMOFO = re.compile(rf"(?<=[{HAN}])[(（][\u3105-\u312fˊˇˋ˙\s]{{1,12}}[)）]")

_ONE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:[aoeiuv]|ai|ei|ao|ou|[aeiu]n|[aeio]ng|i[ae]|iao|iu|ian|i[ao]ng|u[aeo]|uai|ui|uan|uang|ve)|er|ng"
)
_SYLLABLE = re.compile(_ONE)
_SYLLABLES = re.compile(f"(?:{_ONE}){{1,2}}")
"""One syllable, and one or two written together: `róngyì`. A few that do not exist are in it; what matters is that most
English words and abbreviations are not."""

_ENGLISH = re.compile(
    "an?|ban|bang|bin|can|cha|chi|den|din|fan|fen|gang|hang|hen?|i|lan|long|man|men?|ming|nan|o|pan|pen|pin|ran"
    "|sang|she|song|sun|tan|ten|wan|wen"
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
    return edited.apply("pinyin", (Edit(*span) for span in spans))


def _is_reading(annotation: str) -> bool:
    """Tell whether every part is Mandarin, written small unless it carries a tone."""
    parts = [part for part in re.split(f"{_BETWEEN}+", annotation) if part]
    return all(_SYLLABLES.fullmatch(_plain(part)) and (part.islower() or _has_tone(part)) for part in parts)


def _is_certain(annotation: str) -> bool:
    plain = _plain(annotation)
    if annotation.isascii() and annotation[-1].isdigit() and len(plain) == 1:
        return False  # 会议室(a1) is no reading
    return _has_tone(annotation) or (_SYLLABLE.fullmatch(plain) is not None and _ENGLISH.fullmatch(plain) is None)


def _has_tone(annotation: str) -> bool:
    return annotation[-1].isdigit() or any(
        not letter.isascii() for letter in annotation if letter not in "üÜ’·／，、；"
    )


def _plain(syllable: str) -> str:
    """Return a syllable without tone: `lǜ` -> lv, `xi2` -> xi."""
    decomposed = unicodedata.normalize("NFD", syllable.lower().replace("ɑ", "a").replace("ɡ", "g"))
    letters = decomposed.replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isdigit())
