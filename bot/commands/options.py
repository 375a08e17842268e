"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from knowledge.errors import BadRequestError

if TYPE_CHECKING:
    from bot.services.assistant import Assistant
    from bot.workplace import Workplace
    from knowledge.callers import Visit
    from knowledge.documents import Kind, Status
    from knowledge.particulars import Sector

Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象，供脚本使用。")]
Home = Annotated[Path | None, typer.Option("--home", help="资料库文件夹，默认取 RONGHE_HOME。")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="以此人的身份执行：用户号，或 渠道:编号；默认是本机管理者。"),
]
KindName = Annotated[
    str | None, typer.Option("--kind", help="只看一类：regulation、law、normative、speech、case、article。")
]
SectorName = Annotated[
    str | None,
    typer.Option("--sector", help="只看一类单位的案例：机关、国企、高校、中小学、医院、农村、街道社区、两新组织。"),
]
Since = Annotated[int | None, typer.Option("--since", min=1900, max=2100, help="起始年份。")]
Until = Annotated[int | None, typer.Option("--until", min=1900, max=2100, help="截止年份。")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="按这一天有效的文本，写作 2018-06-30、2018-06 或 2018。")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=200, help="最多显示几条。")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="跳过前几条。")]


def workplace(context: typer.Context, home: Path | None) -> Workplace:
    """Return the workplace for a command: its own `--home`, else the one before it, else the settings'."""
    return cast("Workplace", context.obj(home))


def legible(text: str) -> str:
    """Return what was typed, when it is text at all.

    Raises:
        BadRequestError: It is blank, or bytes that are no text in the terminal's encoding.
    """
    if not text.strip():
        raise BadRequestError("内容是空的，请写明要问或要查找的文字。")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise BadRequestError("内容里有无法识别的字符，请检查终端编码（应为 UTF-8）后重新输入。")
    return text


def kind_named(name: str | None) -> Kind | None:
    """Return the kind of document that `name` names.

    Raises:
        BadRequestError: There is no such kind.
    """
    from knowledge.documents import Kind

    if name is None:
        return None
    try:
        return Kind(name)
    except ValueError as error:
        raise BadRequestError(f"没有 {name} 这一类材料；可用的类别：{'、'.join(Kind)}。") from error


def sector_option(name: str | None) -> Sector | None:
    """Return the sort of unit that `name` names, by any of the words that the other commands take.

    Raises:
        BadRequestError: There is none of that name.
    """
    from knowledge import facets

    return facets.sector_named(name) if name is not None else None


def status_named(name: str) -> Status:
    """Return the validity that `name` names.

    Raises:
        BadRequestError: There is none of that name.
    """
    from knowledge.documents import Status

    try:
        return Status(name)
    except ValueError as error:
        raise BadRequestError(f"没有 {name} 这一种效力状态；可用的状态：{'、'.join(Status)}。") from error


def day_named(text: str | None) -> str | None:
    """Return the day that an option names, `YYYY-MM-DD`, None where it was not given.

    Raises:
        BadRequestError: It is no date.
    """
    from knowledge import dates

    return None if text is None else dates.day_meant(text)


def visit_as(assistant: Assistant, named: str | None, session: str | None = None) -> Visit:
    """Return who asks, in a session that is theirs alone where one is named.

    Raises:
        BadRequestError: `--as` names nobody.
    """
    from knowledge.callers import OPERATOR, Conversation, Visit

    caller = OPERATOR if named is None else assistant.people.known(named)
    where = Conversation(channel="command", place=f"{caller.key}/{session}") if session else None
    return Visit(caller=caller, conversation=where)
