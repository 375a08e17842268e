"""What a question asks for, as terms: to search with, and to hold the evidence against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_lines
from knowledge.tokens import arabic_numerals, fold, grams, segments, words

_QUOTED = re.compile(r"[“《〈]([^“”《》〈〉]{2,40})[”》〉]")
_ARTICLE = re.compile(r"第\d+[条款项章]")
_NUMBER = re.compile(r"\d{2,}")
_IS_WHAT = re.compile(r"^(?:请问)?(?:什么(?:是|叫)(.{2,20})|(.{2,20}?)(?:是|指的?是|指)什么(?:意思)?)[??。]*$")

_COUNT = re.compile(
    r"(?:多少|(?<!哪)几)(个?人|名|家|个|元|钱|天|日|年|月|次|条|项|份|篇|分|岁|级|届|期|所|支|场|万|亿|吨|%)?"
)
_DURATION = re.compile(r"多久|多长时间|哪一?年|哪一?天|几号|几月")
_BETWEEN_KEYWORDS = re.compile(r"[;；、,，|/\s]+")
_LONGEST_KEYWORD, _LONGEST_ALONE = 14, 6
"""Characters: what is longer is said, not named. A keyword by itself is a short one (采购降本)."""

_SENTENCE = re.compile(r"[?？吗呢。]|什么|怎么|怎样|如何|哪|谁|多少|是否|能否|几")
_WORD = re.compile(r"[^\W_]+")
_NUMERAL = r"[\d一二两三四五六七八九十百千万亿]"


class Form(StrEnum):
    """How a question is put."""

    QUESTION = "question"
    """A sentence."""

    KEYWORDS = "keywords"
    """Words beside one another, or one alone: 土地承包；合同效力."""


class Query(Frozen):
    """A question taken apart. All terms are folded."""

    text: str
    """The question as it stands."""

    folded: str
    """The question as it is matched: in Simplified, half width, lower case, with Arabic numerals."""

    words: tuple[str, ...]
    """Words to search for, with the synonyms of each."""

    grams: tuple[str, ...]
    content: tuple[str, ...]
    """Words that an answer must be about: no question words, each once."""

    specifics: tuple[str, ...]
    """Places, numbers, articles and quoted strings: an answer must come from a text that has each of them."""

    form: Form
    subject: str | None
    """What is asked to be explained: 四融四促 in 四融四促是什么."""

    figure: str | None
    """A pattern for the figure that is asked for (多少名: a number before 名); no answer without one."""


def parse_query(question: str) -> Query:
    """Take `question` apart; pure but for the lexicon."""
    folded = arabic_numerals(fold(question)).strip()
    asked = list(dict.fromkeys(words(question)))
    content = content_words(segments(question))
    # Question words are searched too: without them every evaluation set lost (docs/decisions/0004-retrieval.md).
    expanded = dict.fromkeys(variant for word in asked for variant in synonyms(word))
    match = _IS_WHAT.match(folded)
    return Query(
        text=question,
        folded=folded,
        words=tuple(expanded),
        grams=tuple(dict.fromkeys(gram for gram in grams(question) if len(gram) == 2)),  # noqa: PLR2004
        content=content,
        specifics=_specifics(folded, asked),
        form=_form(folded),
        subject=(match[1] or match[2]).strip("“”《》?。 ") if match else None,
        figure=_figure(folded),
    )


def content_words(cut: Sequence[str]) -> tuple[str, ...]:
    """Return the words that carry what a question is about, each once.

    Single characters side by side are a word that the dictionary does not have (内卷化), and are put together; alone
    they tell nothing.

    Example:
        机关, 党建, 内, 卷, 化, 有, 哪些, 表现 -> 机关, 党建, 内卷化, 表现
    """
    found: list[str] = []
    unknown = ""
    for word in (*cut, ""):
        carries = bool(_WORD.fullmatch(word)) and word not in _stopwords()
        if carries and len(word) == 1:
            unknown += word
            continue
        found += [unknown] if len(unknown) > 1 else []
        found += [word] if carries else []
        unknown = ""
    return tuple(dict.fromkeys(found))


def synonyms(word: str) -> tuple[str, ...]:
    """Return `word` and the words that the lexicon puts beside it."""
    return (word, *(other for other in _synonym_groups().get(word, ()) if other != word))


def _form(folded: str) -> Form:
    """Tell words beside one another from a sentence, by the marks between them and by their length."""
    pieces = [piece for piece in _BETWEEN_KEYWORDS.split(folded) if piece]
    longest = _LONGEST_KEYWORD if len(pieces) > 1 else _LONGEST_ALONE
    named = all(len(piece) <= longest for piece in pieces) and not _SENTENCE.search(folded)
    return Form.KEYWORDS if named else Form.QUESTION


def _specifics(folded: str, asked: list[str]) -> tuple[str, ...]:
    places = (word for word in asked if word in _places())
    quoted = (match.strip() for match in _QUOTED.findall(folded))
    numbers = _NUMBER.findall(_ARTICLE.sub("", folded))
    return tuple(dict.fromkeys((*places, *_ARTICLE.findall(folded), *numbers, *quoted)))


def _figure(folded: str) -> str | None:
    """Return the pattern of the figure that is asked for, or None when none is."""
    if _DURATION.search(folded):
        return rf"{_NUMERAL}\s*(?:个?月|年|天|日|周|季度|小时)|每(?:年|月|周|季度?|半年)"
    count = _COUNT.search(folded)
    if count is None:
        return None
    unit = count[1]
    if unit in {None, "钱"}:
        # Any number but a date's or an article's: 多少 asks for an amount.
        return r"(?<![第\d.])\d[\d,.]*(?![\d,.]|\s*[年月日条章节款])"
    return rf"{_NUMERAL}\s*余?多?{'[名人]' if unit in {'名', '人', '个人'} else re.escape(unit)}"


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
