"""Commands that stay and serve: chat, bot, web, several at once, and start, which chooses between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.messengers import MESSENGERS, TELEGRAM
from bot.commands.options import As, Home, visit_as, workplace

if TYPE_CHECKING:
    from bot.figures import Figures
    from bot.services.events import Tell
    from bot.standby import Standby
    from bot.web.site import Site
    from bot.workplace import Workplace
    from knowledge.leading import Lead
    from knowledge.library import Library

WEB = "web"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("chat", help="在终端里连续提问。")(chat)
    app.command("bot", help="启动 Telegram 机器人。")(serve_telegram)
    app.command("web", help="提供网页：在浏览器里提问、查原文、管理。例：ronghe web")(serve_web)
    app.command("serve", help="一个进程同时提供几个渠道。例：ronghe serve --channels web,wecom")(serve)
    app.command("mcp", help="把只读的查询工具提供给其他程序里的大模型（MCP）。例：ronghe mcp；ronghe mcp --http")(
        serve_mcp
    )
    app.command("start", help="空库先装入示例材料；设置了 TELEGRAM_BOT_TOKEN 就启动机器人，否则打开网页并在终端提问。")(
        start
    )


def chat(context: typer.Context, user: As = None, home: Home = None) -> None:
    """Answer questions in the terminal, or those piped in."""
    from bot.console import converse

    with workplace(context, home).assistant("owner") as assistant:
        converse(assistant, visit_as(assistant, user).caller)


def serve_telegram(context: typer.Context, home: Home = None) -> None:
    """Run the Telegram bot until it is stopped."""
    _serve(workplace(context, home), {TELEGRAM})


def serve_web(context: typer.Context, home: Home = None) -> None:
    """Serve the page until the program is stopped."""
    _serve(workplace(context, home), {WEB})


def serve(
    context: typer.Context,
    channels: Annotated[
        str, typer.Option("--channels", help="逗号隔开：web、telegram、wecom（企业微信）、dingtalk（钉钉）。")
    ] = f"{WEB},{TELEGRAM}",
    home: Home = None,
) -> None:
    """Serve several channels in one process."""
    from knowledge.errors import BadRequestError

    named = {name.strip() for name in channels.replace("，", ",").split(",") if name.strip()}
    if not named or named - {WEB, *MESSENGERS}:
        known = "、".join((WEB, *MESSENGERS))
        raise BadRequestError(f"没有“{channels}”这样的渠道；可用 {known}，多个用逗号隔开。")
    _serve(workplace(context, home), named)


def serve_mcp(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="经 HTTP 提供，凭令牌使用；不写则经标准输入输出。")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="HTTP 的端口。")] = 8421,
    user: As = None,
    home: Home = None,
) -> None:
    """Serve read-only tools over the Model Context Protocol."""
    from knowledge.errors import BadRequestError

    try:
        from bot.mcp.server import over_http, serve_standard_streams
    except ModuleNotFoundError as error:
        raise BadRequestError("没有安装 mcp；请先运行 make setup EXTRAS=mcp。") from error
    if http and user is not None:
        raise BadRequestError("经 HTTP 使用时凭令牌区分各人，不用 --as；请去掉其中一个。")
    place = workplace(context, home)
    with place.assistant("reader") as assistant:
        if not http:
            serve_standard_streams(assistant, visit_as(assistant, user))
            return
        from bot.web.serving import serve_tools

        address = place.address()._replace(port=port)
        typer.echo(f"MCP：http://{address.host}:{port}/mcp", err=True)
        serve_tools(over_http(assistant, address), address)


def _serve(place: Workplace, channels: set[str]) -> None:
    """Serve the named channels over one room, which is warm before the first question.

    Several processes may serve one home: each its own page, one of them the messengers.
    """
    from bot.messenger.running import run_channels
    from bot.standby import Standby
    from bot.tidying import kept_tidy
    from knowledge.leading import lead_of_home

    messengers = [name for name in MESSENGERS if name in channels]
    for name in messengers:
        MESSENGERS[name].check(place)
    with place.library("owner") as library, kept_tidy(library):
        standby = Standby(lambda: lead_of_home(place.home))
        site = _site(place, library, standby)
        site.assistant.asking.warm_up()
        if not messengers:
            from bot.web.serving import serve_page

            _announce(site)
            serve_page(site)
            return

        def led(lead: Lead) -> None:
            """Keep the messengers, and the vector index where the process that did so is gone."""
            library.keep_index()
            run_channels(*(MESSENGERS[name].open(place, library, site) for name in messengers), lead=lead)

        with _web_beside(site) if WEB in channels else nullcontext():
            standby.keep(led, _announce_waiting)


def _announce_waiting() -> None:
    typer.echo("另一个进程正在收取这个资料库的消息；本进程待命，它退出后自动接替。", err=True)


def _site(place: Workplace, library: Library, standby: Standby) -> Site:
    """Return the page over an open library, and what watches over it."""
    from bot.figures import Figures
    from bot.services.readiness import Readiness
    from bot.web.site import Site

    settings, token = place.settings, place.settings.metrics_token.get_secret_value()
    figures = Figures(token) if token else None
    assistant = place.assistant_of(library, also=_listeners(place, figures))
    shown = tuple(settings.shown())
    site = Site(assistant, place.address(), Readiness(library), figures, settings=shown, office=place.office())
    if figures is not None:
        figures.watch(library, lambda: site.writing.count, lambda: standby.leads)
    return site


def _listeners(place: Workplace, figures: Figures | None) -> list[Tell]:
    """Return who is told of what happens: who counts, who traces, and a program of somebody's."""
    from bot.tracing import traces_to
    from bot.web.webhook import NoticePoster, hook_of

    settings = place.settings
    hook = hook_of(settings.webhook_url, settings.webhook_secret.get_secret_value())
    listeners: list[Tell] = [NoticePoster(hook)] if hook else []
    if settings.traces_url:
        listeners.append(traces_to(settings.traces_url, settings.worker))
    return [figures, *listeners] if figures else listeners


