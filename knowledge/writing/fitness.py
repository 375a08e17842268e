"""What a sentence has of the sort of answer that is asked for: a named practice, a permission, what something is."""

from __future__ import annotations

import re

from knowledge.questions.official import in_official_words
from knowledge.questions.parallels import asked_unit, unit_pattern
from knowledge.questions.queries import Query
from knowledge.questions.roles import Role, plays
from knowledge.tokens import fold

PRACTICE, NAMED, PERMISSION, REFUSAL, DEFINITION, REASON, FAULT = 0.15, 0.1, 0.1, 0.15, 0.15, 0.15, 0.15
"""What each adds to the score of a sentence; as much as leaning on another sentence takes away."""

BACKGROUND, APPEAL, BYLINE = 0.15, 0.1, 0.1
"""What a sentence loses for saying how things stand, not what to do, and for calling out to somebody."""

_ASKS_FOR_A_WAY = re.compile(r"怎么|如何|怎样|做法|办法|机制|经验|案例|例子|现成|抓什么")
_ASKS_FOR_A_NAME = re.compile(r"现成|机制|工作法|品牌|模式|叫(?:什么|啥)")
_ASKS_WHY = re.compile(r"为什么|为何|为啥|原因|怎么会")
_REASON = re.compile(r"原因|由于|因为|导致|致使|之所以|根源|归根结底")
_NAMES_A_PRACTICE = re.compile(
    r"“[^“”]{2,12}”(?:工作)?(?:法|机制|模式|品牌|行动|工程|制度|清单|体系)|(?:总结|探索|创新)(?:提炼|形成|推出|建立)"
)
_ASKS_WHETHER = re.compile(
    r"(能不能|可不可以|要不要|该不该|允不允许|准不准|会不会|需不需要|用不用|有没有|是不是|管不管|算不算|归不归)"
    r"|(?:可以|能|能够|应当|应该|需要|允许|必须|属于|适用于?)[^，。？?]{1,20}(?:吗|么)|是否"
)
_PERMITS = re.compile(
    r"不得|不能|不可|不应|不予|不准|不再|可以|应当|必须|禁止|严禁|允许|有权|无权|方可|除外|适用本|参照|属于"
)
_STANDS_AROUND = re.compile(
    r"长期以来|近年来[，,](?!.{0,40}[“])|老大难|(?:具有|有着)[^，。]{0,12}(?:意义|作用|价值)|(?:提供|奠定)了?[^，。]{0,10}(?:依据|基础|支撑|支持|遵循)"
    r"|作了[^，。]{0,6}(?:要求|规定|部署)|(?:介绍|交流)(?:了)?(?:做法|经验)|[，,]讯[（(]|记者|原标题|密不可分|形成“?两张皮|自搞一套"
)
"""What surrounds a way of doing things: its history, its weight, the report on it, what goes wrong without it."""

_REPORTS = re.compile(r"(?:\d{4}-\d\d-\d\d\s*)?(?:原标题|来源|.{0,30}(?:讯|电)[（(].{0,24}[)）])")
"""The head of a report, run together with its first sentence."""

_CALLS = re.compile(r"！[”’]?$")
BRIEF, ALL_KINDS = 45, 3
"""Characters of a sentence that has no room to tell of each of so many kinds of unit."""

_SORTS = re.compile(r"[几哪些](?:个)?[种类]|种类|类型|分几|分哪")
_LISTS = re.compile(
    r"(?:种类|类型|类别)[^。]{0,6}[:：]|[二两三四五六七八九十\d][种类](?!以上|不同|情形)|分为|是?[:：][^。；]{2,12}、[^。；]{2,12}、"
    r"|^(?!.*(?:情形|行为|规定)(?:之一|处理)).*[:：][（(]一[)）].*[（(]二[)）]"
)
_IS = r"(?:就|主要|都|也)?(?:是(?!否)|在于|为(?!了)|包括|指)"


