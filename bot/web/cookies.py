"""The two cookies: a session, and what signs the forms of somebody who has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from starlette.responses import Response

from bot.web.calls import Call
from knowledge.catalog.sessions import LONGEST_SECONDS

SESSION, FORM = "ronghe", "ronghe_form"
_KEY = re.compile(r"[\w-]{20,60}", re.ASCII)


def anonymous_key(cookies: Mapping[str, str]) -> str:
    """Return the value that signs somebody's forms, empty where none was set or it is none of ours."""
    key = cookies.get(FORM, "")
    return key if _KEY.fullmatch(key) else ""


def session_cookie(response: Response, call: Call, secret: str) -> Response:
    """Let a browser keep a session."""
    _set(response, call, SESSION, secret, int(LONGEST_SECONDS))
    return response


def form_cookie(response: Response, call: Call) -> None:
    """Let a browser keep what signs its forms, until it is closed."""
    _set(response, call, FORM, call.cookies.form, None)


def without_session(response: Response, call: Call) -> Response:
    """Have a browser forget its session."""
    response.delete_cookie(SESSION, path=call.link("/"))
    return response


def _set(response: Response, call: Call, name: str, value: str, seconds: int | None) -> None:
    address = call.site.address
    # A frame of another site is given cookies only under SameSite=None, which wants a secure connection.
    same_site: Literal["lax", "none"] = "none" if address.frames else "lax"
    response.set_cookie(
        name, value, max_age=seconds, path=call.link("/"), secure=address.is_secure, httponly=True, samesite=same_site
    )