@contextmanager
def _web_beside(site: Site) -> Iterator[None]:
    from bot.web.serving import served_beside

    with served_beside(site):
        _announce(site)
        yield


def _announce(site: Site) -> None:
    """Print where the page is, and the code that makes its first administrator; standard output stays for answers."""
    typer.echo(f"网页：{site.address.url}", err=True)
    if site.assistant.signing_in.is_first():
        typer.echo(
            f"第一次使用，请打开 {site.address.url}first 设立管理员。代码：{site.code[:4]} {site.code[4:]}", err=True
        )


def start(context: typer.Context, home: Home = None) -> None:
    """Load the samples into an empty home, then serve."""
    from bot.progress import progress_bar
    from knowledge.ingesting import Choices

    place = workplace(context, home)
    with place.catalog() as catalog:
        empty = not catalog.labels()
    if empty:
        with place.library("owner") as library, progress_bar() as progress:
            place.ingest(place.samples(), library, Choices(sample=True), progress=progress)
    if place.settings.telegram_bot_token.get_secret_value():
        _serve(place, {TELEGRAM})
    else:
        _chat_beside_web(place)


def _chat_beside_web(place: Workplace) -> None:
    """Serve the page, and answer in the terminal; where another process has the library, answer in the terminal."""
    from bot.console import converse
    from bot.standby import Standby
    from knowledge.callers import OPERATOR
    from knowledge.errors import BadRequestError

    with place.library("owner") as library, ExitStack() as beside:
        site = _site(place, library, Standby(lambda: None))
        if library.owns_index:
            try:
                beside.enter_context(_web_beside(site))
            except BadRequestError as error:  # something else listens there: the terminal answers all the same
                typer.echo(str(error), err=True)
        converse(site.assistant, OPERATOR)
