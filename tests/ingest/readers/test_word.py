"""Word files: automatic numbers, merged cells, signs and formulas; what is not read has a receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.child import Extractor
from ingest.readers.number_formats import numeral
from ingest.reading import read_documents
from ingest.sources import Rejected, SourceText, read_source
from knowledge.documents import Document
from tests.ingest.readers import made_files as made
from tests.ingest.readers import office_files as office

W = nsdecls("w")
INTRO = "本材料供各支部参照执行，具体事项由组织委员负责解释和督促落实。"
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def read(extractor: Extractor, path: Path, document: WordDocument) -> Document:
    path.write_bytes(made.saved(document))
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText), source
    [(found, _)] = read_documents(source, label="public", sample=False)
    return found


def codes(document: Document) -> set[str]:
    return {problem.code for problem in document.problems}


class Lists:
    """Defines lists in a document and puts paragraphs into them."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self._root = document.part.numbering_part.element

    def define(self, definition: int, *levels: str, link: str = "") -> None:
        written = "".join(f"<w:lvl w:ilvl='{depth}'>{level}</w:lvl>" for depth, level in enumerate(levels))
        self._root.insert(
            0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='{definition}'>{link}{written}</w:abstractNum>")
        )

    def list(self, number: int, definition: int, override: str = "") -> None:
        inside = f"<w:abstractNumId w:val='{definition}'/>{override}"
        self._root.append(parse_xml(f"<w:num {W} w:numId='{number}'>{inside}</w:num>"))

    def add(self, text: str, number: int, depth: int = 0) -> None:
        properties = f"<w:numPr {W}><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>"
        self.document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(properties))


def level(shape: str, text: str, more: str = "") -> str:
    return f"<w:start w:val='1'/><w:numFmt w:val='{shape}'/>{more}<w:lvlText w:val='{text}'/>"


@pytest.fixture
def lists() -> Lists:
    return Lists(made.word("示例单位工作安排", INTRO))


def listed(extractor: Extractor, path: Path, lists: Lists) -> list[str]:
    return read(extractor, path, lists.document).text.split("\n")[2:]


def test_lists_of_one_definition_go_on_counting(extractor: Extractor, tmp_path: Path, lists: Lists) -> None:
    """A second list that shares the definition goes on; one that says where it starts does so, once."""
    lists.define(70, level("chineseCountingThousand", "第%1条"))
    lists.list(70, 70)
    lists.list(71, 70)
    start = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='8'/></w:lvlOverride>"
    lists.list(72, 70, start)
    for text, number in (
        ("会前告知。", 70),
        ("会中记录。", 71),
        ("会后公布。", 72),
        ("年底归档。", 72),
        ("附则。", 70),
    ):
        lists.add(text, number)
    assert listed(extractor, tmp_path / "a.docx", lists) == [
        "第一条　会前告知。",
        "第二条　会中记录。",
        "第八条　会后公布。",
        "第九条　年底归档。",
        "第十条　附则。",
    ]


def test_a_list_may_write_its_numbers_its_own_way(extractor: Extractor, tmp_path: Path, lists: Lists) -> None:
    """A level that a list overrides counts and is written as the list says."""
    lists.define(70, level("decimal", "%1."))
    other = (
        f"<w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'>{level('ideographTraditional', '（%1）')}</w:lvl></w:lvlOverride>"
    )
    lists.list(70, 70, other)
    lists.add("看台账。", 70)
    lists.add("访群众。", 70)
    assert listed(extractor, tmp_path / "a.docx", lists) == ["（甲）看台账。", "（乙）访群众。"]


def test_levels_start_anew_below_a_new_number(extractor: Extractor, tmp_path: Path, lists: Lists) -> None:
    """1.1, 1.2, 2.1; a level that never starts anew goes on, and legal numbers are in digits."""
    legal = "<w:isLgl/>"
    going_on = "<w:lvlRestart w:val='0'/>"
    lists.define(
        70, level("chineseCounting", "%1、"), level("decimal", "%1.%2", legal), level("decimal", "（%3）", going_on)
    )
    lists.list(70, 70)
    for text, depth in (("总体", 0), ("目标", 1), ("甲项", 2), ("分工", 0), ("责任", 1), ("乙项", 2)):
        lists.add(text, 70, depth)
    found = listed(extractor, tmp_path / "a.docx", lists)
    assert found == ["一、总体", "1.1 目标", "（1）甲项", "二、分工", "2.1 责任", "（2）乙项"]


