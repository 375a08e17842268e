"""Lists in Excel: merged and hidden cells, number formats, several tables, and receipts for what is not read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from ingest.extracts import extract_of
from ingest.readers.cells import shown
from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceText, read_source
from knowledge.documents import Document
from tests.ingest.readers import made_files as made

HEADER = ("单位", "做法", "成效")


def read(extractor: Extractor, path: Path, change: Callable[[Worksheet], None]) -> Document:
    book = openpyxl.Workbook()
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_bytes(extractor, path, buffer.getvalue())


def read_bytes(extractor: Extractor, path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText), source
    [(document, _)] = read_documents(source, label="public", sample=False)
    return document


def fill(sheet: Worksheet, *rows: tuple[object, ...]) -> None:
    for row in rows:
        sheet.append(row)


def messages(document: Document) -> list[str]:
    return [problem.message for problem in document.problems]


def test_a_merged_value_stands_in_each_row(extractor: Extractor, tmp_path: Path) -> None:
    """A unit merged down over its rows is the unit of each record; each record is a card of its own."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, HEADER, ("示例区税务局", "晨会学法", "学法40次"), (None, "上门办税", "办理200件"))
        fill(sheet, ("示例区民政局", "结对走访", "走访300户"))
        sheet.merge_cells("A2:A3")

    path = tmp_path / "清单.xlsx"
    document = read(extractor, path, change)
    assert document.text.count("单位：示例区税务局") == 2
    source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText)
    [(whole, passages)] = read_documents(source, label="public", sample=False)
    units = [card.unit.text for card in extract_of(whole, passages).cards if card.unit is not None]
    assert units == ["示例区税务局", "示例区税务局", "示例区民政局"]


def test_a_value_merged_in_the_last_column_stands_in_each_row(extractor: Extractor, tmp_path: Path) -> None:
    """The place of the merged column does not matter."""

    def change(sheet: Worksheet) -> None:
        fill(
            sheet, ("名称", "时间", "责任人"), ("晨读", "周一", "甲某"), ("夜学", "周三", None), ("联学", "周五", None)
        )
        sheet.merge_cells("C2:C4")

    assert read(extractor, tmp_path / "a.xlsx", change).text.count("责任人：甲某") == 3


def test_hidden_rows_columns_and_sheets_stay_out(extractor: Extractor, tmp_path: Path) -> None:
    """What is not shown is not ingested, and the report says how much it was."""

    def change(sheet: Worksheet) -> None:
        fill(
            sheet, ("名称", "电话", "做法"), ("晨读", "111", "每日晨读"), ("旧法", "222", "停用"), ("联学", "3", "联学")
        )
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = sheet.parent.create_sheet("底稿")
        fill(other, ("名称", "做法"), ("草案", "未定"))
        other.sheet_state = "hidden"

    document = read(extractor, tmp_path / "a.xlsx", change)
    assert all(words not in document.text for words in ("电话", "停用", "草案"))
    assert messages(document) == [
        "有1行隐藏（如Sheet第3行），未入库。",
        "有1列隐藏（如Sheet!B列），未入库。",
        "有1张隐藏的工作表，未入库。",
    ]


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (0.855, "0.0%", "85.5%"),
        (0.07, "0%", "7%"),
        (7, "0000", "0007"),
        (25, '0"人"', "25人"),
        (3, "0.00", "3.00"),
        (0.1 + 0.2, "General", "0.3"),
        (330602001001, "0", "330602001001"),
        (1234567, "#,##0", "1234567"),
        (-4.5, "#,##0.00", "-4.50"),
        (dt.datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),  # noqa: DTZ001  # as Excel has it
        (dt.datetime(2024, 3, 5), "yyyy年m月", "2024年3月"),  # noqa: DTZ001
        (dt.datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),  # noqa: DTZ001
        (dt.time(9, 5), 'h"时"mm"分"', "9时05分"),
        (True, "General", "TRUE"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, shape: str, text: str) -> None:
    """Per cent, leading zeros, units and dates are part of what people see."""
    assert shown(value, shape) == text


def test_dates_that_only_a_chinese_excel_names(extractor: Extractor, tmp_path: Path) -> None:
    """A format known by its number alone shows a date, not the number of a day."""
    data = made.workbook(("名称", "日期"), ("晨读", 45356), ("联学", 45357))
    styles = b'<xf numFmtId="31" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs>'
    with_style = made.changed_member(data, "xl/styles.xml", lambda xml: xml.replace(b"</cellXfs>", styles))
    marked = made.changed_member(
        with_style, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="B2"', b'r="B2" s="1"')
    )
    assert "日期：2024年3月5日" in read_bytes(extractor, tmp_path / "a.xlsx", marked).text


def test_a_formula_without_a_result_is_reported(extractor: Extractor, tmp_path: Path) -> None:
    """A value that was never stored is missing, and the first place is named."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, ("支部", "男", "女", "合计"), ("甲支部", 3, 4, "=B2+C2"), ("乙支部", 5, 6, "=B3+C3"))

    [message] = messages(read(extractor, tmp_path / "a.xlsx", change))
    assert message.startswith("有2处公式没有保存结果（如Sheet!D2）")


@pytest.mark.parametrize("formula", ["=SUM(B2:C2)", "=B2/C2", '=IF(B2>C2,"多","少")', "=B2&C2"])
def test_whatever_is_computed_needs_its_result(extractor: Extractor, tmp_path: Path, formula: str) -> None:
    """Sums, shares and words alike: none is computed here, and none is missed in silence."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, ("支部", "男", "女", "结果"), ("甲支部", 3, 4, formula), ("乙支部", 5, 6, 7))

    document = read(extractor, tmp_path / "a.xlsx", change)
    assert document.text.count("结果：") == 1
    assert messages(document)[0].startswith("有1处公式没有保存结果（如Sheet!D2）")


