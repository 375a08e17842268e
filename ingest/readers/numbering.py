"""Automatic numbers of Word: 第一条, 一、, （一）, 1. are often nowhere in the text, only in the list definitions.

Word counts by definition (`abstractNum`): lists (`num`) that share one go on counting, unless one of them says where it
starts anew. A style hands its list on to those based on it. Source: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.number_formats import numeral

_NONE = "0"
"""The list of a paragraph that takes itself out of the list of its style."""

_TITLED = ("条", "章", "节", "编", "款")
_LONGEST_CHAIN = 20
"""Styles based on one another; a circle of them ends here."""


class _Level(NamedTuple):
    """How one level of a list counts and how its number is written."""

    start: int
    format: str
    pattern: str | None
    """First number of a format of the document's own, 001."""

    text: str
    suffix: str
    restart: int | None
    """Level, from 1, after which it starts anew; 0 for never, None for any above it."""

    legal: bool
    """All its numbers are in digits."""

    style: str


class _List(NamedTuple):
    """A list: the definition by which it counts, its levels, and where it starts anew."""

    definition: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which their labels are asked for."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {style.get(qn("w:styleId"), ""): style for style in document.styles.element.iter(qn("w:style"))}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}
            ),
            "",
        )
        self._lists = _lists(document, self._styles)
        self._counts: dict[str, Counter[int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """Count a paragraph and return what Word prints before it: its number with what parts it, or nothing."""
        list_id, depth = self._place(paragraph)
        found = self._lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        counts = self._counts.setdefault(found.definition, Counter())
        self._count(list_id, found, depth, counts)
        level = found.levels[depth]
        return "" if level.format in {"bullet", "none"} else _written(found.levels, counts, depth)

    def _count(self, list_id: str, found: _List, depth: int, counts: Counter[int]) -> None:
        anew = depth in found.starts and (list_id, depth) not in self._started
        self._started.add((list_id, depth))
        if anew or depth not in counts:
            counts[depth] = found.starts.get(depth, found.levels[depth].start)
        else:
            counts[depth] += 1
        for above in range(depth):
            counts.setdefault(above, found.starts.get(above, found.levels[above].start) if above in found.levels else 1)
        for deeper in [each for each in counts if each > depth]:
            level = found.levels.get(deeper)
            if level is None or level.restart is None or 0 < depth + 1 <= level.restart:
                del counts[deeper]

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the list of a paragraph and its level, from 0: its own, or those of its style."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = (_value(properties, "pStyle") if properties is not None else None) or self._default
        list_id, depth = self._of_style(style)
        if own is None:
            return list_id, depth
        own_depth = _value(own, "ilvl")
        return _value(own, "numId") or list_id, int(own_depth) if own_depth else depth if own_depth is None else 0

    def _of_style(self, name: str) -> tuple[str, int]:
        """Return the list and level of a style, or of the nearest one that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                break
            own = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            list_id = _value(own, "numId") if own is not None else None
            if own is not None and list_id is not None:
                levels = self._lists[list_id].levels if list_id in self._lists else {}
                linked = next((depth for depth, level in levels.items() if level.style == name), 0)
                return list_id, int(_value(own, "ilvl") or linked)
            name = _value(style, "basedOn") or ""
        return _NONE, 0


def _written(levels: Mapping[int, _Level], counts: Counter[int], depth: int) -> str:
    def number(match: re.Match[str]) -> str:
        level = levels.get(int(match[1]) - 1, levels[depth])
        return numeral(counts[int(match[1]) - 1], "decimal" if levels[depth].legal else level.format, level.pattern)

    text = re.sub(r"%([1-9])", number, levels[depth].text)
    if text.endswith(_TITLED):
        return text + "　"
    return text + (" " if levels[depth].suffix != "nothing" and text[-1:].isalnum() else "")


def _lists(document: WordDocument, styles: Mapping[str, etree._Element]) -> dict[str, _List]:
    """Return the lists of a document by their ids."""
    part = next(
        (each for each in document.part.package.iter_parts() if str(each.partname).endswith("/numbering.xml")), None
    )
    if part is None:
        return {}
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    definitions = {each.get(qn("w:abstractNumId"), ""): each for each in root.findall(qn("w:abstractNum"))}
    nums = {each.get(qn("w:numId"), ""): each for each in root.findall(qn("w:num"))}
    return {list_id: _list(num, definitions, nums, styles) for list_id, num in nums.items()}


def _list(
    num: etree._Element,
    definitions: Mapping[str, etree._Element],
    nums: Mapping[str, etree._Element],
    styles: Mapping[str, etree._Element],
) -> _List:
    definition = _value(num, "abstractNumId") or ""
    element = definitions.get(definition)
    link = _value(element, "numStyleLink") if element is not None else None
    if link is not None and link in styles:
        # A definition that only names a style of lists is the one of that style's list.
        behind = styles[link].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        linked = nums.get((_value(behind, "numId") or "") if behind is not None else "")
        definition = (_value(linked, "abstractNumId") or "") if linked is not None else definition
        element = definitions.get(definition)
    levels = dict(map(_level, element.findall(qn("w:lvl")))) if element is not None else {}
    starts: dict[int, int] = {}
    for override in num.findall(qn("w:lvlOverride")):
        depth = int(override.get(qn("w:ilvl"), "0"))
        own = override.find(qn("w:lvl"))
        if own is not None:
            levels[depth] = _level(own)[1]
        start = _value(override, "startOverride")
        if start is not None:
            starts[depth] = int(start)
    return _List(definition, levels, starts)


def _level(element: etree._Element) -> tuple[int, _Level]:
    shape = next(element.iter(qn("w:numFmt")), None)
    restart = _value(element, "lvlRestart")
    legal = element.find(qn("w:isLgl"))
    pattern = shape.get(qn("w:format")) if shape is not None else None
    return int(element.get(qn("w:ilvl"), "0")), _Level(
        start=int(_value(element, "start") or 1),
        format=shape.get(qn("w:val"), "decimal") if shape is not None else "decimal",
        pattern=pattern.partition(",")[0].strip() if pattern else None,
        text=_value(element, "lvlText") or "",
        suffix=_value(element, "suff") or "tab",
        restart=int(restart) if restart is not None else None,
        legal=legal is not None and legal.get(qn("w:val"), "true") not in {"0", "false"},
        style=_value(element, "pStyle") or "",
    )


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(qn(f"w:{name}"))
    return found.get(qn("w:val")) if found is not None else None
