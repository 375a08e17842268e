"""What a question asks for, as terms: to search with, and to hold the evidence against."""

from __future__ import annotations

import re
from functools import cache

from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_lines
from knowledge.tokens import arabic_numerals, fold, grams, words

_QUOTED = re.compile(r"[“《〈]([^“”《》〈〉]{2,40})[”》〉]")
_NUMBER = re.compile(r"\d{2,}")
_IS_WHAT = re.compile(r"^(?:请问)?(?:什么(?:是|叫)(.{2,20})|(.{2,20}?)(?:是|指的?是|指)什么(?:意思)?)[??。]*$")


class Query(Frozen):
    """A question taken apart. All terms are folded."""

    text: str
    """The question as it stands."""

    words: tuple[str, ...]
    """Words to search for, with the synonyms of each."""

    grams: tuple[str, ...]
    content: tuple[str, ...]
    """Words that an answer must be about: no question words, each once."""

    specifics: tuple[str, ...]
    """Places, numbers and quoted strings: an answer must come from a text that has each of them."""

    subject: str | None
    """What is asked to be explained: 四融四促 in 四融四促是什么."""


def parse_query(question: str) -> Query:
    """Take `question` apart; pure but for the lexicon."""
    folded = arabic_numerals(fold(question))
    asked = list(dict.fromkeys(words(question)))
    content = tuple(word for word in asked if word not in _stopwords() and not _inside_another(word, asked))
    expanded = dict.fromkeys(variant for word in asked if word not in _stopwords() for variant in synonyms(word))
    match = _IS_WHAT.match(folded.strip())
    return Query(
        text=question,
        words=tuple(expanded) or tuple(asked),
        grams=tuple(dict.fromkeys(gram for gram in grams(question) if len(gram) == 2)),  # noqa: PLR2004
        content=content,
        specifics=_specifics(folded, asked),
        subject=(match[1] or match[2]).strip("“”《》?。 ") if match else None,
    )


def synonyms(word: str) -> tuple[str, ...]:
    """Return `word` and the words that the lexicon puts beside it."""
    return (word, *(other for other in _synonym_groups().get(word, ()) if other != word))


def _specifics(folded: str, asked: list[str]) -> tuple[str, ...]:
    places = (word for word in asked if word in _places())
    quoted = (match.strip() for match in _QUOTED.findall(folded))
    return tuple(dict.fromkeys((*places, *_NUMBER.findall(folded), *quoted)))


def _inside_another(word: str, asked: list[str]) -> bool:
    """Tell whether `word` is only there because the segmenter also gives the parts of long words."""
    return any(word != other and word in other for other in asked)


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(lexicon_lines("stopwords.txt"))


@cache
def _places() -> frozenset[str]:
    return frozenset(lexicon_lines("places.txt"))


@cache
def _synonym_groups() -> dict[str, tuple[str, ...]]:
    groups = [tuple(fold(word) for word in line.split("\t")) for line in lexicon_lines("synonyms.txt")]
    return {word: group for group in groups for word in group}
