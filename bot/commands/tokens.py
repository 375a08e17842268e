"""Commands for the tokens with which programs ask in a person's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from bot.contracts.tokens import TokensJson
    from bot.services.access_tokens import Tokens
    from bot.workplace import Workplace

group = typer.Typer(
    help="程序用的访问令牌：添加、列出、撤销，立即生效。例：ronghe tokens add web:zhangsan --name 内网门户",
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group, name="tokens")


@group.callback(invoke_without_command=True)
def tokens(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List all tokens, where nothing else is asked for."""
    opened = context.obj
    context.obj = lambda after: opened(after or home)
    if context.invoked_subcommand is None:
        list_tokens(context, home, as_json)


@group.command("list", help="列出有效的令牌。")
def list_tokens(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List everybody's tokens that hold."""
    from bot.contracts.tokens import TokensJson, token_json

    with _tokens(workplace(context, home)) as tokens:
        listed = TokensJson(tokens=tuple(map(token_json, tokens.everybodys())))
    _show(listed, as_json=as_json)


@group.command("add", help="为一个人添加令牌，只显示一次。例：ronghe tokens add web:zhangsan --name 内网门户 --days 90")
def add_token(
    context: typer.Context,
    user: Annotated[str, typer.Argument(metavar="PERSON", help="令牌代表谁：用户号，或 渠道:编号，如 web:zhangsan。")],
    name: Annotated[str, typer.Option("--name", help="给哪个程序用，供日后辨认。")],
    labels: Annotated[
        list[str] | None,
        typer.Option("--label", metavar="L", help="只能查阅这些范围，可多写几个；不写则与本人相同。"),
    ] = None,
    days: Annotated[int, typer.Option("--days", help="有效多少天，1至366。")] = 90,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make a token in a person's name."""
    from bot.contracts.tokens import TokensJson, token_json
    from bot.services.access_tokens import WantedToken
    from knowledge.callers import OPERATOR

    with _tokens(workplace(context, home)) as tokens:
        person = tokens.rights.people.known(user)
        wanted = WantedToken(person=person, name=name, labels=tuple(labels or ()), days=days)
        secret, made = tokens.make(wanted, OPERATOR)
    _show(TokensJson(tokens=(token_json(made),), secret=secret), as_json=as_json)


@group.command("revoke", help="撤销令牌，立即失效。例：ronghe tokens revoke 3")
def end_token(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="令牌的编号，见 ronghe tokens。")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """End a token.

    Raises:
        BadRequestError: There is none of that number.
    """
    from bot.contracts.tokens import TokensJson
    from knowledge.callers import OPERATOR
    from knowledge.errors import BadRequestError

    with _tokens(workplace(context, home)) as tokens:
        if not tokens.revoke_any(number, OPERATOR):
            raise BadRequestError(f"没有编号为 {number} 的令牌；请用 ronghe tokens 查看编号。")
    _show(TokensJson(tokens=(), revoked=(number,)), as_json=as_json)


@contextmanager
def _tokens(place: Workplace) -> Iterator[Tokens]:
    from bot.services.access_tokens import Tokens
    from bot.services.rights import Rights
    from bot.services.witness import Witness
    from knowledge.catalog.audit import AuditLog

    with place.catalog() as catalog:
        rights = Rights(place.people(catalog), catalog.labels)
        yield Tokens(catalog.database, rights, Witness(AuditLog(catalog.database)))


def _show(listed: TokensJson, *, as_json: bool) -> None:
    from bot.reports.tokens import write_tokens

    show_result(listed, as_json=as_json, write=write_tokens)
