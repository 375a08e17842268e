"""PDF: lines by where characters stand, what belongs to the paper, and what cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from ingest.readers.child import Extractor
from ingest.readers.page_layout import lay_out_page
from ingest.readers.page_runs import Glyph
from ingest.readers.printed import read_pdf
from ingest.reading import read_documents
from ingest.screening import _mark_on
from ingest.sources import Rejected, SourceText, read_source
from tests.ingest.readers import made_files as made

LEFT = ("全区六十个机关党支部围绕", "服务企业开展结对活动，", "支部书记带头联系园区，", "每月走访两次，收集问题。")
RIGHT = ("下半年继续把支部建在项目", "上，选派三十名党员驻点，", "重点协调用地用工难题，", "年底前办结事项一百件。")


def at(text: str, x: float, y: float, size: float = 10, angle: float = 0) -> list[Glyph]:
    """Return the characters of a text that begins at a place."""
    return [
        Glyph(one, x + i * size, x + (i + 1) * size, y - 2, y + size - 2, x + i * size, y, angle)
        for i, one in enumerate(text)
    ]


def rows(*columns: tuple[float, tuple[str, ...]]) -> list[Glyph]:
    """Return columns of text, drawn row by row."""
    longest = max(len(lines) for _, lines in columns)
    return [
        glyph
        for row in range(longest)
        for x, lines in columns
        if row < len(lines)
        for glyph in at(lines[row], x, 700 - 15 * row)
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    """However the file draws them; what goes over both stays above or below."""
    head, foot = (
        at("示例区机关党建工作简报第三期（总第十五期）", 90, 720),
        at("报送区委办公室并抄送各单位党组织和街道", 90, 600),
    )
    lines = lay_out_page([*head, *rows((60, LEFT), (220, RIGHT)), *foot]).lines
    assert [line.strip() for line in lines] == [
        "示例区机关党建工作简报第三期（总第十五期）",
        "".join(LEFT),
        "".join(RIGHT),
        "报送区委办公室并抄送各单位党组织和街道",
    ]


def test_three_columns() -> None:
    """A column may have two of its own."""
    third = (
        "先进做法由区委组织部汇编，",
        "印发各单位学习借鉴，不再",
        "另行发文，各单位可以结合",
        "实际开展交流，互相促进。",
    )
    lines = lay_out_page(rows((60, LEFT), (220, RIGHT), (380, third))).lines
    assert [line.strip() for line in lines] == [LEFT[0], "".join(LEFT[1:]), "".join(RIGHT), "".join(third)]


def test_a_narrow_column_is_made_of_paragraphs() -> None:
    """A headline, an item, an indent and a wide gap begin anew; lines that reach the edge of the column go on."""
    left = (
        "示例区支部工作动态月报",
        "各支部完成换届四十个，",
        "轮训党员三百人次。",
        "一、抓实主题党日活动，",
        "做到月月有主题。",
    )
    lines = lay_out_page(rows((60, left), (220, RIGHT))).lines
    assert [line.strip() for line in lines] == [
        left[0],
        left[1] + left[2],
        left[3] + left[4],
        "".join(RIGHT),
    ]


def test_the_columns_of_a_table_stay_rows() -> None:
    """Names beside tasks are no two columns of text."""
    names = ("第一支部", "第二支部", "第三支部", "第四支部", "第五支部")
    tasks = ("走访困难群众", "整理党员台账", "义务巡逻登记", "结对帮扶村居", "开展学习讨论")
    assert lay_out_page(rows((60, names), (220, tasks))).lines[1] == "第二支部   整理党员台账"


def test_vertical_text_is_read_from_the_right() -> None:
    """One character below the other is a column, and the right one comes first."""
    columns = ("支部每月开会一次", "由书记主持并记录")
    glyphs = [
        glyph
        for i, words in enumerate(columns)
        for j, one in enumerate(words)
        for glyph in at(one, 500 - 20 * i, 700 - 12 * j)
    ]
    assert lay_out_page(glyphs).lines == columns


def test_a_sentence_goes_on_in_the_next_column_of_vertical_text() -> None:
    """The title stays by itself though it is as long."""
    columns = ("示例老街党员公约", "党员每季度走访，", "记录在册并公开，", "接受居民评议。", "自公布之日起行。")
    glyphs = [
        glyph
        for i, words in enumerate(columns)
        for j, one in enumerate(words)
        for glyph in at(one, 500 - 20 * i, 700 - 12 * j)
    ]
    assert lay_out_page(glyphs).lines == (columns[0], "".join(columns[1:4]), columns[4])


def test_words_printed_askew_are_apart() -> None:
    """A watermark across a line does not stand inside it."""
    line = at("各支部应当每月集中学习一次，由书记主持", 60, 700)
    mark = at("仅供内部", 100, 690, 30, 0.7)
    found = lay_out_page([*line[:8], *mark, *line[8:]])
    assert found.lines == ("各支部应当每月集中学习一次，由书记主持",)
    assert found.askew == ("仅供内部",)


def test_a_large_watermark_on_the_line_is_apart() -> None:
    """One that is set straight but larger than the line is a line of its own."""
    line = at("各支部应当每月集中学习一次，由书记主持", 60, 700)
    found = lay_out_page([*line[:8], *at("样稿", 100, 688, 40), *line[8:]])
    assert "各支部应当每月集中学习一次，由书记主持" in [line.strip() for line in found.lines]


def test_powers_and_notes_stay_above_the_line() -> None:
    """10⁴ is never 104."""
    assert lay_out_page([*at("共", 60, 700), *at("4", 70, 704, 6), *at("处", 76, 700)]).lines == ("共⁴处",)


def saved(*story: Flowable) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(list(story))
    return buffer.getvalue()


@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_a_wrapped_cell_does_not_break_its_row(align: str) -> None:
    """The lines of a cell are one, wherever the other cells of the row stand beside them."""
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    style = ParagraphStyle("a", fontName=made.FONT, fontSize=10, leading=13, wordWrap="CJK")
    long = "组织党员到辖区企业走访并收集问题，逐项登记造册"
    data = [
        ["序号", "支部", "任务", "时限"],
        *((str(n), f"第{n}支部", Paragraph(long, style), f"{n}月底") for n in (1, 2, 3)),
    ]
    table = Table(
        data,
        colWidths=[40, 80, 110, 60],
        style=[("FONT", (0, 0), (-1, -1), made.FONT, 10), ("VALIGN", (0, 0), (-1, -1), align)],
    )
    text = read_pdf(saved(Paragraph("示例任务分工安排表", style), table, Paragraph("请抓好落实。", style))).text
    assert [f"{n}   第{n}支部   {long}   {n}月底" for n in (1, 2, 3)] == [
        line.strip() for line in text.splitlines()[2:5]
    ]


def drawn(*pages: list[str]) -> bytes:
    """Return a PDF of these lines, head and foot included."""
    return made.pdf(*pages, head="", numbers=False)


def kept(data: bytes) -> list[str]:
    found = read_pdf(data)
    text = found.text
    for mark in reversed(found.marks):
        text = text[: mark.start] + text[mark.end :]
    return text.splitlines()


def test_figures_at_the_edge_of_a_page_stay() -> None:
    """A last line that differs in its figures is a row of a table, and 25 alone is no page number."""
    pages = [["村名 人数", "甲村 12", "合计 30"], ["村名 人数", "乙村 25", "合计 41"]]
    found = kept(drawn(*pages))
    assert "合计 30" in found
    assert "合计 41" in found
    assert "25" in kept(drawn(["人数", "甲村", "25"], ["人数", "乙村", "41"]))


def test_numbers_that_go_up_with_the_pages_go() -> None:
    """Alone or in a running head, whatever the first is."""
    pages = [[f"示例简报 第{n + 6}版", f"第{n}部分的正文在这里。", f"{n + 6}"] for n in (1, 2, 3)]
    assert kept(drawn(*pages)) == [f"第{n}部分的正文在这里。" for n in (1, 2, 3)]


def with_objects(build: str, contents: str, more: str = "") -> bytes:
    """Return a PDF of one page with this font and these strings in hexadecimal, one a line."""
    stream = (
        "BT /F 14 Tf "
        + " ".join(f"1 0 0 1 72 {760 - 20 * i} Tm <{line}> Tj" for i, line in enumerate(contents.split()))
        + " ET"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R {more}>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        build,
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj{each}endobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        body
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\n".encode()
        + f"startxref\n{len(body)}\n%%EOF".encode()
    )


def font(encoding: str) -> str:
    info = "<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>"
    inner = f"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo{info}/DW 1000>>"
    return f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[{inner}]>>"


LINES = ("示例镇党员联系户办法", "党员每人联系两户，按月走访并做好记录", "走访记录由支部保存，接受群众监督")


def hexed(lines: tuple[str, ...], codec: str) -> str:
    return " ".join(line.encode(codec, "surrogatepass").hex() for line in lines)


@pytest.mark.parametrize(
    ("encoding", "codec"), [("GBKp-EUC-H", "gbk"), ("GBK-EUC-H", "gbk"), ("UniGB-UTF16-H", "utf-16-be")]
)
def test_maps_of_chinese_fonts(encoding: str, codec: str) -> None:
    """The usual encodings of fonts that are not in the file."""
    assert kept(with_objects(font(encoding), hexed(LINES, codec))) == list(LINES)


def test_a_font_without_a_map_is_named_as_the_cause(extractor: Extractor, tmp_path: Path) -> None:
    """Characters without meaning are no missing Chinese."""
    cids = " ".join("".join(f"{3 * i + 7 * j + 110:04x}" for j in range(18)) for i in range(4))
    (tmp_path / "a.pdf").write_bytes(with_objects(font("Identity-H"), cids))
    found = read_source(tmp_path / "a.pdf", extractor.extract)
    assert isinstance(found, Rejected)
    assert found.problem.code == "unreadable_font"


def test_names_in_the_place_of_characters_have_no_meaning(extractor: Extractor, tmp_path: Path) -> None:
    """Some programs write the names of a font's glyphs where its map is missing."""
    (tmp_path / "a.pdf").write_bytes(drawn([" ".join(f"/G{n:02X}" for n in range(row, row + 12)) for row in range(9)]))
    found = read_source(tmp_path / "a.pdf", extractor.extract)
    assert isinstance(found, Rejected)
    assert found.problem.code == "unreadable_font"