def fitness(query: Query, reading: str) -> float:
    """Return what to add to the score of a sentence for being the sort of answer that is asked for.

    Args:
        query: The question.
        reading: The sentence in Simplified.
    """
    return (
        PRACTICE * names_a_practice(query, reading)
        + NAMED * (names_a_practice(query, reading) and bool(_ASKS_FOR_A_NAME.search(query.folded)))
        + REASON * bool(_ASKS_WHY.search(query.folded) and _REASON.search(reading))
        + PERMISSION * permits(query, reading)
        + REFUSAL * denies(query, reading)
        + DEFINITION * defines(query, reading)
        - BACKGROUND * stands_around(query, reading)
        + FAULT * bool(query.role is Role.FAULT and plays(Role.FAULT, fold(reading)))
        - BACKGROUND * speaks_of_all(query, reading)
        - APPEAL * bool(_CALLS.search(reading))
        - BYLINE * bool(_REPORTS.match(reading))
    )


def has_one_answer(query: Query) -> bool:
    """Tell whether one sentence can be the whole answer: a figure, yes or no, or what something is."""
    if _ASKS_FOR_A_WAY.search(query.folded):
        return False
    return query.figure is not None or query.subject is not None or bool(_ASKS_WHETHER.search(query.folded))


def names_a_practice(query: Query, reading: str) -> bool:
    """Tell whether a way of doing things is asked for and the sentence gives one a name."""
    return bool(_ASKS_FOR_A_WAY.search(query.folded) and _NAMES_A_PRACTICE.search(reading))


def stands_around(query: Query, reading: str) -> bool:
    """Tell whether a way of doing things is asked for and the sentence only speaks about it.

    Example:
        怎么解决两张皮 -> 长期以来，两张皮是个老大难问题
    """
    return bool(_ASKS_FOR_A_WAY.search(query.folded) and _STANDS_AROUND.search(reading))


def speaks_of_all(query: Query, reading: str) -> bool:
    """Tell whether one kind of unit is asked about and a short sentence only lists all kinds."""
    kinds = set(unit_pattern().findall(reading))
    return len(reading) <= BRIEF and len(kinds) >= ALL_KINDS and asked_unit(query.folded) is not None


def asks_for_sorts(query: Query) -> bool:
    """Tell whether the sorts of something are asked for: 处分有哪几种."""
    return _SORTS.search(query.folded) is not None


def lists(reading: str) -> bool:
    """Tell whether a sentence gives the items of a list, or says how many sorts there are."""
    return _LISTS.search(reading) is not None


def permits(query: Query, reading: str) -> bool:
    """Tell whether it is asked if something may or must be, and the sentence has a word that decides such things."""
    return bool(_ASKS_WHETHER.search(query.folded) and _PERMITS.search(reading))


def denies(query: Query, reading: str) -> bool:
    """Tell whether it is asked if something is so, and the sentence says that it is not.

    Example:
        党组织能不能领导业务工作 -> 不领导业务工作; 有没有表决权 -> 没有表决权
    """
    if not _ASKS_WHETHER.search(query.folded):
        return False
    said = fold(reading)
    return any(f"{no}{word}" in said for word in query.content for no in ("不", "没有", "无", "非"))


def says_no_to_it(query: Query, reading: str) -> bool:
    """Tell whether the sentence says that just what is asked about is not so; a 不 elsewhere says nothing of it.

    Example:
        支部能管业务吗 -> 不领导本单位的业务工作
    """
    asked, said = in_official_words(query.text).replace(" ", ""), fold(reading)
    verbs = (word for word in query.content if re.search(rf"(?:能不能|能否|有没有|是否|能|可以|会){word}", asked))
    return any(f"{no}{verb}" in said for verb in verbs for no in ("不", "没有"))


def defines(query: Query, reading: str) -> bool:
    """Tell whether it is asked what something is, and the sentence says: X是, X在于.

    Example:
        机关党建的核心是什么 -> 核心是服务中心
    """
    if query.subject is None:
        return False
    named = re.escape(query.subject.rpartition("的")[2])
    return re.search(rf"{named}[”》]?{_IS}", fold(reading)) is not None
