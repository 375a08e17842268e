"""Formulas of Word (OMML) in one line: 综合得分=(日常得分×60%)/2, x², √(n)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.extraction import raised

_SPACE = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_BARE = 1


def formula_text(element: etree._Element) -> str:
    """Return what a formula says, its parts in order; what stands over a line is put before a slash."""
    return "".join(_parts(element))


def _parts(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = child.tag.removeprefix(_SPACE) if isinstance(child.tag, str) else ""
        if name == "t" or child.tag == _WORD_TEXT:
            yield child.text or ""
        elif name == "f":
            yield f"{_grouped(child, 'num')}/{_grouped(child, 'den')}"
        elif name in {"sSup", "sSubSup", "sSub"}:
            yield _scripted(child)
        elif name == "rad":
            degree = _inside(child, "deg")
            yield f"{raised(degree)}√{_grouped(child, 'e')}"
        elif name == "nary":
            yield f"{_property(child, 'chr', '∫')}{_bounds(child)}{_inside(child, 'e')}"
        elif name == "d":
            opening, closing = _property(child, "begChr", "("), _property(child, "endChr", ")")
            yield opening + "，".join(formula_text(each) for each in child.findall(f"{_SPACE}e")) + closing
        elif name in {"eqArr", "m"}:
            rows = child.findall(f"{_SPACE}e") + child.findall(f"{_SPACE}mr")
            yield "；".join(formula_text(each) for each in rows)
        elif not name.endswith("Pr"):
            yield from _parts(child)


def _inside(element: etree._Element, name: str) -> str:
    found = element.find(f"{_SPACE}{name}")
    return formula_text(found) if found is not None else ""


def _grouped(element: etree._Element, name: str) -> str:
    """Return a part in brackets unless it is one figure, one word or in brackets already."""
    text = _inside(element, name)
    return text if len(text) <= _BARE or text.isalnum() else f"({text})"


def _scripted(element: etree._Element) -> str:
    below, above = _inside(element, "sub"), _inside(element, "sup")
    high = raised(above)
    written = f"^({above})" if any(c.isascii() and c.isalnum() for c in high) or (above and high == above) else high
    return f"{_inside(element, 'e')}{f'_{below}' if below else ''}{written}"


def _bounds(element: etree._Element) -> str:
    below, above = _inside(element, "sub"), _inside(element, "sup")
    return (f"[{below}" + (f"至{above}" if above else "") + "]") if below or above else ""


def _property(element: etree._Element, name: str, default: str) -> str:
    found = element.find(f"{_SPACE}{element.tag.removeprefix(_SPACE)}Pr/{_SPACE}{name}")
    return found.get(f"{_SPACE}val", "") if found is not None else default
