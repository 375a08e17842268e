"""Files of each format, made with the real tools, become the same documents that their texts would."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.child import Extractor
from ingest.readers.number_formats import numeral
from ingest.reading import read_documents
from ingest.sources import SourceText, read_source
from knowledge.documents import Document, Passage
from tests.ingest.readers import made_files as made

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"


def read(extractor: Extractor, path: Path, data: bytes) -> tuple[Document, list[Passage]]:
    path.write_bytes(data)
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText), source
    documents = read_documents(source, label="public", sample=False)
    assert len(documents) == 1
    return documents[0]


def test_a_word_file_reads_as_its_text(extractor: Extractor, tmp_path: Path) -> None:
    """Title, articles and preamble come over; the running head goes with a receipt."""
    data = made.saved(made.word("示例单位学习办法", *made.RULES, header="内部学习"))
    document, passages = read(extractor, tmp_path / "a.docx", data)
    assert document.title == "示例单位学习办法"
    assert [passage.locator for passage in passages if passage.locator] == ["第一条", "第二条", "第三条", "第四条"]
    assert document.encoding == "docx"
    assert [repair.before.strip() for repair in document.repairs if repair.kind == "running_head"] == ["内部学习"]


def test_spans_point_into_what_was_extracted(extractor: Extractor, tmp_path: Path) -> None:
    """For each passage, the stored extracted text at its source span holds its words."""
    data = made.pdf(["示例单位学习办法", *made.RULES])
    document, passages = read(extractor, tmp_path / "a.pdf", data)
    assert document.extracted is not None
    for passage in passages:
        span = document.source_of(passage.start, passage.end)
        found = document.extracted[span.start : span.end]
        assert "".join(found.split()) == "".join(passage.text.split())


def test_tables_and_boxes_of_a_word_file_are_read(extractor: Extractor, tmp_path: Path) -> None:
    """Nothing that stands outside plain paragraphs is lost."""
    document = made.word("学习安排", PROSE)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["月份", "内容", "三月", "实地学习"], strict=True
    ):
        cell.text = text
    box = (
        f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>"
        "<w:r><w:t>文本框里的提示</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[1]._p.append(parse_xml(box))
    text = read(extractor, tmp_path / "a.docx", made.saved(document))[0].text
    assert "月份 | 内容\n三月 | 实地学习" in text
    assert text.count("文本框里的提示") == 1


def test_deleted_and_hidden_words_stay_out(extractor: Extractor, tmp_path: Path) -> None:
    """What a reader of the printed page does not see is not ingested, and the report says so."""
    document = made.word("学习安排", PROSE)
    document.paragraphs[1].add_run("藏起来的话").font.hidden = True
    deleted = f"<w:del {nsdecls('w')} w:id='1' w:author='a'><w:r><w:delText>删去的话</w:delText></w:r></w:del>"
    document.paragraphs[1]._p.append(parse_xml(deleted))
    found, _ = read(extractor, tmp_path / "a.docx", made.saved(document))
    assert "藏起来" not in found.text
    assert "删去的话" not in found.text
    assert {problem.code for problem in found.problems} >= {"hidden_text", "tracked_changes"}


def test_automatic_numbers_of_articles_are_written_out(extractor: Extractor, tmp_path: Path) -> None:
    """第X条 that Word itself counts stands in the text, so that articles are found."""
    document = made.word("示例单位学习办法", *(rule.split("　", 1)[1] for rule in made.RULES))
    numbering = document.part.numbering_part.element
    level = (
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='第%1条'/></w:lvl>"
    )
    numbering.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{level}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    for paragraph in document.paragraphs[1:]:
        properties = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr>"
        paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    _, passages = read(extractor, tmp_path / "a.docx", made.saved(document))
    assert [passage.locator for passage in passages if passage.locator] == ["第一条", "第二条", "第三条", "第四条"]


@pytest.mark.parametrize(("value", "name"), [(1, "一"), (10, "十"), (12, "十二"), (102, "一百零二"), (110, "一百一十")])
def test_numbers_are_written_as_word_writes_them(value: int, name: str) -> None:
    """Chinese counting of list numbers."""
    assert numeral(value, "chineseCounting") == name


def test_running_heads_and_page_numbers_of_a_pdf_go(extractor: Extractor, tmp_path: Path) -> None:
    """What stands at the edge of every page goes with a receipt; the same words inside the text stay."""
    pages = [["示例单位学习办法", made.RULES[0]], [made.RULES[1], "示例单位学习资料", made.RULES[2]], [made.RULES[3]]]
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(*pages))
    assert document.text.count("示例单位学习资料") == 1
    assert "— 2 —" not in document.text
    assert {repair.kind for repair in document.repairs} >= {"running_head", "page_number"}


def test_lines_of_a_pdf_are_joined_to_paragraphs(extractor: Extractor, tmp_path: Path) -> None:
    """A sentence that was set in several lines, also across a page, is one again."""
    long = (PROSE * 12)[:380]
    lines = ["学习制度", *[long[at : at + 36] for at in range(0, len(long), 36)], "另起一段。"]
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(lines[:7], lines[7:]))
    assert long in document.text


def test_a_page_without_words_is_named(extractor: Extractor, tmp_path: Path) -> None:
    """第2页没有文字 is in the report; the rest is ingested."""
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(["学习制度", PROSE], [], [PROSE]))
    assert [p.message for p in document.problems if p.code == "page_without_text"] == [
        "第2页没有文字，可能是扫描的图片，该页内容未入库。"
    ]


def test_a_web_page_is_read_without_its_menus(extractor: Extractor, tmp_path: Path) -> None:
    """Menus, foot and scripts go; words that only look hidden to a text reader stay."""
    page = (
        "<!DOCTYPE html><html><head><meta charset=gbk><title>学习制度 - 示例网</title>"
        "<script>var a='脚本';</script></head>"
        "<body><div><a href=1>首页</a><a href=2>党建</a><a href=3>联系</a></div><nav>栏目导航</nav>"
        f"<h1>学习制度</h1><p>{PROSE}</p><table><tr><td>三月</td><td>实地学习</td></tr></table>"
        f"<p style='display:none'>看不见</p><p>{PROSE[:16]}<b>{PROSE[16:]}</b></p>"
        "<footer>示例网版权</footer></body></html>"
    )
    document, _ = read(extractor, tmp_path / "a.html", page.encode("gbk"))
    assert document.title == "学习制度"
    assert document.text == f"学习制度\n{PROSE}\n三月 | 实地学习\n{PROSE}"


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_list_of_cases_has_a_passage_a_case(extractor: Extractor, tmp_path: Path, suffix: str) -> None:
    """Each row is read with the names of its columns, under its own heading."""
    rows = [("序号", "案例名称", "单位", "做法"), *((i, f"示例{i}", f"第{i}支部", PROSE) for i in range(1, 4))]
    text = "\r\n".join(",".join(f'"{v}"' if "，" in str(v) else str(v) for v in row) for row in rows)
    data = made.workbook(*rows) if suffix == "xlsx" else text.encode("gb18030")
    document, passages = read(extractor, tmp_path / f"案例清单.{suffix}", data)
    assert document.title == "案例清单"
    assert [passage.locator for passage in passages] == ["示例1", "示例2", "示例3"]
    assert f"单位：第2支部\n做法：{PROSE}" in passages[1].text


def test_type_is_told_by_content(extractor: Extractor, tmp_path: Path) -> None:
    """A PDF called .docx is read as what it is, with a remark."""
    document, _ = read(extractor, tmp_path / "a.docx", made.pdf(["学习制度", PROSE]))
    assert document.encoding == "pdf"
    assert "misnamed" in {problem.code for problem in document.problems}


def test_a_word_file_without_words_is_no_error_of_ours(extractor: Extractor, tmp_path: Path) -> None:
    """An empty document is rejected for what it is."""
    path = tmp_path / "a.docx"
    path.write_bytes(made.saved(docx.Document()))
    found = read_source(path, extractor.extract)
    assert not isinstance(found, SourceText)
    assert found.problem.code == "no_chinese"


def test_a_header_of_two_rows_names_every_column(extractor: Extractor, tmp_path: Path) -> None:
    """Merged cells: 做法 over 组织 and 业务 gives 做法（组织） and 做法（业务）; the sheet's title is no record."""
    rows = (
        ("示例案例汇总表",),
        ("序号", "案例名称", "做法", None, "成效"),
        (None, None, "组织", "业务", None),
        (1, "支部建在车间", "成立突击队3支", "解决故障12项", "停机时间下降31%"),
        (2, "党员先锋车", "命名先锋车26辆", "投诉每日清零", "投诉率下降18.5%"),
    )
    document, passages = read(extractor, tmp_path / "list.xlsx", made.workbook(*rows))
    assert [passage.locator for passage in passages] == ["支部建在车间", "党员先锋车"]
    assert "做法（组织）：成立突击队3支\n做法（业务）：解决故障12项" in document.text


