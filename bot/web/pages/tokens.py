"""Tokens for programs: somebody makes their own, sees each once, and revokes it."""

from __future__ import annotations

import time
from typing import NamedTuple

from starlette.responses import Response

from bot.services.access_tokens import LONGEST_NAME, USUAL_DAYS, WantedToken
from bot.web.api.description import parameters
from bot.web.api.endpoints import ENDPOINTS
from bot.web.calls import Call
from knowledge.catalog.access_tokens import AccessToken
from knowledge.clock import at_office
from knowledge.errors import BadRequestError

DAYS = (30, 90, 180, 366)


class ShownToken(NamedTuple):
    """A token as its owner sees it in a list."""

    number: int
    name: str
    labels: tuple[str, ...] | None
    until: str
    used: str


def programs_page(call: Call) -> Response:
    """Say how programs ask, and what they may call."""
    calls = [(endpoint, parameters(endpoint)) for endpoint in ENDPOINTS]
    return call.page("programs.html", calls=calls, address=call.site.address.url.rstrip("/"))


def make_own_token(call: Call) -> Response:
    """Make a token and show its secret, which is not shown again."""
    days = call.form.get("days", "")
    wanted = WantedToken(
        person=call.someone,
        name=call.form.get("name", ""),
        labels=call.lists.get("label", ()),
        days=int(days) if days.isdecimal() and len(days) < 4 else USUAL_DAYS,  # noqa: PLR2004  # three digits
    )
    try:
        secret, token = call.assistant.tokens.make(wanted, call.someone)
    except BadRequestError as error:
        return call.page("tokens.html", 400, **tokens_shown(call), told=str(error), secret="", made="")
    return call.page("tokens.html", **tokens_shown(call), told="", secret=secret, made=token.name)


def tokens_page(call: Call) -> Response:
    """List one's own tokens."""
    return call.page("tokens.html", **tokens_shown(call), told="", secret="", made="")


def revoke_own_token(call: Call) -> Response:
    """End one of one's own tokens."""
    call.assistant.tokens.revoke(int(call.named["number"]), call.someone)
    return call.redirect("/me/tokens?said=revoked")


def tokens_shown(call: Call) -> dict[str, object]:
    """Return what the page shows of somebody's tokens."""
    tokens = call.assistant.tokens
    return {
        "tokens": list(map(_shown, tokens.of(call.someone))),
        "grantable": tokens.grantable(call.someone),
        "days": DAYS,
        "usual": USUAL_DAYS,
        "longest": LONGEST_NAME,
    }


def _shown(token: AccessToken) -> ShownToken:
    labels = None if token.labels is None else tuple(sorted(token.labels))
    return ShownToken(token.number, token.name, labels, _day(token.expires_at), _day(token.used_at))


def _day(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    return at_office(time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds)))[:10]
