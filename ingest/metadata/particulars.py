"""Dates, bodies and numbers as documents print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from knowledge.bodies import HIGHEST, OFFICES, PARTY_NAMES
from knowledge.numerals import number_of

DATE = r"((?:19|20)\d{2})\s*(?:年|[-/.])(?:\s*(\d{1,2})\s*(?:月|[-/.])(?:\s*(\d{1,2})\s*日?)?)?"
"""A printed date; its groups are year, month and day."""

_DATE = re.compile(DATE)
_STATED = re.compile(r"(?P<year>(?:19|20)\d{2})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_CHINESE_YEAR = re.compile(
    r"([一二][〇零○Ｏ九八七六五四三二一]{3})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)

_EVENT = re.compile(r"通过|批准|发布|公布|印发|修正|修订|施行|实施|修改")
_VERSIONS = ("修正", "修订", "修改")
_ISSUES = ("发布", "公布", "印发")

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s?[〔\[［（(](?:19|20)\d{2}[〕\]］）)]\s?第?\d{1,4}\s?号|(?:国务院|主席|[\u4e00-\u9fff]{2,8}部)令\s?第?\s?\d{1,4}\s?号"
)
"""文号 and 令号: 示办发〔2021〕3号, 国务院令第653号."""

_ISSUER = re.compile(
    r"中共中央办公厅[、，\s]*国务院办公厅|中共中央[、，\s]*国务院|中共中央办公厅|国务院办公厅|中共中央纪律检查委员会|中央纪律检查委员会|中共中央[\u4e00-\u9fff]{2,8}(?:部|委员会|办公厅)"
    rf"|中央[\u4e00-\u9fff]{{2,6}}(?:部|委员会)|{HIGHEST}|中国共产党第[一二三四五六七八九十]+次全国代表大会"
)
BODY = re.compile(
    rf"(?:中共|中国共产党|共青团)?[\u4e00-\u9fff]{{2,30}}(?:{OFFICES}|{PARTY_NAMES}|[省市县区州盟旗]委|[^内外全]部|[^政时格布结]局|厅|总工会|妇联|团委|人民法院|人民检察院|办事处|党校|集团|公司|学校|大学|学院|医院|中学|小学|协会|联合会|研究院|研究所|中心|德育处|教务处)"
)
"""A body's name standing alone, as at the foot of a notice."""

_SUPPLIED = re.compile(
    r"(?:供稿单位|供稿|发文机关|发文单位|制定机关|印发机关|印发单位|发布机关|来稿单位)\s*[:：]\s*([^\s)）】\]、，,。;；]{3,30})"
)

_SHORTEST_SUPPLIER = 5
"""Characters; what is shorter is an office inside the unit."""

_STATED_ISSUER = re.compile(
    r"(?:发文|制定|印发|发布|公布)(?:机关|单位|机构)[】\]]?\s*[:：|]?\s*([^\s)）】\]、，,。;；|]{3,30})"
)

_YEARLY = re.compile(
    r"[^\d\n]{0,30}(?P<when>(?:19|20)\d{2}年(?:\d{1,2}月)?)(?:度|份)?(?![以前后来起至到])[^\d\n]{2,40}"
    r"(?:计划|要点|总结|通报|方案|安排|任务|清单|台账|统计表?|公报)(?:（[^（）]{1,8}）)?"
)
_YEARS = re.compile(r"\d{4}")


class Happening(NamedTuple):
    """Something that happened to a document: when, what, and the words around it."""

    date: str
    what: str
    words: str


def first_date(text: str) -> str | None:
    """Return the first date in a text as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as it is printed."""
    match = _DATE.search(text)
    if match:
        return iso_of(match)
    chinese = _CHINESE_YEAR.search(text)
    if chinese is None:
        return None
    year, month, day = (str(number_of(part)) if part else None for part in chinese.groups())
    return _iso(year or "", month, day)


def stated_date(value: str) -> str | None:
    """Return the date in a value that is meant as one, as precise as it is written; a year alone is enough."""
    written = _STATED.fullmatch(value.strip())
    if written:
        return _iso(written["year"], written["month"], written["day"])
    year = re.search(r"(?:19|20)\d{2}", value)
    return first_date(value) or (year.group() if year else None)


def stated_version(stated: Mapping[str, str]) -> str | None:
    """Return the date of the version that front matter states: as such, else its last revision, issue or adoption."""
    for name in ("date", "version", "revised", "issued", "approved", "adopted"):
        days = [day for part in re.split(r"[、,，\[\]]", stated.get(name, "")) if (day := stated_date(part))]
        if days:
            return days[-1]
    return None


def events(header: str) -> list[Happening]:
    """Return what a header tells of a document's history, in its order.

    Example:
        （2010年4月1日示例委发布　2019年5月6日修订） -> 2010-04-01 发布, 2019-05-06 修订
    """
    matches = list(_DATE.finditer(header))
    ends = [*(match.start() for match in matches), len(header)][1:]
    found = []
    for match, end in zip(matches, ends, strict=True):
        words = header[match.end() : end]
        what = _EVENT.findall(words)
        if what:
            found.append(Happening(iso_of(match), what[-1], words))
    return found


def version_date(history: list[Happening]) -> str | None:
    """Return the date of the version that a header describes: its last revision, else its issue, else its adoption."""
    for wanted in (_VERSIONS, _ISSUES, ("通过", "批准")):
        dates = [event.date for event in history if event.what in wanted or any(word in event.words for word in wanted)]
        if dates:
            return dates[-1]
    return None


def enacting_body(history: list[Happening]) -> str | None:
    """Return who issued a document, else who adopted it, by the names in its header."""
    for wanted in (*_ISSUES, "通过", "批准", *_VERSIONS):
        for event in history:
            body = _ISSUER.search(event.words) if wanted in event.words else None
            if body:
                return re.sub(r"[，\s]+", "、", body.group())
    return None


def supplier(text: str) -> str | None:
    """Return the body that a page names as having written the text: 供稿单位, 发文机关; 党政办 names no body."""
    match = _SUPPLIED.search(text)
    return match[1] if match and len(match[1]) >= _SHORTEST_SUPPLIER else None


def yearly_date(title: str) -> str | None:
    """Return the one year, or month, of which a yearly paper's title speaks.

    Example:
        示例区2024年党员发展计划 -> 2024
    """
    match = _YEARLY.fullmatch(title)
    return first_date(match["when"]) if match and len(_YEARS.findall(title)) == 1 else None


def iso_of(match: re.Match[str]) -> str:
    """Return the date that a match of `DATE`, with no groups before it, prints."""
    return _iso(match[1], match[2], match[3])


def stated_issuer(text: str) -> str | None:
    """Return the body that a page names as having issued the text: 发文机关, 发布机构; who supplied it is none."""
    match = _STATED_ISSUER.search(text)
    return match[1] if match else None


def _iso(year: str, month: str | None, day: str | None) -> str:
    if not month or int(month) not in range(1, 13):
        return year
    if not day or int(day) not in range(1, 32):
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"
