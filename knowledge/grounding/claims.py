"""What a sentence claims that can be checked word for word: figures, dates, titles, articles, names, words of rule.

All functions expect folded text (`knowledge.tokens.fold`) and are pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.documents import Frozen
from knowledge.lexicon.reader import lexicon_set
from knowledge.numerals import NUMERALS, numeral_value
from knowledge.tokens import fold, grams

_CHINESE = f"{NUMERALS}廿卅"
_UNIT = (
    r"个百分点|个月|个工作日|工作日|周岁|人次|公里|万元|亿元|万人|人|名|位|家|个|元|天|日|年|月|周|次|条|款|项|章|节|份|篇"
    r"|分|岁|级|届|期|所|支|场|万|亿|吨|倍|成|%|类|批|步|小时|分钟|季度|学时|户|件|起|台|组|层|票"
)
_FIGURE = re.compile(
    rf"(?P<ordinal>第)?(?P<percent>百分之)?(?P<value>\d[\d,]*(?:\.\d+)?|[{_CHINESE}]+)[余多]?(?P<unit>{_UNIT})?"
)
_RANGE = re.compile(rf"(\d[\d.]*|[{_CHINESE}]+)(?=(?:至|到|—|-|~)第?(?:\d[\d.]*|[{_CHINESE}]+)({_UNIT}))")
"""The lower end of 三至五年, whose unit stands behind the upper end."""

_OFTEN = re.compile(r"每((?:半|个|两|三|\d)*(?:年|月|周|日|天|季度?|季|旬|学期))")
_DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTED = re.compile(r"“([^“”]{2,400})”|‘([^‘’]{2,400})’")
_N = rf"\d+|[{_CHINESE}]+"
_ARTICLE = re.compile(rf"第({_N})条(?:之[{_CHINESE}\d]+)?(?:第({_N})款)?(?:第?\(?({_N})\)?项)?")
_TRIAL = re.compile(r"\((?:试行|暂行|草案|修订)\)$")
_AROUND = 8
"""Characters on either side of a figure that tell which of several figures of one unit it is."""

_RULE = re.compile(
    r"应当|必须|可以|不得|一般(?!性)|原则上|必要时|参照|以上(?!级)|以下(?!简称|统称)|不少于|不超过|至少|至多|最多|不低于|不高于"
    r"|严禁|禁止|正式党员|预备党员|(?<![认许不])可(?![靠能持谓见观以])|(?<![相适反对响效供])应(?![用急对答聘届变付运])|(?<!必)须(?!知)"
)
_SOFTER = re.compile(r"需要|应该|务必|建议|最好")
_BINDING = re.compile(r"应当|必须|可以|不得|禁止")
_GENERAL = (
    "由在该各全本的和与是为对将把从到以及等所被让使给向于其有市区县家个名这那某一二三四五六七八九十两几多者并也都就还"
)
_NAMED_UNIT = re.compile(
    rf"(?=((?:[^\W\d_{_GENERAL}]{{2}})(?:集团|公司|医院|大学|学院|中学|小学|街道|社区|法院|检察院|研究院|银行|开发区)))"
)
_STATUS = re.compile(r"现行有效|已废止|已失效|已被?修订|尚未施行|仍然?有效|有效期内")


class Figure(Frozen):
    """A number with its unit, and what stands around it."""

    value: str
    unit: str
    around: frozenset[str] = frozenset()
    """Grams near it."""

    @property
    def claim(self) -> tuple[str, str]:
        """What has to stand in the source."""
        return self.value, self.unit


def figures(text: str) -> list[Figure]:
    """Return the figures of a text: every Arabic number, and Chinese numerals that have a unit or are ordinals.

    Example:
        3人以上成立党支部 -> 3 人; 三至五年 -> 5 年; 百分之二十 -> 20 %
    """
    found = []
    for match in _FIGURE.finditer(text):
        value, unit = match["value"].replace(",", ""), match["unit"] or ""
        if not value[0].isdigit():
            if not (unit or match["ordinal"] or match["percent"]):
                continue
            number = numeral_value(value)
            value = str(number) if number is not None else value
        if match["percent"]:
            unit = "%"
        start, end = match.span()
        near = frozenset([*grams(text[max(start - _AROUND, 0) : start]), *grams(text[end : end + _AROUND])])
        found.append(Figure(value=_plain(value), unit=("第" if match["ordinal"] else "") + unit, around=near))
    found += [Figure(value="每", unit=match[1]) for match in _OFTEN.finditer(text)]
    for match in _RANGE.finditer(text):
        number = numeral_value(match[1])
        value = match[1] if number is None else str(number)
        found.append(Figure(value=_plain(value), unit=match[2], around=frozenset()))
    return found


def _plain(value: str) -> str:
    """Return 5 for 5.0 and 05."""
    whole, _, rest = value.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def dates(text: str) -> list[tuple[str, ...]]:
    """Return (year, month, day) as far as each date goes."""
    return [tuple(str(int(part)) for part in match.groups() if part) for match in _DATE.finditer(text)]


def titles(text: str) -> list[str]:
    """Return what stands between 《 and 》."""
    return [match.strip() for match in _TITLE.findall(text)]


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles name one instrument: 试行 may be left out, and so may 中国共产党 in front."""
    return _core(one) == _core(other)


