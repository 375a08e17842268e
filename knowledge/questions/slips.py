"""Slips of typing: 支布 is 支部 by its sound, 案列 is 案例 by its shape.

A word is mended only where it stands nowhere in the library as it was typed, is no word of the dictionary, and another
character in it makes a word that the library has. What was mended is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_lines, lexicon_set
from knowledge.tokens import segments, simplified

LONGEST = 60
"""Characters of a question that is looked at: with a longer one there is enough to search by."""

LONGEST_WORD = 4
FEWEST, SHARE = 3, 500
"""A mended word has to stand in three passages, and in one of so many: without the latter eight of 680 questions on the
corpus in lay words were changed (鲜花 for 先花, which stands in 3 of 6,477 passages; 2026-11-30)."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_COUNTS = re.compile(r"[零〇一二两三四五六七八九十百千万几多半每各某第]")

Standing = Callable[[str], int]
"""In how many passages a text stands, as words."""


class Slip(Frozen):
    """A word as it was typed, and as it is looked up."""

    typed: str
    mended: str


class Mended(Frozen):
    """A question as it is looked up, with what was mended in it."""

    text: str
    slips: tuple[Slip, ...] = ()

    @property
    def notice(self) -> str:
        """Return the line that says so; empty where nothing was mended."""
        return "".join(f"库内未见“{slip.typed}”，已按“{slip.mended}”查找。" for slip in self.slips)


def mended_slips(question: str, stands: Standing, *, passages: int = 0) -> Mended:
    """Return a question with its slips mended, in a library of so many passages.

    Example:
        支布怎么换届 -> 支部怎么换届
    """
    if len(question) > LONGEST:
        return Mended(text=question)
    text, slips, fewest = question, list[Slip](), max(FEWEST, passages // SHARE)
    while (slip := _first_slip(simplified(text), stands, fewest)) is not None and slip not in slips:
        text = simplified(text).replace(slip.typed, slip.mended)
        slips.append(slip)
    return Mended(text=text, slips=tuple(slips))


def _first_slip(text: str, stands: Standing, fewest: int) -> Slip | None:
    for typed in _stretches(segments(text)):
        if typed not in text or stands(typed):
            continue
        found = [(len(word), stands(word), word) for word in _meant(typed)]
        best = max((each for each in found if each[1] >= fewest), default=None)
        if best is not None:
            return Slip(typed=typed, mended=best[2])
    return None


def _stretches(pieces: Sequence[str]) -> Iterator[str]:
    """Return what may be a word with a slip: a character that is in no common use, or pieces one of which is short.

    What the segmenter took for a word is one; a slip leaves single characters behind.
    """
    yield from (piece for piece in pieces if _HAN.fullmatch(piece) and len(piece) == 1 and piece not in _sounds())
    for length in (2, 3, 4):
        for start in range(len(pieces) - length + 1):
            inside = pieces[start : start + length]
            joined = "".join(inside)
            fits = len(joined) <= LONGEST_WORD and _HAN.fullmatch(joined) and not _COUNTS.search(joined)
            if fits and any(len(piece) == 1 for piece in inside) and not lexicon_set("stopwords.txt") & set(inside):
                yield joined


def _meant(typed: str) -> Iterator[str]:
    """Return the words that differ in one character of the same sound or a like shape."""
    for place, character in enumerate(typed):
        others = _shapes().get(character, frozenset()) | _alike_in_sound(character)
        for other in others:
            word = typed[:place] + other + typed[place + 1 :]
            sure = character not in _sounds() or word in _own_words()
            if len(typed) == 1 or (sure and segments(word) == [word]):
                yield word


@cache
def _own_words() -> frozenset[str]:
    """Return the words of the field: what people say and the library lacks (急活) is no slip of a usual word (激活)."""
    files = ("words.txt", "request_words.txt", "synonyms.txt", "official_words.txt", "stopwords.txt")
    return frozenset(word for file in files for line in lexicon_lines(file) for word in line.split("\t"))


def _alike_in_sound(character: str) -> frozenset[str]:
    return frozenset(
        other for sound in _sounds().get(character, ()) for other in _by_sound()[sound] if other != character
    )


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """Return the common characters by how they sound to many: zh as z, ing as in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in lexicon_lines("sounds.txt"):
        sound, characters = line.split("\t")
        found[re.sub(r"(?<=[ie]n)g$", "", re.sub(r"^([zcs])h", r"\1", sound))] += characters
    return {sound: tuple(characters) for sound, characters in found.items()}


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sound, characters in _by_sound().items():
        for character in characters:
            found[character].append(sound)
    return {character: tuple(sounds) for character, sounds in found.items()}


@cache
def _shapes() -> dict[str, frozenset[str]]:
    return {one: frozenset(line) - {one} for line in lexicon_lines("shapes.txt") for one in line}