@pytest.mark.parametrize("link", [True, False])
def test_styles_hand_on_their_list(extractor: Extractor, tmp_path: Path, lists: Lists, link: bool) -> None:  # noqa: FBT001
    """A style based on a numbered one is numbered, and one that takes itself out is not."""
    named = "<w:pStyle w:val='Clause'/>" if link else ""
    lists.define(70, level("decimal", "%1."), level("chineseCountingThousand", "第%2条", named))
    lists.list(70, 70)
    depth = "" if link else "<w:ilvl w:val='1'/>"
    numbered = f"<w:pPr><w:numPr>{depth}<w:numId w:val='70'/></w:numPr></w:pPr>"
    out = "<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>"
    styles = lists.document.styles.element
    for name, base, properties in (("Clause", "Normal", numbered), ("Bold", "Clause", ""), ("Plain", "Bold", out)):
        inside = f"<w:name w:val='{name}'/><w:basedOn w:val='{base}'/>{properties}"
        styles.append(parse_xml(f"<w:style {W} w:type='paragraph' w:styleId='{name}'>{inside}</w:style>"))
    for text, style in (("登记。", "Clause"), ("公示。", "Bold"), ("（另有规定的除外）", "Plain"), ("存档。", "Bold")):
        lists.document.add_paragraph(text, style=lists.document.styles[style])
    found = listed(extractor, tmp_path / "a.docx", lists)
    assert found == ["第一条　登记。", "第二条　公示。", "（另有规定的除外）", "第三条　存档。"]


@pytest.mark.parametrize(
    ("shape", "text", "suffix", "words", "expected"),
    [
        ("decimal", "%1.", "tab", "12个社区完成改造。", "1. 12个社区完成改造。"),
        ("decimal", "%1", "tab", "60名党员参训。", "1 60名党员参训。"),
        ("decimal", "%1", "space", "个窗口延时服务。", "1 个窗口延时服务。"),
        ("decimal", "%1.", "nothing", "5公里以内免费。", "1. 5公里以内免费。"),
        ("decimalZero", "%1", "tab", "7项任务已办结。", "01 7项任务已办结。"),
        ("chineseCounting", "%1、", "nothing", "2024年目标", "一、 2024年目标"),
        ("upperRoman", "%1.", "tab", "总体要求", "I.总体要求"),
    ],
)
def test_a_number_never_touches_a_figure(  # noqa: PLR0913, PLR0917
    extractor: Extractor, tmp_path: Path, lists: Lists, shape: str, text: str, suffix: str, words: str, expected: str
) -> None:
    """1. before 12个社区 is never 1.12个社区."""
    lists.define(70, level(shape, text, f"<w:suff w:val='{suffix}'/>"))
    lists.list(70, 70)
    lists.add(words, 70)
    assert listed(extractor, tmp_path / "a.docx", lists) == [expected]


def test_an_empty_numbered_paragraph_is_counted(extractor: Extractor, tmp_path: Path, lists: Lists) -> None:
    """Word prints a number before nothing; the next one is the one after."""
    lists.define(70, level("decimal", "%1."))
    lists.list(70, 70)
    for text in ("签到。", "", "表决。"):
        lists.add(text, 70)
    assert listed(extractor, tmp_path / "a.docx", lists) == ["1.签到。", "3.表决。"]