def test_a_number_never_grows_by_a_note_or_a_power(extractor: Extractor, tmp_path: Path) -> None:
    """Twelve with note 1 is not 121, and ten to the fourth not 104, in a web page as in Word."""
    page = "<h1>测算说明</h1><p>共12<a href='#n'><sup>1</sup></a>处，按10<sup>4</sup>平方米计，特此说明。</p>"
    document, _ = read(extractor, tmp_path / "a.html", f"<html><body>{page}</body></html>".encode())
    assert "共12（注1）处，按10⁴平方米计" in document.text
    word = made.word("测算说明", "按10")
    word.paragraphs[1].add_run("4").font.superscript = True
    word.paragraphs[1].add_run("平方米计。")
    assert "按10⁴平方米计。" in read(extractor, tmp_path / "b.docx", made.saved(word))[0].text


def test_foot_notes_and_end_notes_of_a_word_file_are_read(extractor: Extractor, tmp_path: Path) -> None:
    """What stands below a page or at the end of the paper is part of it."""
    package = made.saved(made.word("学习制度", PROSE))
    for kind, words in (("foot", "记录存支部档案。"), ("end", "数据来自调度科月报。")):
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        note = f"<w:{kind}note><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{kind}note>"
        package = made.with_member(package, f"word/{kind}notes.xml", f"<w:x {space}>{note}</w:x>".encode())
    document, _ = read(extractor, tmp_path / "a.docx", package)
    assert document.text.endswith("注：记录存支部档案。\n注：数据来自调度科月报。")


