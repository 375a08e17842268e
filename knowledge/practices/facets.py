"""What practices are sorted under: unit types, tasks, fusion types and stages, by the lists of the lexicon."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from knowledge.errors import BadRequestError
from knowledge.lexicon.reader import lexicon_lines
from knowledge.particulars import Sector
from knowledge.practices.cards import Labels
from knowledge.tokens import fold

_FEWEST = {"tasks": 2, "fusion_types": 1, "stages": 1}
"""How often the words of a label have to stand in a practice: one mention of 服务 makes no task of it."""

_MOST = 3
"""Labels of one sort that a card carries."""

_PARTY = re.compile(r"(?:第?[一二三四五六七八九十]{1,3})?(?:机关)?(?:党委|党组|党总支|党支部|党工委|总支|支部)$")
_DEPARTMENT = re.compile(
    r"(?<=院|学|行|司|局|团)(?:[\u4e00-\u9fff]{1,4}(?:科|处|室|部|系|车间|班组|中心)[一二三四五六]?)$"
)
"""内科 in 示例医院内科: a part of the unit before it."""

_AUTHOR = re.compile(r"我(校|院|局|委|厅|行|公司|集团|街道|社区|村|镇)")
_AUTHORS = {"局": "机关", "委": "机关", "厅": "机关", "行": "金融机构", "公司": "企业", "集团": "企业"} | {
    "街道": "街道社区",
    "社区": "街道社区",
    "村": "农村",
    "镇": "农村",
}
_ACADEMIC = re.compile(r"大学生|本科|研究生|辅导员|高校|院系|学院")
_SCHOOL = re.compile(r"中学|[一二三四五六七八九十]中|小学|高中|初中|班主任")
_MEDICAL = re.compile(r"患者|医护|门诊|临床|护理|病房|医疗")


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


WHAT = {"sectors": "单位", "tasks": "业务任务", "fusion_types": "融合类型", "stages": "阶段"}

_SECTORS = {
    "机关": Sector.AGENCY,
    "国企": Sector.ENTERPRISE,
    "高校": Sector.UNIVERSITY,
    "中小学": Sector.SCHOOL,
    "医院": Sector.HOSPITAL,
    "农村": Sector.VILLAGE,
    "街道社区": Sector.COMMUNITY,
    "两新组织": Sector.PRIVATE,
}
"""The sorts of unit by which documents are sorted, by their labels."""


def labels_named(name: str, value: str) -> tuple[str, ...]:
    """Return the labels of a list that a word means, by any of their names: 公立医院 and 医院 are one.

    Raises:
        BadRequestError: It means none; the message gives the list.
    """
    folded = fold(value).strip()
    exact = tuple(facet.label for facet in facets(name) if folded == fold(facet.label))
    found = exact or tuple(facet.label for facet in facets(name) if folded in facet.asked)
    if not found:
        known = "、".join(facet.label for facet in facets(name))
        raise BadRequestError(f"没有“{value}”这一类{WHAT[name]}；可用的有：{known}。")
    return found


def sector_named(value: str) -> Sector:
    """Return the sort of unit that a word means, of those by which documents are sorted.

    Raises:
        BadRequestError: It means none; the message gives the list.
    """
    found = next((_SECTORS[label] for label in labels_named("sectors", value) if label in _SECTORS), None)
    if found is None:
        raise BadRequestError(
            f"材料没有按“{value}”归类，只有做法可以这样找（ronghe cards）；可用的有：{'、'.join(_SECTORS)}。"
        )
    return found


def labels_of(unit: str | None, measures: str, whole: str) -> Labels:
    """Sort a practice.

    Args:
        unit: Its unit, folded.
        measures: The words of its measures, folded.
        whole: All its words, folded.
    """
    return Labels(
        sector=sector_of(unit) if unit else _sector_of_author(whole),
        tasks=_most_frequent("tasks", whole),
        fusions=_most_frequent("fusion_types", measures),
        stages=tuple(facet.label for facet in facets("stages") if facet.pattern.search(measures)),
    )


def sector_of(unit: str) -> str | None:
    """Return the type of a unit by how its name ends: …街道木巷村党总支 is 农村; None when it does not show."""
    body = fold(unit)
    while (shorter := _PARTY.sub("", body)) != body and shorter:
        body = shorter
    whole = next((facet.label for facet in facets("sectors") if facet.pattern.search(body)), None)
    if whole is not None or not (inside := _DEPARTMENT.search(body)):
        return whole
    return sector_of(body[: inside.start()])


def _sector_of_author(whole: str) -> str | None:
    """Return the type of the unit that a text calls 我校, 我局: the sort is said, the name is not."""
    spoken = _AUTHOR.search(whole)
    if spoken is None:
        return None
    if spoken[1] == "校":
        return "高校" if _ACADEMIC.search(whole) and not _SCHOOL.search(whole) else "中小学"
    if spoken[1] == "院":
        return "医院" if _MEDICAL.search(whole) else "高校"
    return _AUTHORS[spoken[1]]


def _facet(line: str, *, at_end: bool) -> Facet:
    label, words, *asked = line.split("\t")
    names = (label, *(name for part in asked for name in part.split("|")))
    pattern = rf"(?:{words})$" if at_end else words
    return Facet(label, re.compile(fold(pattern)), tuple(dict.fromkeys(map(fold, names))))


def _most_frequent(name: str, text: str) -> tuple[str, ...]:
    counted = [(len(facet.pattern.findall(text)), facet.label) for facet in facets(name)]
    enough = [(count, label) for count, label in counted if count >= _FEWEST[name]]
    return tuple(label for _, label in sorted(enough, key=lambda pair: -pair[0])[:_MOST])
