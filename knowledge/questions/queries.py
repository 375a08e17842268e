"""What a question asks for, as terms: to search with, and to hold the evidence against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_lines, lexicon_set
from knowledge.numerals import number_of
from knowledge.questions.asking import ASKS
from knowledge.questions.figures import figure_asked_for
from knowledge.questions.official import in_official_words, official_words
from knowledge.tokens import arabic_numerals, fold, grams, segments, words

_QUOTED = re.compile(r"[“《〈]([^“”《》〈〉]{2,40})[”》〉]")
_ARTICLE = re.compile(r"第\d+[条款项章]")
_NUMBERED = re.compile(r"第\d+条")
_NUMBER = re.compile(r"(?:19|20)\d{2}(?!\d)|(?<!\d)\d{2,}(?![\d.,%年月日天个人名岁元次周万亿户期届])")
"""Years, and numbers in names (融合10条); a number with a unit (工作12年) is a condition: texts put it as a range."""

_IS_WHAT = re.compile(r"^(?:请问)?(?:什么(?:是|叫)(.{2,20})|(.{2,20}?)(?:是|指的?是|指)什么(?:意思)?)[??。]*$")

_COUNTED_NAME = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![第几哪这那前后共有零一二三四五六七八九十百])([一二三四五六七八九十]{1,3})条(?!件|款|例|约|文|街|路)"
)
"""融合十条: the name of a paper, which texts write with either numeral."""

_COUNT = "[一二两双三四五六七八九十]"
_DOUBLY_COUNTED = re.compile(rf"(?<!{_COUNT}){_COUNT}[\u4e00-\u9fff]{{1,2}}?{_COUNT}[\u4e00-\u9fff](?!{_COUNT})")
"""一周一题: a name made of counts, of which the dictionary leaves nothing that carries."""

_BETWEEN_KEYWORDS = re.compile(r"[;；、,，|/\s]+")
_LONGEST_KEYWORD, _LONGEST_ALONE = 14, 6
"""Characters: what is longer is said, not named. A keyword by itself is a short one (采购降本)."""

_SENTENCE = re.compile(rf"{ASKS.pattern}|。")
_WORD = re.compile(r"[^\W_]+")
_ASKING = re.compile(r"(?:百分之)?(?:[几哪]|多少|多久|多长|多大|何时|何).{0,2}|.?几")
_QUANTITY = re.compile(r"(?!(?:19|20)\d\d)[\d一二两三四五六七八九十百]+[年种次天日个人名岁户级份月周项条位元]?内?")
"""Words of a question that no answer repeats: 哪几种, 几日, 12年."""


PAIR = 2
"""Characters of most words."""

_NAMING = 3
"""Characters of a word by which a question names its own matter: 预备期."""


class Form(StrEnum):
    """How a question is put."""

    QUESTION = "question"
    """A sentence."""

    KEYWORDS = "keywords"
    """Words beside one another, or one alone: 土地承包；合同效力."""

    REFERENCE = "reference"
    """An article is named by its number: 公务员法第五十九条怎么规定."""


class Query(Frozen):
    """A question taken apart. All terms are folded."""

    text: str
    """The question as it stands."""

    sought: str
    """The question with the official words for what it calls otherwise: what is searched for."""

    folded: str
    """The question as it is matched: in Simplified, half width, lower case, with Arabic numerals."""

    words: tuple[str, ...]
    """Words to search for, with the synonyms of each and the official words."""

    grams: tuple[str, ...]
    content: tuple[str, ...]
    """Words that an answer must be about: no question words, each once."""

    specifics: tuple[str, ...]
    """Places, numbers, articles and quoted strings: an answer must come from a text that has each of them."""

    form: Form
    subject: str | None
    """What is asked to be explained: 四融四促 in 四融四促是什么."""

    articles: tuple[str, ...]
    """Numbers of the articles that are named: 第59条."""

    figure: str | None
    """A pattern for the figure that is asked for (多少名: a number before 名); no answer without one."""


def parse_query(question: str) -> Query:
    """Take `question` apart; pure but for the lexicon."""
    counted = _COUNTED_NAME.sub(lambda found: f"{number_of(found[1])}条", fold(question))
    named = question if counted == fold(question) else counted
    folded = arabic_numerals(counted).strip()
    asked = list(dict.fromkeys(words(named)))
    sought = " ".join((named, *official_words(folded)))
    content = content_words(segments(in_official_words(named)))
    # Question words are searched too: without them every evaluation set lost (docs/decisions/0004-retrieval.md).
    expanded = dict.fromkeys(variant for word in words(sought) for variant in synonyms(word))
    match = _IS_WHAT.match(folded)
    return Query(
        text=question,
        sought=sought,
        folded=folded,
        words=tuple(expanded),
        grams=tuple(dict.fromkeys(gram for gram in grams(sought) if len(gram) == PAIR)),
        content=content or _counted_names(folded),
        specifics=_specifics(folded, asked),
        form=_form(folded),
        subject=(match[1] or match[2]).strip("“”《》?。 ") if match else None,
        articles=tuple(dict.fromkeys(_NUMBERED.findall(folded))),
        figure=figure_asked_for(folded),
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
        carries = _carries(word)
        if carries and len(word) == 1:
            unknown += word
            continue
        found += [unknown] if len(unknown) > 1 else []
        found += [word] if carries else []
        unknown = ""
    return tuple(dict.fromkeys(found))


def _counted_names(folded: str) -> tuple[str, ...]:
    """Return the names made of counts; beside words that carry something, 一年一次 is a count and no name."""
    return tuple(dict.fromkeys(_DOUBLY_COUNTED.findall(folded)))


def _carries(word: str) -> bool:
    """Tell whether a word says what a question is about."""
    asks = word in lexicon_set("stopwords.txt") or _ASKING.fullmatch(word) or _QUANTITY.fullmatch(word)
    return bool(_WORD.fullmatch(word)) and not asks


def names_its_matter(question: str) -> bool:
    """Tell whether a short question has a word that says by itself what it is about."""
    return any(len(word) >= _NAMING for word in parse_query(question).content)


def synonyms(word: str) -> tuple[str, ...]:
    """Return `word` and the words that the lexicon puts beside it."""
    return (word, *(other for other in _synonym_groups().get(word, ()) if other != word))


def _form(folded: str) -> Form:
    """Tell words beside one another from a sentence, by the marks between them and by their length."""
    if _NUMBERED.search(folded):
        return Form.REFERENCE
    pieces = [piece for piece in _BETWEEN_KEYWORDS.split(folded) if piece]
    longest = _LONGEST_KEYWORD if len(pieces) > 1 else _LONGEST_ALONE
    named = all(len(piece) <= longest for piece in pieces) and not _SENTENCE.search(folded)
    return Form.KEYWORDS if named else Form.QUESTION


def _specifics(folded: str, asked: list[str]) -> tuple[str, ...]:
    places = (word for word in asked if word in lexicon_set("places.txt"))
    quoted = (match.strip() for match in _QUOTED.findall(folded))
    numbers = _NUMBER.findall(_ARTICLE.sub("", folded))
    return tuple(dict.fromkeys((*places, *_ARTICLE.findall(folded), *numbers, *quoted)))


@cache
def _synonym_groups() -> dict[str, tuple[str, ...]]:
    groups = [tuple(fold(word) for word in line.split("\t")) for line in lexicon_lines("synonyms.txt")]
    return {word: group for group in groups for word in group}
