"""给张三什么处分合适: a judgement on a person. The rules are shown; whether they fit somebody's case is not said."""

from __future__ import annotations

import re

from knowledge.questions.asking import HOW
from knowledge.tokens import fold

_SURNAMES = (
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)  # the commonest
_TITLED = "同志|书记|主任|科长|处长|局长|所长|院长|校长|经理|老师|医生"
_PERSON = (
    rf"(?:张三|李四|王五|赵六|[{_SURNAMES}]某某?|[小老][{_SURNAMES}](?!师|人|年|干|龄|校|家|板|区|企)|[{_SURNAMES}](?:{_TITLED})|[他她](?!们)"
    r"|[这那](?:个人|[位名](?:同志|党员|干部|同事)?)|我们?(?:单位|支部|科室)?(?:有)?的?(?:一个|一名|一位|个|某个)(?:同事|党员|干部|同志))(?:同志)?"
)
_FULL_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
"""Only where a person must stand: 给高峰什么处分; elsewhere 高校 and 金融 begin like names."""

_MEASURE = "处分|处理|处罚|处置|开除|免职|撤职|记过|警告|诫勉"
_WHICH = f"(?:什么|啥|哪种|多重的?|{HOW})"
_JUDGED = re.compile(
    rf"(?:请问|问一下|你看|那)?(?:该|应该|应当|要)?(?:给|对|把|让|将)(?P<given>{_PERSON}(?=(?:一个|个)?{_WHICH}[^,。]{{0,6}}(?:{_MEASURE}))|{_FULL_NAME}(?=(?:一个|个)?{_WHICH}[^,。]{{0,6}}处分))"
    rf"|^(?P<does>{_PERSON})(?=[^。?]{{0,40}}(?:(?:该|应该|应当|要|会|能|够)(?:不该|不够|不能|不会)?(?:怎么|如何|受|给|得到|构成)?[^,。]{{0,6}}(?:{_MEASURE})|(?:什么|怎么|多重)的?(?:{_MEASURE})))"
)
_LEADS = re.compile(r"^[,，\s]*(?:同志)?")

NO_CASE = "处分种类"
"""What is looked up where nothing of what the person did is told."""

_SAYS_NOTHING = re.compile(
    rf"(?:该|应该|应当|要|会|能)?(?:给|受)?(?:一个|个)?{_WHICH}(?:党纪|政务|纪律)?的?"
    r"(?:处分|处理|处罚|处置)?(?:才|比较|最)?(?:合适|恰当|好|妥当|对)?[呢吗?。]*"
)


def without_the_person(question: str) -> str | None:
    """Return a question on a person's case as one on the rules, or None where it is about nobody in particular.

    Example:
        张三上班赌博该给什么处分 -> 上班赌博该给什么处分
        给张三什么处分合适 -> 处分种类
    """
    folded = fold(question).strip()
    found = _JUDGED.search(folded)
    if found is None:
        return None
    start, end = found.span("given") if found["given"] else found.span("does")
    rest = _LEADS.sub("", (folded[: found.start()] if found["given"] else folded[:start]) + folded[end:])
    rest = without_the_person(rest) or rest
    return NO_CASE if _SAYS_NOTHING.fullmatch(rest) else rest
