"""Whose practice a case tells of: the unit, the sort of unit, and the place; what could be another's stays empty."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ingest.lines import HAN, is_prose, written_lines
from knowledge.documents import Kind
from knowledge.facets import document_sector
from knowledge.lexicon.reader import lexicon_lines
from knowledge.particulars import Sector

_HEAD = 900
_OPENING = 160
_OFTEN = 2
"""Times that a sort of unit has to be named where no unit is."""


_SORTED = (
    r"医院|卫生院|疾控中心|社区卫生服务中心|大学|学院|中学|小学|幼儿园|实验学校|第[一二三四五六七八九十]学校|[一二三四五六七八九十]中"
    r"|社区|街道(?:办事处)?|居委会?|村|村委会?|乡|[^邮支书分]局|[市县区省]委(?:[\u4e00-\u9fff]{2,4}部)?|直属机关工委|机关工委"
    r"|人民法院|法院|检察院|派出所|公安分局|海关|人民政府|管委会|边境管理支队|消防救援大?队|供电(?:分?公司|局)"
    r"|国网[\u4e00-\u9fff]{2,12}公司|电网|烟草|(?:工商|农业|建设|交通|中国|邮储|农村商业)银行[\u4e00-\u9fff]{0,8}(?:分行|支行)"
    r"|地铁集团|水务集团|城投集团|交投集团|国资委|邮政分公司|商会|行业协会|律师事务所|楼宇党委|两新工委|园区党委"
)
"""How names end that are found in running text; of which kind such a unit is, `knowledge.facets` says."""

_BODY_WORDS = rf"{_SORTED}|集团|公司|党委|党总支|党支部|镇"
_NAME = (
    rf"(?:(?!在|走进|来到|联合|会同|到|作为|居民|点赞|对接|正是|梳理|赋能|赴|与)[{HAN}“”·]){{2,24}}?(?:{_BODY_WORDS})"
)
_SUBJECT = re.compile(
    rf"(?:^|[。；，,：:—）)\s日讯]|近日|日前|近年来|今年以来|连日来|来到|走进)(?P<unit>{_NAME})(?:[、和][{HAN}]{{2,12}})?"
    r"(?=(?:党员|积极|持续|坚持|联合|组织|开展|举行|举办|召开|探索|以|将|通过|聚焦|创新|推行|打造|依托|充分|深入|紧紧|紧扣|围绕|始终|结合|把|不断|着力|扎实|大力|启动|成立|建立|推动|推进|立足|针对|为|的?党建|党群|，|：|:))"
)
_TITLE_UNIT = re.compile(
    rf"^(?:[^：:｜|]{{1,12}}[｜|]\s*)?(?P<before>{_NAME})(?:[（(][{HAN}]{{1,8}}[）)])?(?:党委|党支部)?[：:]|(?:——|[｜|]\s*)(?P<after>{_NAME})(?!的)"
)
_NOT_A_UNIT = re.compile(
    r"^(?:我|本|该|各|全|这|那|一|两|三|几|每|某|在|从|向|对|与|和|为|到|由|让|使|把|当|随着|记者|通讯员|来自|推动|推进|加强|组织|引导|走进|深入|积极|开展|结合|围绕|服务|建设|打造|辖区|相关|多个|基层|党员|群众|联合|其中|此次|据)|(?:等|的|了|是|有|多|个|名|里)(?:社区|村|乡|局|镇|学院|公司|党支部)|示范村|乡村$|新乡|农村$|小村$|山村$|全村|进村|进社区|下乡|返乡|家乡|布局|格局|结局|大局|全局|时局|政局"
)

_PROVINCES = "|".join(sorted(lexicon_lines("places.txt"), key=len, reverse=True))
_PROVINCE = rf"(?:(?:{_PROVINCES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?(?![日晚晨]报))"
_PART = rf"[{HAN}]"
_CITY = rf"(?:{_PART}{{2,5}}?(?:市|自治州|地区|盟)(?![场民委属级值面政直区内里中]))"
_COUNTY = rf"(?:{_PART}{{1,6}}?(?:自治县|县|旗|新区|区|市)(?![场民委属级值面政内里域块间位分别]))"
_TOWN = rf"(?:{_PART}{{2,6}}?(?:街道|镇|乡)(?![村亲土愁镇间]))"
_VILLAGE = rf"(?:{_PART}{{1,6}}?(?:社区|村)(?![民庄级里两干中落内]))"
_PLACE = re.compile(
    rf"(?:{_PROVINCE}{_CITY}?{_COUNTY}?{_TOWN}?{_VILLAGE}?|{_CITY}{_COUNTY}?{_TOWN}?{_VILLAGE}?|{_COUNTY}{_TOWN}?{_VILLAGE}?|{_TOWN}{_VILLAGE}?)"
)
_NOT_A_PLACE = re.compile(
    r"(?:社|小|园|辖|景|片|厂|库|灾|城|山|牧|林|校|院|街|专|分|战|禁|误|特|全|我|本|该|各|示范|开发|功能|老|新城|休息|候车|服务|商务|旅游|居民)区|(?:全|我|本|各|城|上|都|超|夜|门|楼|菜|股|集|闹)市|(?:全|我|本|各|外|邻|该)县|(?:全|我|本|各|城|集|古|小|特色|该)镇|委召|深化|对接|联络|位于|总局|党建|中共|召开|组织|开展|同时|以及|按照|[是为的这那从与在]|落实|住区|保税|^年|年度|属地|家住|专业|帮扶|联盟|民族地区|解锁|国网|女士|先生|同志|书记|会同|项目|点亮|走进|来到|根据|城乡|相关|(?:家|下|返|故|他|老|水|异|各|该|全)乡|红旗|彩旗|国旗|党旗|军旗|街道街道"
)
_COMMUNITY = re.compile(rf"(?<=街道){_PART}{{1,6}}社区$")
"""Below a street: whether 社区 is a name or a word cannot be told; the place is named without it."""

_LONGEST_PLACE = 24


class Setting(NamedTuple):
    """Unit, sort of unit, place."""

    unit: str | None
    sector: Sector | None
    place: str | None


def setting_of(title: str, kind: Kind, issuer: str | None, text: str) -> Setting:
    """Read the unit, its sort and its place of a case; for other kinds nothing.

    Args:
        title: In Simplified characters.
        kind: Only a case, or an article that tells of one unit, has a setting.
        issuer: Who published it, if known; taken for the unit where neither title nor opening name one.
        text: Repaired text.
    """
    if kind is not Kind.CASE:
        return Setting(None, None, None)
    opening = _opening(text)
    unit = _unit_in_title(title) or _unit_in(opening) or issuer
    return Setting(unit, _sector(unit, title + opening), _place(unit, title, opening))


def names_unit(title: str, text: str) -> bool:
    """Tell whether a title, or the first words of a report, name a unit that does something."""
    return (_unit_in_title(title) or _unit_in(_opening(text))) is not None


def _opening(text: str) -> str:
    """Return the first paragraph of running text."""
    return next((line.text for line in written_lines(text[:_HEAD]) if is_prose(line.text)), "")[:_OPENING]


def _unit_in_title(title: str) -> str | None:
    match = _TITLE_UNIT.search(title)
    name = (match["before"] or match["after"]) if match else None
    return name if name and not _NOT_A_UNIT.search(name) else None


def _unit_in(opening: str) -> str | None:
    """Return the first body that does something in the opening."""
    for match in _SUBJECT.finditer(opening):
        if not _NOT_A_UNIT.search(match["unit"]):
            return match["unit"]
    return None


def _sector(unit: str | None, about: str) -> Sector | None:
    """Return the kind of the unit by its last words; a 镇, or no named unit, is what is spoken of."""
    if unit and not unit.endswith("镇"):
        return document_sector(unit)
    names = re.findall(rf"[{HAN}]{{2}}(?:{_SORTED})", about)
    seen = Counter(document_sector(name) for name in names if not _NOT_A_UNIT.search(name))
    only = next(iter(seen)) if len(seen) == 1 else None
    if unit:
        return only if only in {Sector.VILLAGE, Sector.COMMUNITY} else None
    return only if only and seen[only] >= _OFTEN else None


def _place(unit: str | None, title: str, opening: str) -> str | None:
    """Return the place at the head of the unit's name, else the first one in the title or the opening."""
    for words in (unit or "", title, opening):
        for match in _PLACE.finditer(words):
            name = _COMMUNITY.sub("", match.group())
            if len(name) <= _LONGEST_PLACE and not _NOT_A_PLACE.search(name) and not _NOT_A_UNIT.search(name):
                return name
    return None