def _core(title: str) -> str:
    plain = _TRIAL.sub("", fold(title).strip("《》 ").replace(" ", ""))
    for lead in ("中华人民共和国", "中国共产党"):
        plain = plain.removeprefix(lead)
    return plain.removeprefix("党和国家")


def quotations(text: str) -> list[str]:
    """Return what stands in quotation marks."""
    return [one or other for one, other in _QUOTED.findall(text)]


def articles(text: str) -> list[tuple[int, ...]]:
    """Return (article, paragraph, item) as far as each reference goes; what is not named is 0."""
    found = _ARTICLE.finditer(text)
    return [tuple((numeral_value(part) or -1) if part else 0 for part in match.groups()) for match in found]


def rule_words(text: str) -> list[str]:
    """Return the words that carry a rule, in order."""
    return _RULE.findall(text)


def softened(said: str, held: str) -> bool:
    """Tell whether a text says 需要 or 应该 where the source has a word of rule that the text has not.

    Example:
        需要坚持 against 应当坚持 -> True
    """
    if set(_SOFTER.findall(said)) <= set(_SOFTER.findall(held)):
        return False
    return bool(_BINDING.findall(held)) and not _BINDING.findall(said)


def actors(text: str) -> set[str]:
    """Return the bodies, kinds of unit and offices that a text names."""
    plain = text.replace("党组织", "").replace("国企", "国有企业")
    return {actor for actor in lexicon_set("actors.txt") if actor in plain}


def named_units(text: str) -> set[str]:
    """Return the ends of the names of units: 北钢集团 of 湖北钢集团, nothing of 该集团 or 各医院."""
    return {match[1] for match in _NAMED_UNIT.finditer(text)}


def places(text: str) -> set[str]:
    """Return the names of places, of the lexicon's, that a text has."""
    return {place for place in lexicon_set("places.txt") if place in text}


def statuses(text: str) -> list[str]:
    """Return what a text says of an instrument's validity."""
    return _STATUS.findall(text)


def misplaced(figure: Figure, held: Iterable[Figure]) -> bool:
    """Tell whether the surroundings of a figure belong to another figure of the same unit in the source.

    Example:
        50人以上成立党支部 against 3人以上成立党支部，50人以上设立党总支 -> True
    """
    rivals = [other for other in held if other.unit == figure.unit]
    own = max((len(figure.around & other.around) for other in rivals if other.value == figure.value), default=-1)
    best = max((len(figure.around & other.around) for other in rivals if other.value != figure.value), default=0)
    return 0 <= own < best