@pytest.mark.parametrize(
    ("value", "shape", "written"),
    [
        (21, "taiwaneseCountingThousand", "二十一"),
        (10, "chineseLegalSimplified", "壹拾"),
        (123, "ideographLegalTraditional", "壹佰貳拾參"),
        (20, "ideographDigital", "二〇"),
        (11, "ideographTraditional", "11"),
        (3, "ideographZodiac", "寅"),
        (13, "ideographZodiacTraditional", "丙子"),
        (4, "decimalEnclosedParen", "⑷"),
        (4, "decimalEnclosedFullstop", "⒋"),
        (4, "ideographEnclosedCircle", "㊃"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (49, "lowerRoman", "xlix"),
        (28, "upperLetter", "BB"),
        (2, "numberInDash", "- 2 -"),
    ],
)
def test_number_formats(value: int, shape: str, written: str) -> None:
    """The formats of ECMA-376 that Chinese papers and LibreOffice use."""
    assert numeral(value, shape) == written


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


DOWN, GOES_ON, WIDE = "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:gridSpan w:val='2'/>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [[cell("月份"), cell("任务")], [cell("三月", DOWN), cell("走访")], [cell("", GOES_ON), cell("座谈")]],
            ["月份 | 任务", "三月 | 走访", "三月 | 座谈"],
        ),
        (
            [[cell("姓名"), cell("岗位", DOWN)], [cell("张某"), cell("", GOES_ON)], [cell("李某"), cell("会计")]],
            ["姓名 | 岗位", "张某 | 岗位", "李某 | 会计"],
        ),
        ([[cell("甲"), cell("乙"), cell("丙")], [cell("共计", WIDE), cell("9")]], ["甲 | 乙 | 丙", "共计 |  | 9"]),
        ([[cell("早"), cell("晚")], [cell(""), cell("值班")], [cell("巡查"), cell("")]], ["早 | 晚", "| 值班", "巡查"]),
    ],
)
def test_cells_keep_their_columns(
    extractor: Extractor, tmp_path: Path, rows: list[list[str]], expected: list[str]
) -> None:
    """A merged cell stands in each row that it covers; wide and empty ones keep their columns."""
    document = made.word("示例安排表", INTRO)
    written = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    document.element.body.insert(2, parse_xml(f"<w:tbl {W}>{written}</w:tbl>"))
    assert read(extractor, tmp_path / "a.docx", document).text.split("\n")[2:] == expected


def test_a_row_may_begin_in_a_later_column(extractor: Extractor, tmp_path: Path) -> None:
    """Columns that a row leaves out before its first cell are kept empty."""
    document = made.word("示例安排表", INTRO)
    rows = f"<w:tr>{cell('甲')}{cell('乙')}{cell('丙')}</w:tr>"
    rows += f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('二')}{cell('三')}</w:tr>"
    document.element.body.insert(2, parse_xml(f"<w:tbl {W}>{rows}</w:tbl>"))
    assert read(extractor, tmp_path / "a.docx", document).text.endswith("甲 | 乙 | 丙\n| 二 | 三")


@pytest.mark.parametrize(
    ("run", "sign"),
    [
        ("<w:sym w:font='Wingdings' w:char='F0FE'/>", "☑"),
        ("<w:sym w:font='Wingdings 2' w:char='F0A3'/>", "☐"),
        ("<w:rPr><w:rFonts w:ascii='Wingdings 2' w:hAnsi='Wingdings 2'/></w:rPr><w:t>R</w:t>", "☑"),
        ("<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr><w:t>\uf0a8</w:t>", "☐"),
        ("<w:sym w:font='MS Gothic' w:char='2612'/>", "☒"),
        (
            "<w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>",
            "☑",
        ),
        ("<w:sym w:font='Symbol' w:char='F0B3'/>", "≥"),
        (
            (
                "<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='否'/>"
                "<w:listEntry w:val='是'/></w:ddList></w:ffData></w:fldChar>"
            ),
            "是",
        ),
    ],
)
def test_boxes_and_signs_are_read(extractor: Extractor, tmp_path: Path, run: str, sign: str) -> None:
    """An answer that is a sign of a symbol font, or a ticked field, stays an answer."""
    document = made.word("示例核查表", INTRO, "是否公示：")
    document.paragraphs[2]._p.append(parse_xml(f"<w:r {W}>{run}</w:r>"))
    document.paragraphs[2].add_run("是")
    assert f"是否公示：{sign}是" in read(extractor, tmp_path / "a.docx", document).text


def test_an_unknown_sign_is_reported(extractor: Extractor, tmp_path: Path) -> None:
    """What cannot be read is marked where it stands."""
    document = made.word("示例核查表", INTRO)
    document.paragraphs[1]._p.append(parse_xml(f"<w:r {W}><w:sym w:font='Wingdings' w:char='F021'/></w:r>"))
    assert "unknown_sign" in codes(read(extractor, tmp_path / "a.docx", document))


M = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"