def test_tables_below_one_another_have_their_own_columns(extractor: Extractor, tmp_path: Path) -> None:
    """An empty row and a header begin a table; an empty row inside a list does not."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, ("名称", "时间"), ("晨读", "周一"), (), ("夜学", "周三"), (), ("名称", "地点"), ("座谈", "礼堂"))

    text = read(extractor, tmp_path / "a.xlsx", change).text
    assert text == "## 晨读\n时间：周一\n\n## 夜学\n时间：周三\n\n## 座谈\n地点：礼堂"


def test_tables_beside_one_another_are_two(extractor: Extractor, tmp_path: Path) -> None:
    """An empty column parts two tables that both have a header."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, ("名称", "时间", None, "单位", "电话"), ("晨读", "周一", None, "甲村", "12"))
        fill(sheet, ("夜学", "周三", None, "乙村", "34"))

    text = read(extractor, tmp_path / "a.xlsx", change).text
    assert text.split("\n\n")[1:3] == ["## 夜学\n时间：周三", "## 甲村\n单位：甲村\n电话：12"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize(("first", "name"), [(("0", "1"), "序号"), (("甲", "乙"), "第1列")])
def test_a_first_column_without_a_name(
    extractor: Extractor, tmp_path: Path, suffix: str, first: tuple[str, str], name: str
) -> None:
    """A list whose first heading is empty, as programs write their index, is a list of records."""
    rows = [("", "单位", "做法"), *((one, f"第{one}支部", "每月联学") for one in first)]
    data = made.workbook(*rows) if suffix == "xlsx" else "\n".join(map(",".join, rows)).encode()
    document = read_bytes(extractor, tmp_path / f"案例.{suffix}", data)
    assert f"单位：第{first[1]}支部\n做法：每月联学" in document.text
    assert f"{name}：{first[1]}" in document.text or f"## {first[1]}" in document.text


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("a.csv", "Unnamed: 0,单位,做法\n0,甲支部,联学\n1,乙支部,晨读\n"),
        ("b.csv", ";单位;做法\n0;甲支部;联学\n1;乙支部;晨读\n"),
        ("c.tsv", "None\t单位\t做法\n0\t甲支部\t联学\n1\t乙支部\t晨读\n"),
        ("d.csv", '"","单位","做法"\n"0","甲支部","联学"\n"1","乙支部","晨读"\n'),
    ],
)
def test_a_name_that_a_program_made_up_is_none(extractor: Extractor, tmp_path: Path, file: str, written: str) -> None:
    """A record is called by its unit and not by the number of its row, whatever parts the columns."""
    text = read_bytes(extractor, tmp_path / file, written.encode()).text
    assert text == "## 甲支部\n序号：0\n单位：甲支部\n做法：联学\n\n## 乙支部\n序号：1\n单位：乙支部\n做法：晨读"


def test_a_number_that_lost_digits_is_reported(extractor: Extractor, tmp_path: Path) -> None:
    """Of an identity number typed as a number the last digits are gone: none is made up, and the place is named."""
    data = made.workbook(("姓名", "证件号", "编号"), ("甲某", "x", "000123456789012345"), ("乙某", "y", "HT-2024-0003"))
    long = made.changed_member(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b't="inlineStr"><is><t>x</t></is>', b"><v>3.306021990010113E+17</v>"),
    )
    document = read_bytes(extractor, tmp_path / "a.xlsx", long)
    assert "证件号：330602199001011000" in document.text
    assert "编号：000123456789012345" in document.text
    assert "编号：HT-2024-0003" in document.text
    assert messages(document) == ["有1个数字超过15位（如Sheet!B2），末几位已不是原数，请改为文本重新填写。"]


@pytest.mark.parametrize("serials", [("HT-2024-0001", "HT-2024-0002"), ("0007", "0008"), ("12/03/A", "12/04/A")])
def test_serial_numbers_stay_whole(extractor: Extractor, tmp_path: Path, serials: tuple[str, str]) -> None:
    """What every value of a column begins with is a part of it."""
    rows = [("支部", "编号"), *((f"第{n}支部", serials[n % 2]) for n in range(6))]
    text = read_bytes(extractor, tmp_path / "a.xlsx", made.workbook(*rows)).text
    assert [text.count(f"编号：{serial}") for serial in serials] == [3, 3]


def test_text_boxes_are_read(extractor: Extractor, tmp_path: Path) -> None:
    """A note that lies on a sheet stands before its table."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/"
    note = (
        f"<xdr:wsDr xmlns:xdr='{space}spreadsheetDrawing' xmlns:a='{space}main'><xdr:sp><xdr:txBody><a:p>"
        "<a:r><a:t>数据截至</a:t></a:r><a:r><a:t>三月底</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    data = made.with_member(made.workbook(HEADER, ("甲支部", "晨读", "好")), "xl/drawings/drawing1.xml", note.encode())
    assert read_bytes(extractor, tmp_path / "a.xlsx", data).text.startswith("数据截至三月底\n## 甲支部")


def test_remarks_and_pictures_are_counted(extractor: Extractor, tmp_path: Path) -> None:
    """Comments are no cells, and are not lost in silence."""

    def change(sheet: Worksheet) -> None:
        fill(sheet, HEADER, ("甲支部", "晨读", "好"), ("乙支部", "联学", "好"))
        sheet["A2"].comment = Comment("待核", "甲")

    assert messages(read(extractor, tmp_path / "a.xlsx", change)) == ["有1张表带批注，批注未入库。"]
