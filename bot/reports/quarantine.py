"""What `quarantine` prints for a person."""

from __future__ import annotations

from rich import box
from rich.table import Table

from bot.contracts.quarantine import QuarantineJson
from bot.reports.basic import PIPE_WIDTH, console
from knowledge.catalog.quarantine import Decision
from knowledge.secrecy import Grade

GRADES = {
    Grade.STATE_SECRET: "国家秘密",
    Grade.TRADE_SECRET: "商业秘密",
    Grade.WORK_SECRET: "工作秘密",
    Grade.INTERNAL: "内部",
}
DECISIONS = {Decision.WAITING: "待核定", Decision.RELEASED: "已放行", Decision.REJECTED: "不予入库"}


def write_list(listed: QuarantineJson) -> None:
    """Print what was held back."""
    out = console()
    if not listed.files:
        out.print("没有待核定的文件。")
        return
    table = Table("编号", "标识", "日期", "核定", "位置", box=box.SIMPLE)
    for file in listed.files:
        table.add_row(file.sha256[:12], GRADES[file.grade], file.noted_on, DECISIONS[file.decision], file.path or "—")
    out.print(table, width=None if out.is_terminal else PIPE_WIDTH)
    out.print("核定：ronghe quarantine release 编号，或 ronghe quarantine reject 编号")


def write_decision(done: QuarantineJson) -> None:
    """Print what became of one file."""
    (file,) = done.files
    if file.decision is Decision.REJECTED:
        text = "已记录：不予入库。库中没有这份文件的内容；同一文件再次装入会直接拒绝。"
    elif done.documents:
        text = f"已放行并入库：{'、'.join(done.documents)}。其内容不会送往外部模型。"
    else:
        text = "已放行。原位置上没有这份文件或文件已改变，请重新装入。"
    console().print(text)
