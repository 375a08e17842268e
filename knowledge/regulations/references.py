"""What people write when they mean a provision: 公务员法第59条第（三）项, 党章最后一条, 二十三条之一.

Nothing is looked up here: a reference is a name as it was written, a place within it, and words that are neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.documents import Frozen
from knowledge.numerals import NUMERALS, numeral_value, printed
from knowledge.questions.asking import HOW
from knowledge.tokens import fold

LAST = -1
"""Stands for the number of the last article or paragraph."""

UNREADABLE = -2
"""Stands for a number that is none, such as 十十; no article has it."""

_N = rf"(?:\d{{1,6}}|[{NUMERALS}廿卅]{{1,12}})"
_TAIL = rf"(?<=[法例程则定章])(?P<tail>(?!(?:19|20)\d\d){_N})$"
"""公务员法59: a number right behind a name, unless it is a year."""

_ARTICLE = (
    rf"第?(?P<article>{_N})条(?:之(?P<branch>{_N}))?|(?P<last>最后一?条|最末一?条|末条)|第(?P<bare>{_N})$|{_TAIL}"
)
_PARAGRAPH = rf"第?(?P<paragraph>{_N})(?:款|自然段|段)|(?P<last_paragraph>最后一?款|末款)"
_ITEM = rf"第?\(?(?P<item>{_N})\)?项|(?<=[条款])\((?P<bracketed>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\)"
_SUBITEM = rf"第?\(?(?P<subitem>{_N})\)?目"
_PART = rf"第(?P<part>{_N})编"
_CHAPTER = rf"第(?P<chapter>{_N})章"
_SECTION = rf"第(?P<section>{_N})节"
_JOIN = r"[的,，、:]?"
_PLACE = re.compile(
    rf"(?:{_PART}{_JOIN})?(?:{_CHAPTER}{_JOIN}(?:{_SECTION}{_JOIN})?)?(?:{_ARTICLE})?{_JOIN}(?:{_PARAGRAPH})?{_JOIN}(?:{_ITEM})?"
    rf"{_JOIN}(?:{_SUBITEM})?"
)
_LIST = re.compile(rf"第?({_N}(?:[、,和及与]{_N})+)条")
_RANGE = re.compile(rf"第?(?P<first>{_N})条?(?:至|到|-|—|~)第?(?P<second>{_N})条")
_LONGEST_RANGE = 20
_SPACE = re.compile(r"\s+")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,16}[\[(](?:19|20)\d{2}[\])]第?\d{1,4}号|[\u4e00-\u9fff]{2,10}令第?\d{1,4}号")
_LEAD = re.compile(
    r"^(?:请问|请|麻烦|帮我|帮忙|给我|我想|想要|想|要|能否|能不能|你好|您好|查一下|查查|查询|查找|查看|查|找一下|找|看一下|看看|看|列出|列一下|说说|说一下"
    r"|告诉我|了解|知道|一下|根据|按照|依照|依据|引用|背一下|念一下|那个|那么|那|这个|这部|我们|现行有效的|现行的?|最新的?|另外|还有|以及|和|与|及|在|[,，、;；:。.!?~·\-\"'“”#*%])+"
)
_TRAIL = re.compile(r"(?:里面|里头|当中|之中|里|中|的|内容|全文|原文|请问|[呢吗啊吧]|[,，、;；:。.!?~·\-\"'“”#*%])+$")
_TOPIC_END = re.compile(rf"(?:方面)?的?(?:规定|条款|条文|内容|要求)?(?:是?(?:{HOW})(?:规定|说|写)的?)?$")
_HOW_MANY = re.compile(r"^一?共?有?(?:几|多少)[条章]$")
_TOPIC_BEGIN = re.compile(r"^(?:里面?|中)?的?(?:关于|有关|对于?|是?(?:怎么|如何)规定)?")
_EDGE = re.compile(r"^[,，、;；:。.!?~·\-\"'“”#*%]+")
_RULED = re.compile(rf"中?(?:是?(?:{HOW}))?(?:规定|说|写)的?$")
_ASKING = re.compile(
    r"(?:的?(?:具体)?(?:内容|规定|原文|条文|全文)?(?:是|有|写了?|讲了?|说了?|都)*(?:什么|啥|哪些|怎么(?:规定|说|写|讲)的?|如何规定|是怎样的?)[呢吗啊的]*)?[?。!~]*$"
)
YEAR = re.compile(
    r"\(?((?:19|20)\d{2})年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:修订|修正|新修订)?(?:的时候|那时候?|当时|那年|时)?的?版?本?的?\)?"
)
_NEW = re.compile(r"新修订的?|新版的?|新的|^新")
_OLD = re.compile(r"旧版的?|老版的?|旧的|修订前的?|^旧|^老")


class Place(Frozen):
    """Where in an instrument; what was not named is None. Numbers count from 1."""

    article: int | None = None
    branch: int | None = None
    """The 一 of 第二十三条之一."""

    paragraph: int | None = None
    """款."""

    item: int | None = None
    """项."""

    subitem: int | None = None
    """目."""

    chapter: int | None = None
    section: int | None = None
    part: int | None = None
    """编."""

    @property
    def named(self) -> bool:
        """Whether any place was named at all."""
        return self != NOWHERE

    def __str__(self) -> str:
        """Return the place as it is printed: 第五十九条第二款第三项."""
        parts = (
            _ordinal(self.part, "编"),
            _ordinal(self.chapter, "章"),
            _ordinal(self.section, "节"),
            _ordinal(self.article, "条") + (f"之{printed(self.branch)}" if self.branch and self.branch > 0 else ""),
            _ordinal(self.paragraph, "款"),
            _ordinal(self.item, "项"),
            _ordinal(self.subitem, "目"),
        )
        return "".join(parts)


NOWHERE = Place()


class Reference(Frozen):
    """One provision, or one instrument, that somebody means."""

    name: str
    """As it was written, folded, without politeness; empty when it is left to the conversation."""

    spellings: tuple[str, ...] = ()
    """What to look the name up as, the most literal first: 看守所条例 is no request to look (看) at anything."""

    place: Place = NOWHERE
    topic: str = ""
    """Words after the name that are no place: 党员义务 in 党章关于党员义务."""

    year: int | None = None
    """Of the version that is meant."""

    old: bool = False
    """The version before the present one is meant."""


def without_version(reference: Reference, name: str) -> Reference:
    """Return a reference without the year and the 旧 that turned out to be part of the name itself: 修正案2004年."""
    year = None if reference.year and str(reference.year) in name else reference.year
    return reference.model_copy(update={"year": year, "old": reference.old and not _OLD.search(name)})


def parse_references(text: str) -> tuple[Reference, ...]:
    """Return what `text` refers to, in its order; without any place, the whole text is one name.

    Example:
        公务员法第5条、第8条和党章最后一条 -> (公务员法, 5), (公务员法, 8), (党章, last)
    """
    folded = _expanded(_SPACE.sub("", fold(text)))
    found: list[Reference] = []
    position, name = 0, ""
    for start, end, place in _places(folded):
        written = folded[position:start]
        name = written if _tidy(written) else name
        found.append(_reference(name, place))
        position = end
    after = _ASKING.sub("", folded[position:])
    if not found:
        return (_reference(after, NOWHERE),) if _tidy(after) else ()
    return tuple(dict.fromkeys(one if one.name else _reference(after, one.place) for one in found))


def on_topic(reference: Reference, name: str, rest: str) -> Reference:
    """Return a reference to what an instrument says on a topic, of one whose name was followed by other words."""
    topic = _HOW_MANY.sub("", _TOPIC_END.sub("", _TOPIC_BEGIN.sub("", rest)))
    return reference.model_copy(update={"name": name, "spellings": (name,), "topic": topic})


def document_number(text: str) -> str | None:
    """Return the 文号 or 令号 that a text names, folded and without spaces, or None."""
    match = NUMBER.search(_SPACE.sub("", fold(text)))
    return re.sub(r"[\[(](\d{4})[\])]第?", r"[\1]", match.group()) if match else None


def _expanded(folded: str) -> str:
    """Write out lists and short ranges of articles: 第五、六条 -> 第五条、第六条."""
    folded = _LIST.sub(lambda match: "、".join(f"第{one}条" for one in re.split("[、,和及与]", match[1])), folded)
    return _RANGE.sub(_range, folded)


def _range(match: re.Match[str]) -> str:
    first, last = (numeral_value(match[name]) for name in ("first", "second"))
    if not first or not last or not first < last <= first + _LONGEST_RANGE:
        return f"第{match['first']}条、第{match['second']}条"
    return "、".join(f"第{number}条" for number in range(first, last + 1))


def listed_places(folded: str) -> Iterator[tuple[int, int, Place]]:
    """Yield the places in folded text without spaces, those of a list (第五、六条) each with the span of the whole."""
    lists = [
        (match.span(), _expanded(match.group())) for pattern in (_LIST, _RANGE) for match in pattern.finditer(folded)
    ]
    done: set[tuple[int, int]] = set()
    for start, end, place in _places(folded):
        inside = next((one for one in lists if one[0][0] <= start < one[0][1]), None)
        if inside is None:
            yield start, end, place
        elif inside[0] not in done:
            done.add(inside[0])
            yield from ((*inside[0], one) for _, _, one in _places(inside[1]))


def _places(folded: str) -> Iterator[tuple[int, int, Place]]:
    """Yield the places in a text with where each begins and ends; names in 《 》 have none."""
    shielded = re.sub(r"《[^《》]*》", lambda match: "\0" * len(match.group()), folded)
    position = 0
    while position < len(shielded):
        match = _PLACE.match(shielded, position)
        if match is None or not any(match.groupdict().values()):
            position += 1
            continue
        yield position, match.end(), _place(match)
        position = max(match.end(), position + 1)


def _place(match: re.Match[str]) -> Place:
    values = {name: _value(match[name]) for name in ("branch", "paragraph", "subitem", "part", "chapter", "section")}
    article = LAST if match["last"] else _value(match["article"] or match["bare"] or match["tail"])
    values["item"] = _value(match["item"] or match["bracketed"])
    if match["last_paragraph"]:
        values["paragraph"] = LAST
    return Place(article=article, **values)


def _value(numeral: str | None) -> int | None:
    if numeral is None:
        return None
    value = numeral_value(numeral)
    return UNREADABLE if value is None else value


def _reference(written: str, place: Place) -> Reference:
    """Take a name apart from a version and from a topic: 2018年的监察法, 党章关于党员义务."""
    quoted = re.match(r"(.*?)《([^《》]+)》(\(?(?:试行|暂行|草案)\)?)?(.*)$", written)
    if quoted:
        name = quoted[2] + (quoted[3] or "")
        around = quoted[1] + quoted[4]
        topic = "" if YEAR.search(around) else _tidy(quoted[4])
        spellings: tuple[str, ...] = (name,)
    else:
        name, around, topic = _tidy(written), written, ""
        about = re.search(r"(?<=.[法章例定则程])(?:里面?|中)?的?(?:关于|有关)", name)
        if about:
            name, topic = name[: about.start()], _TOPIC_END.sub("", name[about.end() :])
        spellings = _spellings(written if not about else name)
    year = YEAR.search(around)
    return Reference(
        name=name,
        spellings=spellings,
        place=place,
        topic=topic,
        year=int(year[1]) if year else None,
        old=_OLD.search(around) is not None,
    )


def _spellings(written: str) -> tuple[str, ...]:
    """Return what a name may be looked up as: as it stands, without politeness, version, or 规定."""
    literal = _TRAIL.sub("", _EDGE.sub("", written))
    tidy = _tidy(written)
    bare = undated(tidy)
    found = (literal, tidy, bare, _RULED.sub("", bare))
    return tuple(dict.fromkeys(one for one in found if one))


def is_politeness(words: str) -> bool:
    """Tell whether words in front of a name ask for it and are no part of it: 请帮我查一下."""
    return _LEAD.fullmatch(words) is not None


def undated(name: str) -> str:
    """Return a name without the words that say which version is meant: 2018年的监察法 -> 监察法."""
    return _tidy(_NEW.sub("", _OLD.sub("", YEAR.sub("", name))))


def _tidy(words: str) -> str:
    return _TRAIL.sub("", _LEAD.sub("", words))


def _ordinal(number: int | None, unit: str) -> str:
    if number is None:
        return ""
    if number == LAST:
        return f"最后一{unit}"
    return f"第{printed(number)}{unit}" if number >= 0 else f"第?{unit}"
