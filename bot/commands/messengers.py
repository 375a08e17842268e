"""The messengers that `ronghe serve` knows: how the settings of each are checked, and what serves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.messenger.running import Serving
    from bot.settings import Settings
    from bot.telegram.webhook import Webhook
    from bot.web.site import Site
    from bot.workplace import Workplace
    from knowledge.library import Library

TELEGRAM, WECOM, DINGTALK = "telegram", "wecom", "dingtalk"


def _telegram(place: Workplace, library: Library, site: Site) -> Serving:
    """Return what serves Telegram."""
    from functools import partial

    from bot.telegram.application import Channel, build_application
    from bot.telegram.polling import serve_updates

    settings = place.settings
    channel = Channel(
        token=settings.telegram_bot_token.get_secret_value(),
        base_url=settings.telegram_base_url,
        base_file_url=settings.telegram_base_file_url,
    )
    application = build_application(site.assistant, library.catalog.database, channel)
    return partial(serve_updates, application, webhook=_webhook(settings))


def _wecom(place: Workplace, library: Library, site: Site) -> Serving:
    """Return what serves WeCom."""
    from functools import partial

    from bot.wecom.channel import serve_wecom

    return partial(serve_wecom, site.assistant, library.catalog.database, place.wecom_door())


def _dingtalk(place: Workplace, library: Library, site: Site) -> Serving:
    """Return what serves DingTalk."""
    from functools import partial

    from bot.dingtalk.channel import serve_dingtalk

    return partial(serve_dingtalk, site.assistant, library.catalog.database, place.dingtalk_door())


def _check_token(place: Workplace) -> None:
    from knowledge.errors import BadRequestError

    if not place.settings.telegram_bot_token.get_secret_value():
        raise BadRequestError(
            "没有设置 TELEGRAM_BOT_TOKEN；请向 @BotFather 申请后写入 .env，或用 ronghe chat 在终端提问。"
        )


def _check_wecom(place: Workplace) -> None:
    _ = place.wecom_door().credentials


def _check_dingtalk(place: Workplace) -> None:
    place.dingtalk_door().checked()


class Messenger(NamedTuple):
    """A channel that runs in the event loop."""

    check: Callable[[Workplace], None]
    """Raises where its settings do not do, before anything is opened."""

    open: Callable[[Workplace, Library, Site], Serving]


MESSENGERS: Mapping[str, Messenger] = {
    TELEGRAM: Messenger(_check_token, _telegram),
    WECOM: Messenger(_check_wecom, _wecom),
    DINGTALK: Messenger(_check_dingtalk, _dingtalk),
}


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
