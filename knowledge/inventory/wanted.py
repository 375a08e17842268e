"""What a question about the library names: which sorts of document, from which years, on what."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from knowledge.documents import DocumentSummary, Frozen, Kind
from knowledge.lexicon.reader import lexicon_lines
from knowledge.questions.queries import content_words
from knowledge.questions.question_filters import read_filters, words_on_years
from knowledge.tokens import arabic_numerals, fold, segments

_ANY = "材料"
_SOME_YEARS = "2020年以后的"
_ANCHOR = re.compile(r"库|你|收录|上传|传上|录入|更新|最新|最近|查|问题|材料")
"""What a question must have, sorts being 材料: fillers alone (为什么, 还有吗) are of what was said before."""

_COUNTED_OUT = re.compile(r"(?:给我?|来|举|找)(?:出)?[一两三四五六七八九十几\d]|举例|多少(?:条|字|章|页)")
"""给我五个案例 wants them themselves, and 条例有多少条 is asked of a text."""

_TOPIC = re.compile(r"(?:关于|有关|涉及|讲|说)(?P<topic>[\u4e00-\u9fff]{2,12}?)(?:方面|问题)?的?(?=材料|$)")


class Sort(NamedTuple):
    """A name for documents: of these kinds (none are any), or with titles that end so."""

    name: str
    kinds: tuple[Kind, ...]
    in_titles: bool


class WantedDocuments(Frozen):
    """Which documents a question is about."""

    name: str = _ANY
    """As the question calls them."""

    kinds: tuple[Kind, ...] = ()
    ending: str | None = None
    """What their titles end with."""

    since: int | None = None
    until: int | None = None
    topic: str | None = None
    """What their titles say, or the short names that people have for them."""

    masked: str
    """The question with 材料 for the sort and one span for all years: what it asks of them."""

    @property
    def of_everything(self) -> bool:
        """Whether nothing narrows what is meant."""
        return not (self.kinds or self.ending or self.since or self.until or self.topic)

    def admits(self, document: DocumentSummary) -> bool:
        """Tell whether a document is meant; one without a date is from no year."""
        title = fold(document.title).strip("《》 ")
        year = int(document.date[:4]) if document.date else None
        return (
            (not self.kinds or document.kind in self.kinds)
            and (self.ending is None or re.sub(r"[(（][^()（）]*[)）]$", "", title).endswith(self.ending))
            and (self.topic is None or any(self.topic in name for name in _names_of(title)))
            and (
                (self.since is None and self.until is None)
                or (year is not None and (self.since or year) <= year <= (self.until or year))
            )
        )


def wanted_of(question: str, *, today: date) -> WantedDocuments | None:
    """Return what is asked about, or None where the question has words on anything but the library.

    Example:
        有没有2022年以后的讲话 -> kinds=(speech,), since=2022, masked=有没有2020年以后的材料
    """
    folded = arabic_numerals(fold(question)).strip(" ?？。!")
    years = words_on_years(folded)
    dated = read_filters(folded, today=today).filters
    masked = folded.replace(years, _SOME_YEARS, 1) if years else folded
    sort = next((each for each in _sorts() if each.name in masked), None)
    masked = masked.replace(sort.name, _ANY, 1) if sort else masked
    topic = _TOPIC.search(masked)
    plain = masked.replace(topic[0], "", 1) if topic else masked
    if _says_more(plain) or not _ANCHOR.search(plain) or _COUNTED_OUT.search(folded):
        return None
    return WantedDocuments(
        name=sort.name if sort else _ANY,
        kinds=sort.kinds if sort else (),
        ending=sort.name if sort and sort.in_titles else None,
        since=dated.since if years else None,
        until=dated.until if years else None,
        topic=topic["topic"] if topic else None,
        masked=plain,
    )


def _says_more(masked: str) -> bool:
    """Tell whether a word is left that says something of a subject."""
    own = frozenset(lexicon_lines("library_words.txt"))
    left = content_words([w for w in segments(masked.replace(_SOME_YEARS, " ").replace(_ANY, " ")) if w not in own])
    return any(word not in own and not _made_of(word, own) for word in left)


def _made_of(word: str, own: frozenset[str]) -> bool:
    """Tell whether a run of single characters is words of the library one after another: 份收."""
    return all(character in own for character in word)


def _names_of(title: str) -> tuple[str, ...]:
    """Return a folded title and its short names: 保密法 for 中华人民共和国保守国家秘密法, of any year."""
    return (title, *(short for full, short in _short_names() if title.startswith(full)))


@cache
def _short_names() -> tuple[tuple[str, str], ...]:
    lines = (line.split("\t") for line in map(fold, lexicon_lines("aliases.txt")))
    return tuple((full, short) for short, *names in lines for full in names)


@cache
def _sorts() -> tuple[Sort, ...]:
    """Return the names of sorts, longer ones first."""
    found = []
    for line in lexicon_lines("holdings.txt"):
        what, names = line.split("\t")
        kinds = () if what in {"题名", "*"} else tuple(map(Kind, what.split("、")))
        found += [Sort(name, kinds, what == "题名") for name in names.split("|")]
    return tuple(sorted(found, key=lambda each: -len(each.name)))
