"""Commands that stay and serve: chat, bot, and start, which chooses between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.commands.options import As, Home, visit_as, workplace

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.webhook import Webhook


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("chat", help="在终端里连续提问。")(chat)
    app.command("bot", help="启动 Telegram 机器人。")(serve_telegram)
    app.command("start", help="空库先装入示例材料；设置了 TELEGRAM_BOT_TOKEN 就启动机器人，否则在终端提问。")(start)


def chat(context: typer.Context, user: As = None, home: Home = None) -> None:
    """Answer questions in the terminal, or those piped in."""
    from bot.console import converse

    with workplace(context, home).assistant("owner") as assistant:
        converse(assistant, visit_as(assistant, user).caller)


def serve_telegram(context: typer.Context, home: Home = None) -> None:
    """Run the Telegram bot until it is stopped."""
    from bot.telegram.application import Channel, build_application
    from bot.telegram.polling import run_bot
    from knowledge.errors import BadRequestError, LibraryBusyError

    place = workplace(context, home)
    token = place.settings.telegram_bot_token.get_secret_value()
    if not token:
        raise BadRequestError(
            "没有设置 TELEGRAM_BOT_TOKEN；请向 @BotFather 申请后写入 .env，或用 ronghe chat 在终端提问。"
        )
    with place.library("owner") as library:
        if not library.owns_index:
            raise LibraryBusyError("另一个 ronghe 进程正在使用这个资料库；请先停掉它，或用 --home 另指定资料库。")
        assistant = place.assistant_of(library)
        assistant.asking.warm_up()
        channel = Channel(
            token=token,
            base_url=place.settings.telegram_base_url,
            base_file_url=place.settings.telegram_base_file_url,
        )
        application = build_application(assistant, library.catalog.database, channel)
        run_bot(application, _webhook(place.settings))


def _webhook(settings: Settings) -> Webhook | None:
    """Return where Telegram posts updates, or None for asking it."""
    from urllib.parse import urlsplit

    from bot.telegram.webhook import Webhook
    from knowledge.errors import BadRequestError

    if not settings.telegram_webhook_url:
        return None
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    if not port.isdecimal() or not urlsplit(settings.telegram_webhook_url).path.strip("/"):
        raise BadRequestError(
            "TELEGRAM_WEBHOOK_URL 要写完整的网址并带路径，TELEGRAM_WEBHOOK_LISTEN 写成 地址:端口，如 127.0.0.1:8443。"
        )
    return Webhook(settings.telegram_webhook_url, host or "127.0.0.1", int(port))


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
        serve_telegram(context, home)
    else:
        chat(context, None, home)
