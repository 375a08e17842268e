"""A request that the gate let through, and what can be said to it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.services.assistant import Assistant
from bot.services.signing_in import WEB
from bot.web import texts
from bot.web.doors import Door, door_of
from bot.web.layout import drawn, file_version
from bot.web.site import Site
from knowledge.access import Person, Role
from knowledge.callers import ANYBODY, Conversation, Someone, Visit
from knowledge.catalog.access_tokens import AccessToken

PROGRAM = "program"
"""The channel of conversations that programs hold."""

CONVERSATION = re.compile(r"[0-9a-f]{12}")
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


class Attached(NamedTuple):
    """A file that was sent."""

    name: str
    """As its sender calls it; never used as a path."""

    data: bytes


class Cookies(NamedTuple):
    """What a browser showed of itself."""

    session: str = ""
    form: str = ""
    """A random value that signs the forms of somebody who has no session."""


@dataclass(frozen=True)
class Call:
    """Who asks for what; whether they may was decided before."""

    site: Site
    method: str
    path: str
    """Without the folder that a proxy puts us in."""

    caller: Someone | None
    """None where nobody is signed in."""

    cookies: Cookies
    headers: Headers
    query: QueryParams
    named: Mapping[str, str]
    """The variable parts of the path."""

    peer: str
    """The address at the other end, as far as it can be known."""

    nearest: str = ""
    """The address from which the request came to us: that of a proxy where one stands before us."""

    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields that were given more than once, with all their values."""

    files: tuple[Attached, ...] = ()
    body: Any = None
    """The JSON of a program's call: whatever it sent."""

    access: AccessToken | None = None
    """With which a program asks in the caller's place."""

    @property
    def assistant(self) -> Assistant:
        """The room."""
        return self.site.assistant

    @property
    def someone(self) -> Someone:
        """Who is signed in; the gate let nobody else through."""
        if self.caller is None:
            message = "a page for people who are signed in was opened to somebody who is not"
            raise TypeError(message)
        return self.caller

    @cached_property
    def person(self) -> Person | None:
        """Who is signed in, as the list has them; looked up once a request."""
        return self.assistant.people.person(self.caller.number) if self.caller else None

    @property
    def wants_fragment(self) -> bool:
        """Whether our own script asks, which puts the answer into the page that is open."""
        return self.headers.get("x-part") == "1"

    @property
    def door(self) -> Door:
        """Through which it came."""
        return door_of(self.path)

    @property
    def token(self) -> str:
        """What a form of ours carries, and no other page can know."""
        secret = self.cookies.session or self.cookies.form
        return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()[:40]

    def has_token(self) -> bool:
        """Tell whether what was sent comes from a form of ours."""
        sent = self.form.get("csrf") or self.headers.get("x-csrf-token") or ""
        known = bool(self.cookies.session or self.cookies.form)
        return known and hmac.compare_digest(sent.encode(), self.token.encode())

    def visit(self, conversation: str | None = None) -> Visit:
        """Return the visit of whoever asks, in one of their own conversations or in none."""
        if self.caller is None:
            return Visit(caller=ANYBODY)
        if self.access is not None:
            # Apart from the page's conversations, and from those of a token that sees more.
            named = f"{self.caller.key}/{self.access.number}/{conversation}"
            where = Conversation(channel=PROGRAM, place=named) if conversation else None
            return Visit(caller=self.caller, conversation=where, within=self.access.labels)
        where = Conversation(channel=WEB, place=f"{self.caller.key}/{conversation}") if conversation else None
        return Visit(caller=self.caller, conversation=where)

    def conversation(self) -> str:
        """Return the conversation that path or form names, a new one where neither does."""
        named = self.named.get("conversation") or self.form.get("conversation") or ""
        return named if CONVERSATION.fullmatch(named) else secrets.token_hex(6)

    def link(self, path: str) -> str:
        """Return the address of one of our pages."""
        return f"{self.site.address.base}{path}"

    def number(self, name: str, default: int = 0, *, most: int = 1_000_000) -> int:
        """Return a number from the address, within 0 and `most`."""
        text = self.query.get(name, "")
        return min(int(text), most) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else default

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:  # Any: whatever a template shows
        """Return a page, or, where our script asks, only what is new in it."""
        return HTMLResponse(self.drawn(template, **values), status)

    def drawn(self, template: str, **values: Any) -> str:  # Any: whatever a template shows
        """Return what a template says to whoever asks."""
        person = self.person
        common = {
            "link": self.link,
            "static": lambda name: f"{self.link('/static/')}{name}?v={file_version(name)}",
            "path": self.path,
            "csrf": self.token,
            "person": person,
            "signed_in": self.caller is not None,
            "may_upload": person is not None and person.role in {Role.UPLOADER, Role.ADMIN},
            "is_admin": person is not None and person.role is Role.ADMIN,
            "part": self.wants_fragment,
            "office": self.site.office,
            "said": texts.SAID.get(self.query.get("said", "")),
        }
        return drawn(template, common | values)

    def redirect(self, path: str) -> Response:
        """Send the browser to one of our own pages."""
        return RedirectResponse(self.link(path), 303)


def own_path(text: str) -> str:
    """Return a path of ours that a form carried, or the first page: nobody is led elsewhere."""
    is_ours = re.fullmatch(r"/(?!/)[\w\-./?=&%#]{0,300}", text, re.ASCII) is not None
    return text if is_ours else "/"


def download(name: str, data: bytes, media_type: str = "application/octet-stream") -> Response:
    """Return a file that is saved and never shown as a page of ours."""
    safe = _UNSAFE_IN_NAMES.sub("_", name).strip(". ")[-150:] or "文件"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", safe)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type=media_type, headers=headers)