def test_an_indented_line_of_a_pdf_reaches_the_margin(extractor: Extractor, tmp_path: Path) -> None:
    """The first line of an article, shorter by its indent and by a comma that moved, is joined to the second."""
    body = [PROSE[:18]] * 8
    lines = ["学习制度", *body, "　　第三条　党支部应当与联建签订协", "议，明确共建事项和完成时限，并报备案。"]
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(lines))
    assert "签订协议，明确" in document.text


def test_a_row_of_a_table_stays_a_row(extractor: Extractor, tmp_path: Path) -> None:
    """Values keep apart, whether an office program made a web page of them or they were printed."""
    rows = [("序号", "支部", "任务"), ("1", "第一支部", "12"), ("2", "第二支部", "108")]
    cells = "".join("<tr>" + "".join(f"<td><p>{value}</p></td>" for value in row) + "</tr>" for row in rows)
    page = f"<html><body><h1>完成情况</h1><p>{PROSE}</p><table>{cells}</table></body></html>"
    saved, _ = read(extractor, tmp_path / "a.html", page.encode())
    assert "1 | 第一支部 | 12\n2 | 第二支部 | 108" in saved.text
    printed, _ = read(
        extractor, tmp_path / "b.pdf", made.pdf(["完成情况", PROSE, *map(" ".join, rows), "2025 年 3 月。"])
    )
    assert "1 第一支部 12\n2 第二支部 108\n2025年3月。" in printed.text


def test_a_printed_line_that_reaches_the_margin_goes_on(extractor: Extractor, tmp_path: Path) -> None:
    """In print, two lines of the greatest width are enough to know where the margin is."""
    lines = [
        "学习通知",
        "《联建办法》已经2025年5月12日局党委会议审",
        "议通过，现印发给你们，请结合实际认真贯彻执行",
        "，并于月底前报告。",
    ]
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(lines))
    assert "局党委会议审议通过，现印发给你们，请结合实际认真贯彻执行，并于月底前报告。" in document.text


def test_a_list_of_what_units_did_is_one_of_cases(extractor: Extractor, tmp_path: Path) -> None:
    """Columns called 做法 or 成效 tell it; the row above them names it, else its file does."""
    rows = [("单位", "名称", "做法"), ("甲厂", "晨读", "每日晨读"), ("乙厂", "联学", "每月联学")]
    plain, _ = read(extractor, tmp_path / "a.xlsx", made.workbook(*rows))
    assert (plain.title, plain.kind) == ("a", "case")
    named, _ = read(extractor, tmp_path / "a.xlsx", made.workbook(("2024年融合案例汇总表",), *rows))
    assert (named.title, named.kind) == ("2024年融合案例汇总表", "case")


def test_an_indented_print_shows_where_paragraphs_begin(extractor: Extractor, tmp_path: Path) -> None:
    """A full line that happens to end a sentence goes on with the next, unless that is indented or a heading."""
    first, other = "　　各支部每月集中学习一次，并在月底报告。", "　　各科室每季核对记录一次，并逐级上报。"
    rest = "学习情况由党务干部记录，存档备查。"
    lines = ["学习制度", first, rest, other, rest, "第二章　考核", first, "　　另起一段，由党委解释。"]
    document, _ = read(extractor, tmp_path / "a.pdf", made.pdf(lines))
    whole = [first.strip() + rest, other.strip() + rest, "第二章　考核", first.strip(), "另起一段，由党委解释。"]
    assert document.text.split("\n")[-5:] == whole


def test_a_notice_of_one_wrapped_line_is_joined(extractor: Extractor, tmp_path: Path) -> None:
    """The widest line of a short page goes on where it breaks off in a sentence; a list of names does not."""
    notice = ["关于走访慰问老党员的通知", "各支部于春节前走访慰问老党员，慰问金每人500元，由支", "部委员送到家中。"]
    names = ["参加人员名单", "第一支部王建国、李卫东、张立新、赵国强、钱志明、孙大海", "第二支部周永年"]
    joined, _ = read(extractor, tmp_path / "a.pdf", made.pdf(notice))
    assert joined.text.endswith("每人500元，由支部委员送到家中。")
    assert read(extractor, tmp_path / "b.pdf", made.pdf(names))[0].text.endswith("孙大海\n第二支部周永年")
