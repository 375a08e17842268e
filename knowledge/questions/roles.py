"""The part that an answer has to play: 有什么成效 asks for results, 怎么打分 for points, 有哪些问题 for faults.

Such words ask for a sort of sentence and are not what it is about: the sentence that answers says 压缩到17分钟 or
占30分, and seldom repeats the matter, which stands in the sentences before it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from knowledge.tokens import fold


class Role(StrEnum):
    """What a sentence does for the matter that it speaks of."""

    RESULT = "result"
    SCORE = "score"
    FAULT = "fault"
    CAUSE = "cause"


class _Sort(NamedTuple):
    """How a role is asked for, and how a sentence shows that it plays it; both folded."""

    asks: re.Pattern[str]
    says: re.Pattern[str]


_RESULTS = "成效|效果|成果|成绩|收效|实效|收获|变化|好处"
_WHICH = "(?:什么|哪些|啥|何|怎样的?|多大的?)(?:样的?)?(?:明显|突出|具体|实际|显著|好|新)?的?"
_SORTS = {
    Role.RESULT: _Sort(
        re.compile(
            rf"(?:都|又|已|已经)?(?:有|取得|收到|产生|带来|起到?|达到|见到)(?:过|了)?(?:些)?{_WHICH}(?:{_RESULTS}|(?<!发挥什么)作用)(?!的)"
            rf"|(?:的)?(?:{_RESULTS})(?:都)?(?:怎么样|怎样|如何|是什么|是啥|有哪些|有多大|好不好|好吗|明显吗|大不大|呢)"
            rf"|(?:的)?(?:{_RESULTS})[?。]*$|有没有(?:{_RESULTS}|作用|用(?=[?。]*$))|(?:管用|见效|有效果|有成效|有变化)[吗么没]"
        ),
        re.compile(
            r"成效|效果|实效|成果|收效|见效|(?:提升|提高|增强|改善|缩短|压缩|压减|降低|减少|下降|增长|增加|节约|节省|扩大)(?:了|到|至|为|约|\d)"
            r"|增收|累计|截至|由\d[^,。]{0,16}(?:到|至|为)\d|(?:解决|完成|办结|化解|销号|服务|处理|帮助|节约|挽回)[^,。;]{0,8}\d"
            r"|获评|获批|荣获|被评为|获得[^,。]{0,10}(?:称号|奖|表彰)|好评|满意[率度]|点赞|覆盖率|实现了|得到[^,。]{0,10}(?:提升|改善|加强|缓解|好评|认可)"
            r"|有效(?:解决|提升|提高|缓解|促进|推动|破解|激发)|显著|明显"
        ),
    ),
    Role.SCORE: _Sort(
        re.compile(
            r"(?:是)?(?:怎么|如何|怎样|咋)(?:来)?(?:打分|评分|计分|算分|赋分|记分)(?:的)?|(?:打分|评分|计分|赋分)(?:标准|办法|方法|规则)(?:是什么|有哪些|怎么定)?"
            r"|分值(?:是多少|怎么定|怎么分|如何)?[?。]*$|(?:各)?(?:占|打|算|记)多少分"
        ),
        re.compile(
            r"\d分(?![钟之])|加分|扣分|减分|扣减|计分|评分|打分|赋分|权重|分值|\d%|百分之|(?:评为|定为|等次)[^。]{0,10}优秀"
        ),
    ),
    Role.FAULT: _Sort(
        re.compile(
            r"(?:有没有|有无|有(?:什么|哪些)?)?(?:反面|负面|失败|做得不好)的?(?:例子|案例|典型|教训|事例)(?:[吗么])?|有(?:什么|哪些|没有)教训"
            rf"|(?:存在|有|出现|碰到|遇到)(?:着)?(?:{_WHICH}|没有)(?:问题|不足|短板|困难|毛病|误区|偏差)"
        ),
        re.compile(
            r"(?:存在|暴露|突出|共性)(?:着|出|的)?[^,。“”]{0,8}问题(?!导向|清单)|问题(?:突出|依然|仍然|较多|不少)|不足(?!以|\d)|薄弱|脱节|“?两张皮|形式主义|流于形式|弱化|虚化|淡化|边缘化|不够|不力|不到位|不高|不强|不实|缺乏|缺失|偏差|敷衍|走过场"
            r"|教训|重[^,。]{1,8}轻|一手硬|通报批评|失职|违规|浮于表面|应付"
        ),
    ),
    Role.CAUSE: _Sort(
        re.compile(
            r"(?:的|形成的?|产生的?|出现的?)?(?:主要|根本|深层|背后)?的?原因(?:是什么|有哪些|是啥|在哪里?|何在)?[?。]*$"
        ),
        re.compile(r"原因|由于|因为|导致|致使|之所以|根源|归根结底|源于|在于"),
    ),
}
_ORGANS_PART = re.compile("(?:党委|党组|组织|支部|委员会|小组|党员|书记|工会|纪委|大会|机关)(?:都)?(?:有|起到?)")
"""What an organ is for is told by rules, and is no result."""

_ONLY_MEANT = re.compile(
    r"^(?:下一步|接下来|今后|未来|要(?!求))|将(?:继续|进一步|持续|不断)|(?:为了?|巩固|扩大|检验|确保|务求)[^,。]{0,16}(?:成效|成果|效果|实效)"
)
"""What is intended has not come about."""

_KEPT = re.compile("问题|不足|短板|困难|毛病|误区|偏差|教训")
"""What names a fault is also what the sentence speaks of."""


TOLD_ALONE = frozenset((Role.SCORE, Role.FAULT))
"""Roles that only a sentence which plays them answers; what was done answers, with a line, where no result is told."""


def role_asked(question: str) -> Role | None:
    """Return the role that an answer to `question` has to play, or None where any sentence will do."""
    folded = fold(question)
    found = next((role for role, sort in _SORTS.items() if sort.asks.search(folded)), None)
    return None if found is Role.RESULT and "作用" in folded and _ORGANS_PART.search(folded) else found


def without_role(question: str, role: Role | None) -> str:
    """Return a question without the words that ask for the role: what is left says what it is about.

    Example:
        税务局党课进大厅有什么成效 -> 税务局党课进大厅
    """
    if role is None:
        return question
    return _SORTS[role].asks.sub(lambda found: f" {''.join(_KEPT.findall(found[0]))} ", fold(question)).strip()


def plays(role: Role, text: str) -> bool:
    """Tell whether a sentence, folded and with Arabic numerals, shows that it plays the role."""
    meant = role is Role.RESULT and _ONLY_MEANT.search(text) is not None
    return not meant and _SORTS[role].says.search(text) is not None
