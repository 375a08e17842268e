"""What `people` prints for a person."""

from __future__ import annotations

from rich import box
from rich.table import Table

from bot.contracts.people import PeopleJson
from bot.reports.basic import PIPE_WIDTH, console
from knowledge.access import Role

ROLES = {Role.READER: "读者", Role.UPLOADER: "上传人", Role.ADMIN: "管理员"}


def write_people(listed: PeopleJson) -> None:
    """Print who is named, or who was struck off."""
    out = console()
    if listed.removed:
        out.print(f"已移出名单：{'、'.join(map(str, listed.removed))}。对方从下一个问题起不能查阅。")
    elif not listed.people:
        out.print(
            "名单是空的。添加：ronghe people add 用户号 --name 姓名。对方给机器人发一条消息，就会看到自己的用户号。"
        )
    else:
        out.print(_table(listed), width=None if out.is_terminal else PIPE_WIDTH)


def _table(listed: PeopleJson) -> Table:
    table = Table("用户号", "姓名", "身份", "可查阅", "来自", box=box.SIMPLE)
    for person in listed.people:
        seen = "全部" if person.role is Role.ADMIN else "、".join(person.labels)
        table.add_row(
            str(person.id), person.name or "—", ROLES[person.role], seen, "设置" if person.from_settings else "名单"
        )
    return table
