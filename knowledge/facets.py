"""The lists under which material is sorted: kinds of unit, tasks, fusion types, stages; and how each is told in words.

Each line of `lexicon/sectors.txt` is one kind of unit: its label, how names of such units end, and what people call it
when they ask. Names, titles, questions, options and cards are all read by it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from knowledge.bodies import PARTY
from knowledge.errors import BadRequestError
from knowledge.lexicon.reader import lexicon_lines
from knowledge.particulars import Sector
from knowledge.tokens import fold

WHAT = {"sectors": "单位", "tasks": "业务任务", "fusion_types": "融合类型", "stages": "阶段"}

DOCUMENT_SECTORS = {
    "机关": Sector.AGENCY,
    "国企": Sector.ENTERPRISE,
    "高校": Sector.UNIVERSITY,
    "中小学": Sector.SCHOOL,
    "医院": Sector.HOSPITAL,
    "街道社区": Sector.COMMUNITY,
    "农村": Sector.VILLAGE,
    "两新组织": Sector.PRIVATE,
}
"""The kinds of unit by which documents are sorted too, by their labels."""

_PARTY_AT_END = re.compile(rf"{PARTY}$")
_DEPARTMENT = re.compile(
    r"(?<=院|学|行|司|局|团)(?:[\u4e00-\u9fff]{1,4}(?:科|处|室|部|系|车间|班组|中心)[一二三四五六]?)$"
)
"""内科 in 示例医院内科: a part of the unit before it."""


class Facet(NamedTuple):
    """One label of a list."""

    label: str
    pattern: re.Pattern[str]
    """What shows it in a text."""

    asked: tuple[str, ...]
    """What people call it when they ask, folded, itself included."""


@cache
def facets(name: str) -> tuple[Facet, ...]:
    """Return the labels of the list `name`: `sectors`, `tasks`, `fusion_types` or `stages`, in its order."""
    return tuple(_facet(line, at_end=name == "sectors") for line in lexicon_lines(f"{name}.txt"))


def labels_named(name: str, value: str) -> tuple[str, ...]:
    """Return the labels of a list that a word means, by any of their names: 公立医院 and 医院 are one.

    Raises:
        BadRequestError: It means none; the message gives the list.
    """
    found = _labels_meant(name, fold(value).strip())
    if not found:
        known = "、".join(facet.label for facet in facets(name))
        raise BadRequestError(f"没有“{value}”这一类{WHAT[name]}；可用的有：{known}。")
    return found


def sector_named(value: str) -> Sector:
    """Return the kind of unit that a word means, of those by which documents are sorted.

    Raises:
        BadRequestError: It means none, or several; the message gives the list.
    """
    labels = labels_named("sectors", value)
    if (sector := sector_meant(value)) is not None:
        return sector
    fault = f"材料没有按“{value}”归类，只有做法可以这样找（ronghe cards）"
    if len(labels) > 1:
        fault = f"“{value}”可以指{'、'.join(labels)}，请写其中一类"
    raise BadRequestError(f"{fault}；可用的有：{'、'.join(DOCUMENT_SECTORS)}。")


def sector_meant(word: str) -> Sector | None:
    """Return the kind of unit by which documents are sorted that a word means; None where it means none or several."""
    meant = _labels_meant("sectors", fold(word).strip())
    return DOCUMENT_SECTORS.get(meant[0]) if len(meant) == 1 else None


def sector_of(unit: str) -> str | None:
    """Return the kind of a unit by how its name ends: …街道木巷村党总支 is 农村; None when it does not show."""
    body = fold(unit)
    while (shorter := _PARTY_AT_END.sub("", body)) != body and shorter:
        body = shorter
    whole = next((facet.label for facet in facets("sectors") if facet.pattern.search(body)), None)
    if whole is not None or not (inside := _DEPARTMENT.search(body)):
        return whole
    return sector_of(body[: inside.start()])


def document_sector(unit: str) -> Sector | None:
    """Return the kind of a unit by how its name ends, of those by which documents are sorted."""
    label = sector_of(unit)
    return DOCUMENT_SECTORS.get(label) if label is not None else None


@cache
def unit_words() -> str:
    """Return what people call kinds of unit, as a pattern for folded text: 社区, not the 社区 of 社区治理, a matter."""
    words = {word for facet in facets("sectors") for word in facet.asked}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?:{'|'.join(map(re.escape, longest_first))})(?!振兴|治理)"


def unit_spoken_of(text: str) -> str | None:
    """Return the word by which a text first speaks of a kind of unit, folded; None where it speaks of none.

    Example:
        乡镇卫生院怎么抓党建 -> 卫生院
    """
    first = re.search(rf"(?:{unit_words()})+", fold(text))
    return re.findall(unit_words(), first[0])[-1] if first else None


def kinds_meant(word: str) -> frozenset[str]:
    """Return the labels of the kinds of unit that a word may mean: of 学校 both 高校 and 中小学."""
    return frozenset(facet.label for facet in facets("sectors") if fold(word) in facet.asked)


def _labels_meant(name: str, folded: str) -> tuple[str, ...]:
    exact = tuple(facet.label for facet in facets(name) if folded == fold(facet.label))
    return exact or tuple(facet.label for facet in facets(name) if folded in facet.asked)


def _facet(line: str, *, at_end: bool) -> Facet:
    label, words, *asked = line.split("\t")
    names = (label, *(name for part in asked for name in part.split("|")))
    pattern = rf"(?:{words})$" if at_end else words
    return Facet(label, re.compile(fold(pattern)), tuple(dict.fromkeys(map(fold, names))))
