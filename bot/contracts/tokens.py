"""The object that `tokens` prints under `--json`."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.catalog.access_tokens import AccessToken
from knowledge.documents import Frozen


class TokenJson(Frozen):
    """A token with which a program asks in a person's place; times are ISO 8601, UTC."""

    number: int
    person: int
    name: str
    labels: tuple[str, ...] | None
    """Beyond which it shows nothing; null for whatever the person may see."""

    made_at: str
    expires_at: str
    used_at: str | None
    """When it was last used, within five minutes; null for never."""


class TokensJson(Frozen):
    """`tokens` and what it does: those listed, or the one that was made; `revoked` are numbers that hold no more."""

    tokens: tuple[TokenJson, ...]
    secret: str | None = None
    """What the program sends; told once, when the token is made."""

    revoked: tuple[int, ...] = ()


def token_json(token: AccessToken) -> TokenJson:
    """Return a token as scripts read it."""
    return TokenJson(
        number=token.number,
        person=token.person,
        name=token.name,
        labels=None if token.labels is None else tuple(sorted(token.labels)),
        made_at=_time(token.made_at),
        expires_at=_time(token.expires_at),
        used_at=None if token.used_at is None else _time(token.used_at),
    )


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
