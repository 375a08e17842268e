"""Marks of classification are seen in every place of every format: twelve places, four marks, five formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from reportlab.lib.colors import grey
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from ingest.readers.child import Extractor
from ingest.screening import screened
from ingest.sources import SourceText, read_source
from knowledge.secrecy import Mark
from tests.ingest.readers import made_files as made
from tests.ingest.readers.test_printed import LINES, font, hexed, with_objects

MARKS = ("机密★10年", "绝密", "秘密★1年", "内部资料")
PROSE = "各支部每月组织一次集中学习，学习结果按季度公布，接受全体党员监督，并由组织委员逐项登记存档备查。"
BODY = [PROSE.replace("每月", f"第{n}季度每月") for n in range(40)]
W = nsdecls("w")
VML = "xmlns:v='urn:schemas-microsoft-com:vml'"


class Gate:
    """Decides nothing."""

    def decision(self, sha256: str) -> None:
        del sha256

    def hold_back(self, sha256: str, path: str, mark: Mark) -> None:
        del sha256, path, mark


def paragraph(mark: str) -> str:
    return f"<w:p><w:r><w:t>{mark}</w:t></w:r></w:p>"


BOX = (
    "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
WORD_ART = "<w:p><w:r><w:pict><v:shape><v:textpath string='{}'/></v:shape></w:pict></w:r></w:p>"
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"


def xml(written: str) -> object:
    name, _, rest = written[1:].partition(" " if " " in written.partition(">")[0] else ">")
    del rest
    return parse_xml(written.replace(f"<{name}", f"<{name} {W} {VML}", 1))


def word(mark: str, place: str) -> bytes:
    document = made.word("示例学习安排", *BODY)
    section = document.sections[0]
    if place in {"header_box", "header_table", "header_control", "header_art", "footer"}:
        part = section.footer if place == "footer" else section.header
        shape = {"header_box": BOX, "header_table": TABLE, "header_control": CONTROL, "header_art": WORD_ART}
        inside = mark if place == "header_art" else paragraph(mark)
        part._element.append(xml(shape.get(place, "{}").format(inside)))
    elif place == "first_page":
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = mark
    elif place == "even_page":
        document.settings.odd_and_even_pages_header_footer = True
        section.even_page_header.paragraphs[0].text = mark
    elif place == "comment":
        document.add_comment(document.paragraphs[20].runs, text=mark, author="甲")
    elif place == "properties":
        document.core_properties.keywords = mark
    elif place == "body_box":
        document.paragraphs[20]._p.append(xml(BOX.format(paragraph(mark)))[0])  # type: ignore[index]  # of lxml
    elif place == "hidden":
        document.paragraphs[20].add_run(mark).font.hidden = True
    else:
        document.paragraphs[20]._p.append(xml(WORD_ART.format(mark))[0])  # type: ignore[index]
    return made.saved(document)


def workbook(mark: str, place: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("名称", "做法"), *((f"第{n}项", text) for n, text in enumerate(BODY))):
        sheet.append(row)
    if place in {"oddHeader", "oddFooter", "firstHeader", "evenHeader", "evenFooter", "firstFooter"}:
        getattr(sheet, place).center.text = mark
    elif place == "hidden_sheet":
        book.create_sheet("底稿").append([mark])
        book["底稿"].sheet_state = "hidden"
    elif place == "sheet_name":
        book.create_sheet(mark).sheet_state = "hidden"
    elif place == "hidden_row":
        sheet["B20"] = mark
        sheet.row_dimensions[20].hidden = True
    elif place == "hidden_column":
        sheet["C20"] = mark
        sheet.column_dimensions["C"].hidden = True
    elif place == "comment":
        sheet["A20"].comment = Comment(mark, "甲")
    else:
        book.properties.keywords = mark
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def printed(mark: str, place: str) -> bytes:
    said = mark.encode("utf-16-be").hex()
    kinds = ("Text", "FreeText", "Stamp", "Highlight", "Square")
    if place in kinds:
        note = f"/Annots[<</Type/Annot/Subtype/{place}/Rect[10 10 90 40]/Contents<feff{said}>>>]"
        return with_objects(font("GBK-EUC-H"), hexed(LINES, "gbk"), note)
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    if place in {"title", "subject", "keywords"}:
        {"title": page.setTitle, "subject": page.setSubject, "keywords": page.setKeywords}[place](mark)
    for number in range(2):
        page.setFont(made.FONT, 12)
        for row, line in enumerate(BODY[:24]):
            page.drawString(60, 780 - 28 * row, line[:38])
        if number == {"head": 0, "later_head": 1}.get(place):
            page.drawString(60, 815, mark)
        if place == "foot" and number == 1:
            page.drawString(60, 30, mark)
        if place == "askew":
            page.saveState()
            page.setFillColor(grey)
            page.translate(200, 300)
            page.rotate(45)
            page.drawString(0, 0, mark)
            page.restoreState()
        page.showPage()
    page.save()
    return buffer.getvalue()


PAGE = (
    "<html><head><title>学习安排</title>{head}</head>"
    "<body>{above}<h1>学习安排</h1>{first}{inside}{rest}{below}</body></html>"
)
PLACES_OF_PAGE: Mapping[str, tuple[str, str]] = {
    "comment": ("inside", "<!-- {} -->"),
    "comment_above": ("above", "<!--{}-->"),
    "none": ("inside", "<p style='display:none'>{}</p>"),
    "hidden": ("inside", "<div hidden><span>{}</span></div>"),
    "invisible": ("inside", "<p style='visibility: hidden'>{}</p>"),
    "meta": ("head", "<meta name=keywords content='{}'>"),
    "description": ("head", "<meta name=description content='{}'>"),
    "alt": ("inside", "<img src=a alt='{}'>"),
    "title": ("inside", "<a href=b title='{}'>附</a>"),
    "above": ("above", "<div>{}</div>"),
    "below": ("below", "<footer>{}</footer>"),
    "nav": ("above", "<nav>{}</nav>"),
}


def page(mark: str, place: str) -> bytes:
    where, shape = PLACES_OF_PAGE[place]
    paragraphs = [f"<p>{line}</p>" for line in BODY]
    parts = dict.fromkeys(("head", "above", "inside", "below"), "") | {where: shape.format(mark)}
    return PAGE.format(first="".join(paragraphs[:20]), rest="".join(paragraphs[20:]), **parts).encode()


def text(mark: str, place: str) -> bytes:
    lines = ["学习安排", *BODY]
    shapes = {
        "first": (0, "{}"), "second": (1, "{}"), "last": (len(lines), "{}"), "number": (0, "000012\n{}"),
        "bracket": (0, "【{}】"), "bold": (0, "**{}**"), "comment": (20, "<!-- {} -->"),
        "comment_head": (0, "<!--{}-->"),
        "spaced": (0, "　　{}　"), "table": (1, "| {} |"), "quoted": (0, "> {}"), "heading": (0, "# {}"),
    }  # fmt: skip
    at, shape = shapes[place]
    return "\n".join([*lines[:at], shape.format(mark), *lines[at:]]).encode()


FORMATS: Mapping[str, tuple[Callable[[str, str], bytes], tuple[str, ...]]] = {
    ".docx": (
        word,
        ("header_box", "header_table", "header_control", "header_art", "footer", "first_page", "even_page", "comment",
         "properties", "body_box", "hidden", "body_art"),
    ),
    ".xlsx": (
        workbook,
        ("oddHeader", "oddFooter", "firstHeader", "evenHeader", "evenFooter", "firstFooter", "hidden_sheet",
         "sheet_name", "hidden_row", "hidden_column", "comment", "properties"),
    ),
    ".pdf": (
        printed,
        ("Text", "FreeText", "Stamp", "Highlight", "Square", "title", "subject", "keywords", "head", "later_head",
         "foot", "askew"),
    ),
    ".html": (page, tuple(PLACES_OF_PAGE)),
    ".md": (
        text,
        ("first", "second", "last", "number", "bracket", "bold", "comment", "comment_head", "spaced", "table", "quoted",
         "heading"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_mark_is_missed(extractor: Extractor, tmp_path: Path, suffix: str) -> None:
    """Every one of 48 combinations a format is refused, and the same file without a mark is not."""
    make, places = FORMATS[suffix]
    assert len(places) == 12
    missed = []
    for place in places:
        for mark in MARKS:
            path = tmp_path / f"a{suffix}"
            path.write_bytes(make(mark, place))
            source = read_source(path, extractor.extract)
            assert isinstance(source, SourceText), (place, mark, source)
            if screened(source, Gate(), "internet") is None:
                missed.append((place, mark))
        path.write_bytes(make("学习参考", place))
        source = read_source(path, extractor.extract)
        assert isinstance(source, SourceText)
        assert screened(source, Gate(), "internet") is None, place
    assert missed == []


def test_a_mark_in_a_diagram_is_seen(extractor: Extractor, tmp_path: Path) -> None:
    """Whatever part of a package holds words is looked through, also one that nobody thought of."""
    space = "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
    part = f"<x {space}><a:p><a:r><a:t>机密</a:t></a:r><a:r><a:t>★5年</a:t></a:r></a:p></x>".encode()
    data = made.with_member(made.saved(made.word("示例", *BODY)), "word/diagrams/data9.xml", part)
    assert zipfile.is_zipfile(io.BytesIO(data))
    assert docx.Document(io.BytesIO(data)) is not None
    (tmp_path / "a.docx").write_bytes(data)
    source = read_source(tmp_path / "a.docx", extractor.extract)
    assert isinstance(source, SourceText)
    assert screened(source, Gate(), "internet") is not None


FARTHER_OF_PAGE = (
    "<script>var level = '{}'</script>",
    "<div data-level='{}'></div>",
    "<input type=hidden value='{}'>",
    "<style>p::after {{content: '{}'}}</style>",
    "<svg><text>{}</text></svg>",
    "<noscript>{}</noscript>",
    "<template><p>{}</p></template>",
    "<button>{}</button>",
    "<iframe srcdoc='{}'></iframe>",
    "<p>机<b>密</b>★10年</p>",
)
FARTHER_OF_WORD = (
    "<w:r><w:instrText>COMMENTS {}</w:instrText></w:r>",
    "<w:bookmarkStart w:id='5' w:name='{}'/>",
    (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:textInput><w:default w:val='{}'/></w:textInput></w:ffData>"
        "</w:fldChar></w:r>"
    ),
)


def seen(extractor: Extractor, path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText), source
    return screened(source, Gate(), "internet") is not None


def test_marks_in_places_that_nobody_looks_at(extractor: Extractor, tmp_path: Path) -> None:
    """Scripts, attributes, style sheets, fields, bookmarks: whatever of a file holds words may hold a mark."""
    for shape in FARTHER_OF_PAGE:
        body = "".join(f"<p>{line}</p>" for line in BODY)
        written = f"<html><body><h1>学习安排</h1>{shape.format(MARKS[0])}{body}</body></html>"
        assert seen(extractor, tmp_path / "a.html", written.encode()), shape
    for shape in FARTHER_OF_WORD:
        document = made.word("示例学习安排", *BODY)
        document.paragraphs[20]._p.append(xml(shape.format(MARKS[0])))
        assert seen(extractor, tmp_path / "a.docx", made.saved(document)), shape


def test_marks_in_hints_and_formats_of_a_sheet(extractor: Extractor, tmp_path: Path) -> None:
    """What is said to whom points at a cell, or printed with every value, is no cell."""
    for place in ("hint", "format"):
        book = openpyxl.Workbook()
        for n, line in enumerate(BODY):
            book.active.append((f"第{n}项", line))
        if place == "format":
            book.active["B5"].number_format = f'"{MARKS[0]}"@'
        else:
            book.active["A3"].hyperlink = "http://example.com"
            book.active["A3"].hyperlink.tooltip = MARKS[0]
        buffer = io.BytesIO()
        book.save(buffer)
        assert seen(extractor, tmp_path / "a.xlsx", buffer.getvalue()), place


def test_marks_in_bookmarks_and_margins_of_a_print(extractor: Extractor, tmp_path: Path) -> None:
    """A heading of the outline, the hint of a field, and characters one below the other beside the text."""
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    for place in ("outline", "hint", "margin"):
        buffer = io.BytesIO()
        drawn = canvas.Canvas(buffer)
        drawn.setFont(made.FONT, 12)
        for row, line in enumerate(BODY[:20]):
            drawn.drawString(60, 760 - 28 * row, line[:38])
        if place == "outline":
            drawn.bookmarkPage("a")
            drawn.addOutlineEntry(MARKS[0], "a", 0)
        elif place == "hint":
            drawn.acroForm.textfield(name="f", value="x", tooltip=MARKS[0], x=60, y=100)
        else:
            for row, one in enumerate(MARKS[0]):
                drawn.drawString(20, 760 - 16 * row, one)
        drawn.save()
        assert seen(extractor, tmp_path / "a.pdf", buffer.getvalue()), place


@pytest.mark.parametrize("mark", ["机密 10年", "机密☆10年", "绝密★长期", "密级：秘密", "機密★10年", "机密★十年"])
def test_marks_as_people_write_them(extractor: Extractor, tmp_path: Path, mark: str) -> None:
    """With another star or none, spaced, in Traditional characters."""
    assert seen(extractor, tmp_path / "a.txt", "\n".join([mark, "学习安排", *BODY]).encode())
    assert not seen(extractor, tmp_path / "a.txt", "\n".join(["保密工作 10年", "学习安排", *BODY]).encode())


@pytest.mark.parametrize("place", ["hidden_sheet", "sheet_name", "comment"])
def test_a_mark_in_a_file_within_a_file_is_seen(extractor: Extractor, tmp_path: Path, place: str) -> None:
    """A workbook that lies in a document is looked through as one by itself."""
    data = made.with_member(
        made.saved(made.word("示例学习安排", *BODY)), "word/embeddings/b.xlsx", workbook(MARKS[0], place)
    )
    assert seen(extractor, tmp_path / "a.docx", data)