@pytest.mark.parametrize("half", [0xD83D, 0xDE00])
def test_half_of_a_pair_costs_one_character(extractor: Extractor, tmp_path: Path, half: int) -> None:
    """The text is kept, the place is reported; a whole pair is one sign."""
    lines = (LINES[0], LINES[1] + chr(half), LINES[2])
    (tmp_path / "a.pdf").write_bytes(with_objects(font("UniGB-UTF16-H"), hexed(lines, "utf-16-be")))
    source = read_source(tmp_path / "a.pdf", extractor.extract)
    assert isinstance(source, SourceText)
    [(document, _)] = read_documents(source, label="public", sample=False)
    assert document.text.count("\ufffd") == 1
    assert LINES[2] in document.text


def test_single_characters_of_a_font_that_is_nowhere_are_read() -> None:
    """They are measured by a font of our own, whatever fonts the machine has."""
    assert kept(with_objects(font("UniGB-UTF16-H"), hexed((*LINES, "末"), "utf-16-be")))[-1] == "末"


def test_vertical_text_drawn_character_by_character() -> None:
    """As programs write it that know no vertical fonts."""
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.setFont(made.FONT, 14)
    columns = ("示例古镇支部公告栏", "每月清扫两次街巷")
    for number, words in enumerate(columns):
        for row, one in enumerate(words):
            page.drawString(500 - 24 * number, 780 - 18 * row, one)
    page.save()
    assert kept(buffer.getvalue()) == list(columns)


