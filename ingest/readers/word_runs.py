"""The words of a paragraph of Word: runs, signs of symbol fonts, check boxes, formulas; none deleted or hidden."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.extraction import raised
from ingest.readers.word_formulas import formula_text

_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOX = f"{_SPACE}txbxContent"
PARAGRAPH = f"{_SPACE}p"
RUN = f"{_SPACE}r"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VALUE = f"{_SPACE}val"
_OFF = {"0", "false", "off"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DROPPED = {BOX, FALLBACK} | {
    f"{_SPACE}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt")
}
"""Besides what is deleted or tells how to print: the instructions of fields and the reading above a character."""

_WRITTEN = {
    f"{_SPACE}tab": "\t",
    f"{_SPACE}br": "\n",
    f"{_SPACE}cr": "\n",
    f"{_SPACE}noBreakHyphen": "-",
}
_BOXES = {"FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "71": "☐", "72": "☐", "FC": "√", "FB": "×"}
_SIGNS = {
    "wingdings": _BOXES
    | {"6C": "●", "6E": "■", "75": "◆", "76": "◆", "A1": "○", "9F": "•", "A7": "▪", "D8": "➢", "E0": "→", "AB": "★"},
    "wingdings 2": {"52": "☑", "51": "☑", "53": "☒", "54": "☒", "A3": "☐", "50": "√", "4F": "×", "97": "●", "A2": "■"},
    "symbol": {"B7": "•", "B4": "×", "B8": "÷", "A3": "≤", "B3": "≥", "B1": "±", "B0": "°", "B9": "≠", "BB": "≈"},
}
"""By font and the last byte of the code: the signs that papers use, as Unicode has them."""

UNKNOWN = "\ufffd"


def run_words(element: etree._Element) -> Iterator[str]:
    """Yield the visible words of a paragraph, without those of its text boxes."""
    for child in element:
        if child.tag in _DROPPED or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_SPACE}t":
            yield _as_font(child.text or "", element)
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag == f"{_SPACE}sym":
            yield _sign(child.get(f"{_SPACE}font", ""), child.get(f"{_SPACE}char", ""))
        elif child.tag == f"{_SPACE}fldChar":
            yield _chosen(child)
        elif child.tag == f"{_MATH}oMath":
            yield formula_text(child)
        elif child.tag == RUN and _is_raised(child):
            yield from map(raised, run_words(child))
        elif not (child.tag == RUN and is_hidden_run(child)):
            yield from run_words(child)


def is_hidden_run(run: etree._Element) -> bool:
    """Tell a run that is not printed."""
    vanish = run.find(f"{_SPACE}rPr/{_SPACE}vanish")
    return vanish is not None and vanish.get(_VALUE, "true") not in _OFF


def _is_raised(run: etree._Element) -> bool:
    set_at = run.find(f"{_SPACE}rPr/{_SPACE}vertAlign")
    return set_at is not None and set_at.get(_VALUE) == "superscript" and not is_hidden_run(run)


def _as_font(text: str, run: etree._Element) -> str:
    """Return a text with the signs that a symbol font prints in the place of its letters."""
    fonts = run.find(f"{_SPACE}rPr/{_SPACE}rFonts")
    font = fonts.get(f"{_SPACE}ascii", "").lower() if fonts is not None else ""
    if font not in _SIGNS or any("\u2e80" <= character < "\ue000" for character in text):
        return text
    return "".join(c if c.isspace() else _SIGNS[font].get(f"{ord(c) & 0xFF:02X}", UNKNOWN) for c in text)


def _sign(font: str, code: str) -> str:
    """Return the sign of a symbol font, U+FFFD for one that is not known; other codes are Unicode."""
    if not code:
        return ""
    point = int(code, 16)
    if font.lower() in _SIGNS:
        return _SIGNS[font.lower()].get(f"{point & 0xFF:02X}", UNKNOWN)
    return chr(point)


def _chosen(field: etree._Element) -> str:
    """Return the box of a form's field, ticked or not, or what was chosen from its list; nothing for another field."""
    entries = field.find(f"{_SPACE}ffData/{_SPACE}ddList")
    if entries is not None:
        listed = [each.get(_VALUE, "") for each in entries.findall(f"{_SPACE}listEntry")]
        chosen = next(
            (each for name in ("result", "default") if (each := entries.find(f"{_SPACE}{name}")) is not None), None
        )
        at = chosen.get(_VALUE, "0") if chosen is not None else "0"
        return next(iter(listed[int(at) if at.isdigit() else 0 :]), "")
    box = field.find(f"{_SPACE}ffData/{_SPACE}checkBox")
    if box is None:
        return ""
    states = [box.find(f"{_SPACE}{name}") for name in ("checked", "default")]
    state = next((each for each in states if each is not None), None)
    return "☑" if state is not None and state.get(_VALUE, "true") not in _OFF else "☐"