def of_math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        (of_math("到会率=实到÷应到×100%"), "到会率=实到÷应到×100%"),
        (f"<m:f><m:num>{of_math('甲+乙')}</m:num><m:den>{of_math('2')}</m:den></m:f>", "(甲+乙)/2"),
        (f"<m:sSup><m:e>{of_math('10')}</m:e><m:sup>{of_math('4')}</m:sup></m:sSup>", "10⁴"),
        (f"<m:sSub><m:e>{of_math('x')}</m:e><m:sub>{of_math('1')}</m:sub></m:sSub>", "x_1"),
        (f"<m:rad><m:deg/><m:e>{of_math('a+b')}</m:e></m:rad>", "√(a+b)"),
        (f"<m:d><m:e>{of_math('1-5%')}</m:e></m:d>", "(1-5%)"),
        (f"<m:sSup><m:e>{of_math('x')}</m:e><m:sup>{of_math('n')}</m:sup></m:sSup>", "x^(n)"),
    ],
)
def test_formulas_are_read_as_text(extractor: Extractor, tmp_path: Path, inside: str, written: str) -> None:
    """A formula stands in its line; what is over a line or raised never runs into the number beside it."""
    document = made.word("示例评分办法", INTRO, "得分：")
    document.paragraphs[2]._p.append(parse_xml(f"<m:oMath {M}>{inside}</m:oMath>"))
    assert f"得分：{written}" in read(extractor, tmp_path / "a.docx", document).text


def test_readings_above_characters_leave_the_text(extractor: Extractor, tmp_path: Path) -> None:
    """A ruby guide is no word."""
    document = made.word("示例读本", INTRO, "党员要")
    ruby = "<w:ruby><w:rt><w:r><w:t>jiǎn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>俭</w:t></w:r></w:rubyBase></w:ruby>"
    document.paragraphs[2]._p.append(parse_xml(f"<w:r {W}>{ruby}</w:r>"))
    document.paragraphs[2].add_run("朴")
    assert read(extractor, tmp_path / "a.docx", document).text.endswith("党员要俭朴")


@pytest.mark.parametrize(
    ("blob", "kind", "expected"),
    [
        ("<html><body><p>另有先锋岗三十六个。</p></body></html>".encode(), "text/html", "另有先锋岗三十六个。"),
        ("另有联系点四处。".encode(), "text/plain", "另有联系点四处。"),
        (made.saved(made.word("另有调解室两间。")), "application/octet-stream", "另有调解室两间。"),
        (office.rich_text("另有读书角九个。"), "application/rtf", "另有读书角九个。"),
        (b"MIME-Version: 1.0\r\n\r\n<html>", "message/rfc822", None),
    ],
)
def test_files_put_into_the_text(
    extractor: Extractor, tmp_path: Path, blob: bytes, kind: str, expected: str | None
) -> None:
    """Pages, texts and documents that a program put into another are read, others are named."""
    document = made.word("示例汇编", INTRO)
    part = Part(PackURI("/word/chunk1.bin"), kind, blob, document.part.package)
    rid = document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK)
    document.element.body.insert(2, parse_xml(f"<w:altChunk {nsdecls('w', 'r')} r:id='{rid}'/>"))
    found = read(extractor, tmp_path / "a.docx", document)
    assert codes(found) == ({"unread_part"} if expected is None else set())
    assert expected is None or found.text.endswith(expected)


def test_pictures_are_counted(extractor: Extractor, tmp_path: Path) -> None:
    """What is in a picture was not read, and the report says so; only pictures are refused with what to do."""
    (tmp_path / "a.gif").write_bytes(PIXEL)
    document = made.word("示例通知", INTRO)
    document.add_picture(str(tmp_path / "a.gif"))
    document.add_picture(str(tmp_path / "a.gif"))
    found = read(extractor, tmp_path / "a.docx", document)
    assert [(p.message, p.line) for p in found.problems if p.code == "picture"] == [("含2张图片，图中文字未读取。", 2)]
    alone = made.word()
    alone.add_picture(str(tmp_path / "a.gif"))
    (tmp_path / "b.docx").write_bytes(made.saved(alone))
    refused = read_source(tmp_path / "b.docx", extractor.extract)
    assert isinstance(refused, Rejected)
    assert "OCR" in refused.problem.message


def test_comments_are_counted(extractor: Extractor, tmp_path: Path) -> None:
    """Remarks at the margin are no text, and are not lost in silence."""
    document = made.word("示例通知", INTRO)
    document.add_comment(document.paragraphs[1].runs, text="此处再核。", author="甲")
    found = read(extractor, tmp_path / "a.docx", document)
    assert "此处再核" not in found.text
    assert "comment" in codes(found)
