"""Older and other office formats give the passages that the formats of today give."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwt

from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import Rejected, SourceText, read_source
from knowledge.documents import Document, Passage
from tests.ingest.readers import compound_files as compound
from tests.ingest.readers import made_files as made
from tests.ingest.readers import office_files as office

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"
ROWS = (("单位", "做法", "占比"), ("第一支部", "每日晨读", 0.25), ("第二支部", "每月联学", 0.5))


def read(extractor: Extractor, path: Path, data: bytes) -> tuple[Document, list[Passage]]:
    path.write_bytes(data)
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText), source
    documents = read_documents(source, label="public", sample=False)
    assert len(documents) == 1
    return documents[0]


def told(passages: list[Passage]) -> list[tuple[str, str]]:
    return [(passage.locator, passage.text) for passage in passages]


def test_an_old_document_gives_the_passages_of_a_new_one(extractor: Extractor, tmp_path: Path) -> None:
    """The same rule as .doc and as .docx."""
    lines = ("示例单位学习办法", *made.RULES)
    old, old_passages = read(extractor, tmp_path / "a.doc", compound.word_97(*lines))
    _, passages = read(extractor, tmp_path / "a.docx", made.saved(made.word(*lines)))
    assert told(old_passages) == told(passages)
    assert old.encoding == "doc"


def test_an_old_workbook_gives_the_passages_of_a_new_one(extractor: Extractor, tmp_path: Path) -> None:
    """The same list as .xls and as .xlsx."""
    old, old_passages = read(extractor, tmp_path / "名单.xls", office.saved(office.old_workbook(*ROWS)))
    new, new_passages = read(extractor, tmp_path / "名单.xlsx", made.workbook(*ROWS))
    assert told(old_passages) == told(new_passages)
    assert (old.title, old.encoding, new.encoding) == ("名单", "xls", "xlsx")


def test_cells_of_an_old_workbook_are_as_people_see_them(extractor: Extractor, tmp_path: Path) -> None:
    """Percentages and Chinese dates as shown; hidden rows, columns and sheets stay out and are counted."""
    book = office.old_workbook(("单位", "占比", "日期", "暗列"), ("甲支部", "", "", "暗"), ("乙支部", 1, "", ""))
    sheet = book.get_sheet(0)
    sheet.write(1, 1, 0.25, xlwt.easyxf(num_format_str="0%"))
    sheet.write(1, 2, dt.datetime(2024, 3, 5), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))  # noqa: DTZ001  # cells have no zone
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    hidden = book.add_sheet("暗表")
    hidden.write(0, 0, "不入库")
    hidden.visibility = 1
    document, _ = read(extractor, tmp_path / "a.xls", office.saved(book))
    assert "占比：25%\n日期：2024年3月5日" in document.text
    assert not {"乙支部", "暗列", "不入库"} & set(document.text.split())
    assert [problem.code for problem in document.problems].count("hidden_text") == 2
    assert "hidden_sheet" in {problem.code for problem in document.problems}


def test_rich_text_gives_the_passages_of_a_word_file(extractor: Extractor, tmp_path: Path) -> None:
    """The same rule as .rtf, in the bytes of GBK, and as .docx."""
    lines = ("示例单位学习办法", *made.RULES)
    rich, rich_passages = read(extractor, tmp_path / "a.rtf", office.rich_text(*lines))
    _, passages = read(extractor, tmp_path / "a.docx", made.saved(made.word(*lines)))
    assert told(rich_passages) == told(passages)
    assert rich.encoding == "rtf"


def test_rich_text_reads_as_it_is_shown(extractor: Extractor, tmp_path: Path) -> None:
    """Tables a row a line, list numbers in front, rare characters whole, notes behind; hidden words out."""
    body = (
        r"{\rtf1\ansi\ansicpg936\uc1{\stylesheet{\s1 heading 1;}}{\header \u20869?\u37096?\par}"
        r"\pard {\listtext 1.\tab}\u23398?\u20064?{\footnote \u27880?\u37322?}\par"
        r"\trowd\cellx100\cellx200\pard\intbl \u30002?\cell 1\cell\row"
        r"\pard\s1 \u31995?\u21015?\par\pard \u-10175?\u-8608?{\v \u26263?}{\pict\bin4 {}{}}{\super 4}\par}"
    )
    document, _ = read(extractor, tmp_path / "a.rtf", body.encode())
    assert document.extracted is not None
    expected = ["内部", "1.学习", "甲 | 1", "## 系列", "𠙠⁴", "注：注释"]
    assert document.extracted.splitlines() == expected


def test_slides_are_read_from_title_to_notes(extractor: Extractor, tmp_path: Path) -> None:
    """Each slide is a section under its title."""
    data = office.slides(("学习党纪专题党课", PROSE), ("工作安排", "一、集中学习", "二、交流研讨"))
    document, _ = read(extractor, tmp_path / "a.pptx", data)
    assert document.title == "学习党纪专题党课"
    assert f"{PROSE}\n工作安排" in document.text.replace("## ", "")


def test_old_slides_give_the_lines_of_new_ones(extractor: Extractor, tmp_path: Path) -> None:
    """Titles first, then from the top down, whatever the order in the file; the speaker's notes behind."""
    pages = (
        ("学习党纪专题党课", PROSE, "课后留十分钟提问。"),
        ("工作安排", "一、集中学习", "二、交流研讨", "各支部报总结。"),
    )
    old, old_passages = read(extractor, tmp_path / "a.ppt", compound.slides_97(*pages, notes="先点名。"))
    new, passages = read(extractor, tmp_path / "a.pptx", office.slides(*pages, notes="先点名。"))
    assert told(old_passages) == told(passages)
    assert (old.extracted, old.encoding) == (new.extracted, "ppt")


