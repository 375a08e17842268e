"""Automatic numbers of Word: 第一条, 一、, （一）, 1. are often nowhere in the text, only in the list definitions."""

from __future__ import annotations

import re
from collections import Counter

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.numerals import numeral_of

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class _Level:
    """How one level of a list counts and how its number is written."""

    def __init__(self, element: etree._Element) -> None:
        self.start = int(_value(element, "start") or 1)
        self.format = _value(element, "numFmt") or "decimal"
        self.text = _value(element, "lvlText") or ""


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which their labels are asked for."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, Counter[int]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._read(document)

    def label(self, paragraph: etree._Element) -> str:
        """Return what Word prints before a paragraph: its number, or nothing."""
        list_id, depth = self._place(paragraph)
        levels = self._levels.get(list_id, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(list_id, Counter())
        counts[depth] += 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if levels[depth].format in {"bullet", "none"}:
            return ""
        return self._written(levels, counts, depth)

    def _written(self, levels: dict[int, _Level], counts: Counter[int], depth: int) -> str:
        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            shape = levels.get(level, levels[depth])
            value = shape.start + max(counts[level], 1) - 1
            return numeral(value, shape.format)

        text = re.sub(r"%(\d)", number, levels[depth].text)
        return text + ("　" if text.endswith(("条", "章", "节", "编", "款")) else "")

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        if own is not None:
            return _value(own, "numId") or "", int(_value(own, "ilvl") or 0)
        return self._by_style.get(_value(properties, "pStyle") or "", ("", 0))

    def _read(self, document: WordDocument) -> None:
        part = next(
            (each for each in document.part.package.iter_parts() if str(each.partname).endswith("/numbering.xml")), None
        )
        if part is None:
            return
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        shapes = {
            each.get(qn("w:abstractNumId"), ""): {
                int(level.get(qn("w:ilvl"), "0")): _Level(level) for level in each.findall(qn("w:lvl"))
            }
            for each in root.findall(qn("w:abstractNum"))
        }
        for each in root.findall(qn("w:num")):
            self._levels[each.get(qn("w:numId"), "")] = shapes.get(_value(each, "abstractNumId") or "", {})
        for style in document.styles.element.findall(qn("w:style")):
            own = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is not None:
                place = (_value(own, "numId") or "", int(_value(own, "ilvl") or 0))
                self._by_style[style.get(qn("w:styleId"), "")] = place


def numeral(value: int, shape: str) -> str:
    """Write a number from 1 to 9999 as a list format names it; unknown formats count in digits.

    Example:
        (12, "chineseCounting") -> 十二, (3, "decimalEnclosedCircleChinese") -> ③
    """
    if shape in _CHINESE:
        return numeral_of(value)
    if shape.startswith("decimalEnclosedCircle") and value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if shape in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (value - 1) % 26)
        return letter if shape == "upperLetter" else letter.lower()
    return str(value)


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(qn(f"w:{name}"))
    return found.get(qn("w:val")) if found is not None else None
