"""Abbreviations by which web pages evade filters, spelled out from the editable list; the only repair of wording."""

from __future__ import annotations

import re
from functools import cache

from ingest.edited_text import Edit, EditedText
from knowledge.lexicon.reader import lexicon_lines


def expand_abbreviations(edited: EditedText) -> EditedText:
    """Replace each listed abbreviation that stands by itself, not inside a word, a number or an address."""
    pattern, meanings = _abbreviations()
    matches = pattern.finditer(edited.text)
    return edited.apply("abbreviation", (Edit(*match.span(), meanings[match.group().lower()]) for match in matches))


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    """Read the list; the longest abbreviation is tried first."""
    pairs = (line.split("\t", 1) for line in lexicon_lines("abbreviations.txt"))
    meanings = {short.strip().lower(): full.strip() for short, full in pairs}
    choices = "|".join(_alone(short) for short in sorted(meanings, key=len, reverse=True))
    pattern = rf"(?<![A-Za-z0-9_./@#-])(?:{choices})"
    return re.compile(pattern, re.IGNORECASE), meanings


def _alone(short: str) -> str:
    """Return the pattern of an abbreviation; a letter at its end must end the word, a Han character does (D员34名)."""
    return re.escape(short) + (r"(?![A-Za-z0-9_@]|[./-][A-Za-z0-9])" if short[-1].isascii() else "")
