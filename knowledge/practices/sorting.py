"""What a practice is sorted under: the kind of its unit, its tasks, fusion types and stages."""

from __future__ import annotations

import re

from knowledge.facets import facets, sector_of
from knowledge.practices.cards import Labels

_FEWEST = {"tasks": 2, "fusion_types": 1}
"""How often the words of a label have to stand in a practice: one mention of 服务 makes no task of it."""

_MOST = 3
"""Labels of one sort that a card carries."""

_AUTHOR = re.compile(r"我(校|院|局|委|厅|行|公司|集团|街道|社区|村|镇)")
_ACADEMIC = re.compile(r"大学生|本科|研究生|辅导员|高校|院系|学院")
_SCHOOL = re.compile(r"中学|[一二三四五六七八九十]中|小学|高中|初中|班主任")
_MEDICAL = re.compile(r"患者|医护|门诊|临床|护理|病房|医疗")


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


def _sector_of_author(whole: str) -> str | None:
    """Return the kind of the unit that a text calls 我校, 我局: the kind is said, the name is not."""
    spoken = _AUTHOR.search(whole)
    if spoken is None:
        return None
    if spoken[1] == "校":
        return "高校" if _ACADEMIC.search(whole) and not _SCHOOL.search(whole) else "中小学"
    if spoken[1] == "院":
        return "医院" if _MEDICAL.search(whole) else "高校"
    return "金融机构" if spoken[1] == "行" else sector_of(spoken[1])


def _most_frequent(name: str, text: str) -> tuple[str, ...]:
    counted = [(len(facet.pattern.findall(text)), facet.label) for facet in facets(name)]
    enough = [(count, label) for count, label in counted if count >= _FEWEST[name]]
    return tuple(label for _, label in sorted(enough, key=lambda pair: -pair[0])[:_MOST])
