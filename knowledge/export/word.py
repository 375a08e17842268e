"""Papers as .docx: the page and fonts of GB/T 9704-2012, a table of quotations, and handouts in a plain layout.

The fonts are named, not embedded: where 小标宋, 仿宋, 黑体 and 楷体 are missing, Word and WPS take what they have.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from knowledge.export.papers import DRAFT, Paper, PaperLine, QuoteCheck, Rank, printable
from knowledge.practices.cards import HeldCard
from knowledge.practices.fields import NOT_STATED, card_heading, fields_of

# GB/T 9704-2012, 5 and 7: A4, 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm, 22 lines of 28 characters.
_PAGE = (Mm(210), Mm(297))
_TOP, _LEFT, _RIGHT, _BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)
_LINE = Pt(28.95)
"""225 mm over 22 lines."""

_BELOW = Mm(23)
"""From the edge of the page to the number's bottom: its top stands 7 mm below the text."""

_CLOSER = -5
"""Twentieths of a point between characters: 28 × 15.75 pt are within 156 mm."""

_TITLE, _BODY, _FIRST, _SECOND, _NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
_SIZE_2, _SIZE_3, _SIZE_4 = Pt(22), Pt(16), Pt(14)
"""2号, 3号, 4号."""

_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")
"""What follows `w:spacing` in the properties of a run (ECMA-376, 17.3.2.28)."""

_FONTS = {Rank.FIRST: _FIRST, Rank.SECOND: _SECOND, Rank.BODY: _BODY}
_TABLE_HEAD = ("序号", "正文语句", "原文引句", "出处", "位置与日期", "源文件", "核对")
_TABLE_WIDTHS = (12, 58, 62, 44, 34, 34, 16)
VERIFIED = "逐字一致"


def official_docx(paper: Paper) -> bytes:
    """Return a paper in official layout, marked （讨论稿）: clean text, no footnotes."""
    document = _page()
    _centred(document, paper.title, _TITLE, _SIZE_2)
    _centred(document, DRAFT, _SECOND, _SIZE_3)
    document.add_paragraph()
    for line in paper.lines:
        _paragraph(document, line)
    return _saved(document)


def checks_docx(paper: Paper) -> bytes:
    """Return the 《引文核对表》 of a paper: each line with the words of the source behind it."""
    document = _page()
    section = document.sections[0]
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  # a table has lines of its own
        section._sectPr.remove(grid)  # noqa: SLF001
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE[1], _PAGE[0]
    section.left_margin = section.right_margin = Mm(18)
    _centred(document, "引文核对表", _TITLE, _SIZE_2)
    _centred(document, paper.title, _SECOND, _SIZE_4)
    table = document.add_table(rows=1, cols=len(_TABLE_HEAD), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _TABLE_WIDTHS, strict=True):
        column.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))  # noqa: SLF001  # on each page
    rows = [_TABLE_HEAD, *map(_row, paper.checks)]
    for position, values in enumerate(rows):
        cells = table.rows[0].cells if position == 0 else table.add_row().cells
        for cell, value, width in zip(cells, values, _TABLE_WIDTHS, strict=True):
            cell.width = Mm(width)
            _run(cell.paragraphs[0], printable(value), _FIRST if position == 0 else _NUMBER, Pt(9))
    return _saved(document)


def handout_docx(
    title: str, cards: Sequence[HeldCard], questions: Sequence[str] = (), note: str | None = None
) -> bytes:
    """Return cards as a handout in a plain layout: it is no official document.

    Args:
        title: Of the handout.
        cards: In their order.
        questions: One for each card to discuss, or none.
        note: An honest word at the end, e.g. that there are fewer than were asked for.
    """
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = _PAGE
    _centred(document, printable(title), _FIRST, Pt(18))
    for number, held in enumerate(cards, start=1):
        _run(document.add_paragraph(), f"{number} {printable(card_heading(held))}", _FIRST, Pt(13))
        for field in fields_of(held):
            text = printable(field.text) or NOT_STATED
            if field.label != "单位":
                _run(document.add_paragraph(), f"{field.label}：{text}", _NUMBER, Pt(11))
        if questions:
            _run(document.add_paragraph(), f"讨论：{printable(questions[number - 1])}", _SECOND, Pt(11))
    for last in (note, "以上摘自库内材料，是实践参考，不是制度要求；讨论题由程序按材料内容列出。"):
        if last:
            _run(document.add_paragraph(), printable(last), _SECOND, Pt(10))
    return _saved(document)


def _page() -> WordDocument:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.footer_distance = _BELOW
    # 22 lines: their pitch in twentieths of a point. 28 characters of 3号 are 1 % wider than the line, so they stand
    # closer by `_CLOSER`: a grid of characters says the same, and LibreOffice spreads it to 20 a line.
    grid = parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>')
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  # python-docx has no API for the grid
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(grid)  # noqa: SLF001
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _BODY, _SIZE_3
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section)
    return document


def _numbered(section: Section) -> None:
    """Number the pages — 1 — in 4号 宋体: odd ones at the right, even ones at the left."""
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _run(paragraph, "— ", _NUMBER, _SIZE_4)
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = _run(paragraph, "", _NUMBER, _SIZE_4)
            xml = (
                f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'
                if kind
                else f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>'
            )
            run._r.append(parse_xml(xml))  # noqa: SLF001  # nor for fields
        _run(paragraph, " —", _NUMBER, _SIZE_4)


def _centred(document: WordDocument, text: str, font: str, size: Pt) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _spaced(paragraph)
    _run(paragraph, text, font, size)


def _paragraph(document: WordDocument, line: PaperLine) -> None:
    paragraph = document.add_paragraph()
    _spaced(paragraph)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = _SIZE_3 * 2
    for piece in line.pieces:
        run = _run(paragraph, piece.text, _FONTS[line.rank], _SIZE_3)
        run.bold = True if piece.style == "telling" else None
        spacing = parse_xml(f'<w:spacing {nsdecls("w")} w:val="{_CLOSER}"/>')
        run._r.get_or_add_rPr().insert_element_before(spacing, *_AFTER_SPACING)  # noqa: SLF001  # nor for this


def _spaced(paragraph: Paragraph) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = _LINE


def _run(paragraph: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  # nor for the font of Chinese characters
    fonts.set(qn("w:eastAsia"), font)
    # “ ” are as wide as characters then.
    fonts.set(qn("w:hint"), "eastAsia")
    return run


def _row(check: QuoteCheck) -> tuple[str, ...]:
    place = "，".join(part for part in (check.locator, check.date or "日期未载") if part)
    return (str(check.number), check.said, check.quote, f"《{check.title}》", place, check.source, VERIFIED)


def _saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