def test_notes_and_forms_are_read(extractor: Extractor, tmp_path: Path) -> None:
    """What was written onto a page is part of it; a comment that opens on a click is counted, and screened."""
    words = "更正：每月走访改为每季".encode("utf-16-be").hex()
    mark = "机密★5年".encode("utf-16-be").hex()
    box = "/Type/Annot/Rect[10 10 90 40]"
    notes = f"/Annots[<<{box}/Subtype/FreeText/Contents<feff{words}>>><<{box}/Subtype/Text/Contents<feff{mark}>>>]"
    data = with_objects(font("GBK-EUC-H"), hexed(LINES, "gbk"), notes)
    assert kept(data)[-1] == "更正：每月走访改为每季"
    (tmp_path / "a.pdf").write_bytes(data)
    source = read_source(tmp_path / "a.pdf", extractor.extract)
    assert isinstance(source, SourceText)
    assert _mark_on(source) is not None


def test_fields_of_a_form_are_read() -> None:
    """What a form was filled in with stands in the text."""
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.setFont(made.FONT, 12)
    page.drawString(60, 780, "示例登记表，请逐项填写并签字确认")
    page.acroForm.textfield(name="unit", value="Branch 3", x=60, y=700)
    page.acroForm.checkbox(name="done", checked=True, x=60, y=660)
    page.save()
    assert kept(buffer.getvalue())[1:] == ["unit：Branch 3", "done：☑"]


@pytest.mark.parametrize(
    ("printed", "meant"), [("︵試行︶", "（試行）"), ("金女", "金女"), ("︐︒", "，。"), ("｡｢｣､", "。「」、")]
)
def test_forms_of_compatibility_are_plain_characters(printed: str, meant: str) -> None:
    """Half-width marks, vertical brackets and doubled code points are the characters that they show."""
    from ingest.edited_text import EditedText
    from ingest.repair.printed_forms import restore_characters

    assert restore_characters(EditedText.of(printed)).text == meant
