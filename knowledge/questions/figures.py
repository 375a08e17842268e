"""The figure that a question asks for (多少名, 几日, 何时施行), as a pattern that the text of an answer must have."""

from __future__ import annotations

import re

_NUMERAL = r"[\d一二两三四五六七八九十百千万亿半][\d一二两三四五六七八九十百千万亿,.]*"

_IN_FORCE = re.compile(
    r"(?:何时|什么时候|哪一?天|几月几[日号]|哪一?年|自何时)[^。?]{0,6}(?:施行|实施|实行|生效|执行)"
    r"|(?:施行|实施|生效)(?:的?日期|的?时间)|[;；、|\s](?:施行|实施|生效)$"
)
_DATE = re.compile(r"哪一?天|几月几[日号]|几[月号]|哪一?年|何年何月")
_OFTEN = re.compile(r"(?:多久|多长时间|几[天周年]|几个月|隔多久)[^。?]{0,8}(?:一次|一回|一轮)")
"""多久开一次 asks how often, which a length of time does not say."""

_DURATION = re.compile(r"多久|多长")
_LIMIT = re.compile(r"(?:时限|期限|年限|时效|有效期|任期)(?:是什么|要求|规定)?[?。]*$")
"""工伤认定申请的时限: a length of time, or at once."""

_SHARE = re.compile(r"百分之几|百分之多少|几分之几|比例是?多少|百分比|[;；、|\s](?:比例|占比)$")
_COUNT = re.compile(
    r"(?:多少|(?<!哪)几)个?(人|名|家|元|钱|工作日|天|日|年|月|周|小时|分钟|学时|课时|学分|平方米|公里|次|条|项|份|篇|分|周?岁|级|届|期|所|支|场|户|万|亿|吨|%)?"
)
_AMOUNT = re.compile(r"(?:交|缴|收|付|补贴|罚|领|花|发)(?:纳|取)?多少(?:钱|元)?(?![人名个家次项天日年月])")
"""党费交多少: an amount of money, or a share."""

_SORTS = re.compile(r"几个?(?:种|类|方面|部分|步|大类|什么)")
"""几种 asks to have things named, not counted."""

_NAMED = re.compile(r"[;；、|\s](天|人|次)数$")
"""年休假；天数: keywords, the last of which is the figure."""

_COUNTED_ALIKE = {
    "人": "(?:[名人]|分之)",  # 五分之一以上有选举权的村民 are so many
    "名": "[名人]",
    "天": "(?:个?工作)?[天日]",
    "日": "(?:个?工作)?[天日]",
    "工作日": "(?:个?工作)?[天日]",
    "月": "个?月",
    "岁": "周?岁",
    "周岁": "周?岁",
}
"""Units that texts use for one another."""

_MEASURES = "[人名个家元次项户倍级届岁万亿%]|周岁|以上|以下|分之"


def figure_asked_for(folded: str) -> str | None:
    """Return a pattern for the figure that a question asks for, or None when it asks for none.

    Args:
        folded: The question, folded, with Arabic numerals in ordinals and years.

    Returns:
        A regular expression for text in the same form (`knowledge.grounding.evidence.matchable_text`).

    Example:
        几日内答复 -> a number before 日, 天 or 个工作日
    """
    if _IN_FORCE.search(folded):
        return r"(?:自|从|于)[^。；]{2,30}(?:施行|实施|生效|执行)"
    if _DATE.search(folded):
        return rf"\d{{4}}年|{_NUMERAL}月{_NUMERAL}日"
    if _DURATION.search(folded) or _LIMIT.search(folded):
        return _length(folded)
    if _SHARE.search(folded):
        return r"分之|\d%"
    if _AMOUNT.search(folded):
        return r"\d[\d,.]*\s*(?:万|亿)?元|分之|\d%"
    count = None if _SORTS.search(folded) else _COUNT.search(folded) or _NAMED.search(folded)
    return _counted(count[0], count[1]) if count is not None else None


def _length(folded: str) -> str:
    """Return a pattern for how long something takes, or how often it is done."""
    if _OFTEN.search(folded):
        often = rf"每(?:半|{_NUMERAL})?个?(?:年|月|周|季度?|日|天|旬|学期)"
        return rf"{often}|(?:年|月|周|季度?)(?:至少|不少于)?{_NUMERAL}[次回]|定期|不定期|随时"
    begins = r"(?<![月\d~—至到-])(?!(?:19|20)\d\d年)"  # 2022年6月1日 is a day, not so long
    length = rf"{begins}{_NUMERAL}\s*(?:个?月(?!\d)|年|天|个?工作日|日|周|季度|小时)|每(?:年|月|周|季度?|半年)"
    return f"{length}|立即|当场|即时|随时" if _LIMIT.search(folded) else length


def _counted(asked: str, unit: str | None) -> str:
    if unit not in {None, "钱"}:
        begins = r"(?<![月\d~—至到-])" if unit in {"天", "日"} else ""  # 10月22日 is a day, not so many days
        return rf"{begins}{_NUMERAL}\s*余?多?{_COUNTED_ALIKE.get(str(unit), re.escape(str(unit)))}"
    if asked.endswith("个"):
        return rf"{_NUMERAL}\s*余?多?[个人名]"
    # Any number but a date's or an article's: 多少 asks for an amount.
    return rf"(?<![第\d.])\d[\d,.]*(?![\d,.]|\s*[年月日条章节款])|[一二两三四五六七八九十百千万]+(?:{_MEASURES})"
