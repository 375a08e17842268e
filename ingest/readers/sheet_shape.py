"""What the XML of a sheet says beside its values: what is merged, what is hidden, which formulas have no value."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import range_boundaries

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = re.compile(r"\{.*/relationships\}id$")
_OFF = {None, "0", "false"}
_KEPT = "1e15"
_WHOLE = re.compile(r"\d{16,}|\d\.\d+E\+?\d+", re.IGNORECASE)
"""Numbers have 15 digits; of an identity number of 18 typed as a number three are gone (ECMA-376 keeps a double)."""


class Shape(NamedTuple):
    """Rows and columns count from 1."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First column, first row, last column, last row."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """First and last of each stretch."""

    without_value: tuple[str, ...] = ()
    """Cells whose formula has no stored result."""

    rounded: tuple[str, ...] = ()
    """Cells that hold a number of more digits than a program keeps: the last ones are not what was typed."""

    def hides_column(self, column: int) -> bool:
        """Tell whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def sheet_parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part of each sheet by the sheet's name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    related = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {each.get("Id"): each.get("Target", "") for each in related.iter(_RELATIONSHIPS)}
    book = etree.fromstring(package.read("xl/workbook.xml"), parser)
    parts: dict[str, str] = {}
    for sheet in book.iter("{*}sheet"):
        rid = next((value for name, value in sheet.attrib.items() if _ID.match(name)), None)
        target = targets.get(rid, "")
        parts[sheet.get("name", "")] = (
            posixpath.normpath(posixpath.join("xl", target)).removeprefix("xl/xl/").lstrip("/")
        )
    return parts


def shape_of_sheet(package: zipfile.ZipFile, part: str) -> Shape:
    """Read a sheet's XML once, element by element."""
    if part not in package.namelist():
        return Shape()
    merged, rows, columns, empty, rounded = [], set[int](), [], [], []
    with package.open(part) as stream:
        for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True):
            name = etree.QName(element).localname
            if name == "c" and _lacks_value(element):
                empty.append(element.get("r", ""))
            elif name == "c" and _is_rounded(element):
                rounded.append(element.get("r", ""))
            elif name == "row":
                if element.get("hidden") not in _OFF:
                    rows.add(int(element.get("r", 0)))
                element.clear()
            elif name == "col" and element.get("hidden") not in _OFF:
                columns.append((int(element.get("min", 0)), int(element.get("max", 0))))
            elif name == "mergeCell":
                merged.append(_boundaries(element.get("ref", "")))
    return Shape(tuple(merged), frozenset(rows), tuple(columns), tuple(empty), tuple(rounded))


def _lacks_value(cell: etree._Element) -> bool:
    formula, value = (next(cell.iterchildren(f"{{*}}{name}"), None) for name in ("f", "v"))
    return formula is not None and (value is None or not value.text) and cell.get("t") != "str"


def _is_rounded(cell: etree._Element) -> bool:
    value = next(cell.iterchildren("{*}v"), None)
    if cell.get("t", "n") != "n" or value is None or len(value.text or "") < len(_KEPT):
        return False
    written = (value.text or "").strip().lstrip("-")
    return _WHOLE.fullmatch(written) is not None and float(written) >= float(_KEPT)


def _boundaries(reference: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return int(first_column or 1), int(first_row or 1), int(last_column or 1), int(last_row or 1)
