"""Commands for who may see what: people and what they were granted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.contracts.people import PeopleJson
    from knowledge.access import Person, Role
    from knowledge.people import People

Id = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="数字用户号（给机器人发一条消息就会看到），或 渠道:编号，如 web:zhangsan。"),
]
Labels = Annotated[list[str] | None, typer.Option("--label", metavar="L", help="可多写几个，例：--label dept:zzb。")]

group = typer.Typer(
    help="使用人员名单：添加、授权、收回、移除，从下一个问题起生效。例：ronghe people add 42 --name 张三",
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group, name="people")


@group.callback(invoke_without_command=True)
def people(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List everybody, where nothing else is asked for."""
    opened = context.obj
    context.obj = lambda after: opened(after or home)
    if context.invoked_subcommand is None:
        list_people(context, home, as_json)


@group.command("list", help="列出名单。")
def list_people(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List everybody who is named."""
    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        _show(people, people.everybody(), as_json=as_json)


@group.command("add", help="添加一个人，或更改其姓名和身份。例：ronghe people add 42 --name 张三 --label dept:zzb")
def add(
    context: typer.Context,
    user: Id,
    name: Annotated[str, typer.Option("--name", help="姓名或称呼，只供管理员辨认。")] = "",
    role: Annotated[str, typer.Option("--role", help="reader 读者、uploader 上传人、admin 管理员。")] = "reader",
    labels: Labels = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Name a person; labels are added to those held."""
    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        number = people.entered(user).number
        _show(people, [people.add(number, name=name, role=_role(role), labels=labels or ())], as_json=as_json)


@group.command("grant", help="增加查阅范围。例：ronghe people grant 42 --label dept:zzb")
def grant(context: typer.Context, user: Id, labels: Labels = None, home: Home = None, as_json: Json = False) -> None:
    """Let a person see more."""
    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        _show(people, [people.grant(people.known(user).number, _some(labels))], as_json=as_json)


@group.command("revoke", help="收回查阅范围，立即生效。例：ronghe people revoke 42 --label dept:zzb")
def revoke(context: typer.Context, user: Id, labels: Labels = None, home: Home = None, as_json: Json = False) -> None:
    """Take labels away."""
    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        _show(people, [people.revoke(people.known(user).number, _some(labels))], as_json=as_json)


@group.command("invite", help="打印设置网页密码的链接，三天内有效，只能用一次。例：ronghe people invite web:zhangsan")
def invite(context: typer.Context, user: Id, home: Home = None) -> None:
    """Print the link with which a person chooses a password."""
    from bot.services.signing_in import invitation_for

    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        secret = invitation_for(people.known(user).number, people, catalog.database)
    typer.echo(f"{place.address().url}invitation/{secret}")


@group.command(
    "departments",
    help="按部门授权。例：ronghe people departments 通讯录.csv 部门表.csv --channel wecom",
)
def by_departments(
    context: typer.Context,
    contacts: Annotated[Path, typer.Argument(metavar="CONTACTS", help="管理后台导出的通讯录：账号、姓名、部门。")],
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="部门、查阅范围两列的表。")],
    channel: Annotated[str, typer.Option("--channel", help="账号属于哪个渠道，如 wecom。")] = "wecom",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Give everybody of a department in the table its labels; who left it loses them."""
    from bot.services.departments import brought_into_line, contacts_in, labels_in

    place, named, labels = workplace(context, home), contacts_in(contacts), labels_in(table)
    with place.catalog() as catalog:
        people = place.people(catalog)
        _show(people, brought_into_line(people, channel, named, labels), as_json=as_json)


@group.command("remove", help="移出名单，立即生效。例：ronghe people remove 42")
def remove_person(context: typer.Context, user: Id, home: Home = None, as_json: Json = False) -> None:
    """Strike a person off; who is not there is no fault."""
    place = workplace(context, home)
    with place.catalog() as catalog:
        people = place.people(catalog)
        number = people.known(user).number
        _show(people, [], (number,) if people.remove(number) else (), as_json=as_json)


def _show(people: People, shown: Iterable[Person], removed: tuple[int, ...] = (), *, as_json: bool) -> None:
    from bot.reports.people import write_people

    show_result(_listed(people, shown, removed), as_json=as_json, write=write_people)


def _listed(people: People, shown: Iterable[Person], removed: tuple[int, ...]) -> PeopleJson:
    from bot.contracts.people import PeopleJson, PersonJson
    from bot.views.gathering import gathered
    from knowledge.access import PUBLIC, UNIT

    listed = (
        gathered(
            PersonJson,
            person,
            labels=(PUBLIC, UNIT, *sorted(person.labels)),
            identities=tuple(map(str, people.identities(person.id))),
        )
        for person in shown
    )
    return PeopleJson(people=tuple(listed), removed=removed)


def _role(name: str) -> Role:
    from knowledge.access import Role
    from knowledge.errors import BadRequestError

    try:
        return Role(name)
    except ValueError as error:
        raise BadRequestError(
            f"没有 {name} 这种身份；可用 reader（读者）、uploader（上传人）、admin（管理员）。"
        ) from error


def _some(labels: list[str] | None) -> list[str]:
    from knowledge.errors import BadRequestError

    if not labels:
        raise BadRequestError("请用 --label 写明查阅范围，例如 --label dept:zzb。")
    return labels