LOCKED = {
    "doc": compound.word_97("学习制度", PROSE, encrypted=True),
    "xls": compound.locked_workbook(),
    "ppt": compound.slides_97(("学习", PROSE, "完"), encrypted=True),
}


@pytest.mark.parametrize("kind", LOCKED)
def test_old_files_with_a_password_are_named(extractor: Extractor, tmp_path: Path, kind: str) -> None:
    """As new ones with one."""
    (tmp_path / "a").write_bytes(LOCKED[kind])
    found = read_source(tmp_path / "a", extractor.extract)
    assert isinstance(found, Rejected)
    assert found.problem.code == "encrypted"


def test_fixed_layout_gives_the_passages_of_a_pdf(extractor: Extractor, tmp_path: Path) -> None:
    """The same lines as OFD and as PDF."""
    lines = ["示例单位学习办法", *made.RULES]
    ofd, ofd_passages = read(extractor, tmp_path / "a.ofd", office.fixed_layout(lines[:3], lines[3:]))
    _, passages = read(extractor, tmp_path / "a.pdf", made.pdf(lines[:3], lines[3:], head="", numbers=False))
    assert told(ofd_passages) == told(passages)
    assert ofd.encoding == "ofd"


@pytest.mark.parametrize(
    "data",
    [
        office.saved(office.old_workbook(*ROWS)),
        office.rich_text(PROSE),
        office.fixed_layout([PROSE]),
        compound.slides_97(("学习", PROSE, "完")),
    ],
)
def test_half_of_a_file_is_refused_or_read_so_far(extractor: Extractor, tmp_path: Path, data: bytes) -> None:
    """A truncated file ends in a sentence, or in the text that it still holds."""
    path = tmp_path / "a.bin"
    path.write_bytes(data[: len(data) // 2])
    found = read_source(path, extractor.extract)
    assert isinstance(found, SourceText) or found.problem.message.endswith("。")
    assert isinstance(found, SourceText | Rejected)
