"""The gate: who asks, whether they may, and that they mean it; every request passes it, and nothing else lets in."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.logs import request
from bot.names import ROLES
from bot.web import texts
from bot.web.bodies import with_body
from bot.web.calls import Call, Cookies
from bot.web.cookies import SESSION, anonymous_key, form_cookie
from bot.web.doors import refusal_object
from bot.web.faults import NotLetThrough, fault_words
from bot.web.reception import KILOBYTE
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Someone
from knowledge.errors import KnowledgeError

SMALL = 64 * KILOBYTE
"""What anybody may send; more is read only of those who may send it."""

_THREADS = ThreadPoolExecutor(64, thread_name_prefix="page")
"""What answers requests: more than asyncio's own, some of which wait for a writer."""

_READING = ThreadPoolExecutor(2, thread_name_prefix="reading")
"""What reads files while their sender waits: each takes a core and a child with memory of its own."""

_TURNS = threading.BoundedSemaphore(20)
"""How many files may wait for that, or be read."""

WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
"""What is asked by whoever watches over the machine, under whatever name: there is nothing of anybody in it."""

RANKS = {role: rank for rank, role in enumerate(Role)}

Handler = Callable[[Call], Response]


class Way(NamedTuple):
    """One thing that can be asked of the page, and of whom it is let through."""

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    needs: Role | None = Role.READER
    """The lowest role; None for anybody, signed in or not."""

    most_bytes: int = SMALL
    """Of what is sent."""

    reads_files: bool = False
    """Whether a file is read while its sender waits."""


async def passed(way: Way, site: Site, asked: Request) -> Response:
    """Let a request through to what it asks for, or say why not."""
    call = _arrived(site, asked)
    try:
        _is_meant_for_us(call)
        if way.method == "GET":
            return await _in_a_thread(way, call)
        owner = await asyncio.to_thread(_sender, call, way) if way.most_bytes > SMALL else call.peer
        with site.reception.place(owner) as take:
            call = await with_body(call, way.most_bytes, asked, take)
            return await _in_a_thread(way, call)
    except NotLetThrough as refused:
        return turned_away(call, refused.status, refused.text)
    except KnowledgeError as error:  # while it was looked up who sends so much
        return turned_away(call, 400, fault_words(error))


async def _in_a_thread(way: Way, call: Call) -> Response:
    loop = asyncio.get_running_loop()
    if not way.reads_files:
        return await loop.run_in_executor(_THREADS, _logged, way, call)
    if not _TURNS.acquire(blocking=False):
        raise NotLetThrough(503, texts.NO_ROOM)
    try:
        return await loop.run_in_executor(_READING, _logged, way, call)
    finally:
        _TURNS.release()


def _logged(way: Way, call: Call) -> Response:
    """Answer under an id of its own in the log; runs in a thread."""
    with request("program" if call.door.is_for_programs else "web"):
        return _answered(way, call)


def _answered(way: Way, call: Call) -> Response:
    """Find out who asks, and answer."""
    try:
        call = _recognised(call)
        fresh = _with_form_key(call)
        response = _let_through(way, fresh)
    except NotLetThrough as refused:
        response, fresh = turned_away(call, refused.status, refused.text), call
    except KnowledgeError as error:
        response, fresh = turned_away(call, 400, fault_words(error)), call
    if fresh.cookies.form != call.cookies.form:
        form_cookie(response, fresh)
    return response


def _sender(call: Call, way: Way) -> str:
    """Return who sends so much; whoever may not, or sends too often, is turned away before anything is read."""
    call = _recognised(call)
    _take_one(call)
    if way.needs is not None and call.caller is None:
        raise NotLetThrough(401, texts.SIGN_IN_FIRST)
    if way.needs is not None:
        _check_role(call, way.needs)
    return _whose(call)


def _whose(call: Call) -> str:
    return call.caller.key if call.caller else call.peer


def _take_one(call: Call) -> None:
    if not call.site.requests.take(_whose(call)):
        raise NotLetThrough(429, texts.TOO_OFTEN)


def _let_through(way: Way, call: Call) -> Response:
    _take_one(call)
    if way.needs is not None and call.caller is None:
        return _sign_in_first(call)
    if way.method == "POST" and call.access is None and not call.has_token():
        raise NotLetThrough(403, texts.STALE)
    if way.needs is not None:
        _check_role(call, way.needs)
    try:
        return way.handler(call)
    except KnowledgeError as error:
        return turned_away(call, 400, fault_words(error))


def _check_role(call: Call, needed: Role) -> None:
    """Let pass who has the role at this moment."""
    person = call.person
    if person is None and not call.assistant.people.may_read(call.someone):
        raise NotLetThrough(403, texts.NOT_LISTED)
    if RANKS[person.role if person else Role.READER] < RANKS[needed]:
        allowed = [words for role, words in ROLES.items() if RANKS[role] >= RANKS[needed]]
        raise NotLetThrough(403, texts.NOT_ALLOWED.format(roles="、".join(allowed)))


def turned_away(call: Call, status: int, text: str) -> Response:
    """Say in the form that was asked for why something is not done."""
    if call.door.is_for_programs:
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None  # noqa: PLR2004
        return JSONResponse(refusal_object(call.door, status, text), status, headers)
    if call.wants_fragment:
        return JSONResponse({"text": text}, status)
    return call.page("problem.html", status, text=text)


def _sign_in_first(call: Call) -> Response:
    """Have somebody sign in; what they wrote comes along."""
    if call.door.is_for_programs:
        return turned_away(call, 401, texts.NO_ACCESS)
    if call.wants_fragment:
        return JSONResponse({"text": texts.SIGN_IN_AGAIN, "sign_in": call.link("/sign-in")}, 401)
    if call.method == "POST":
        after, question = call.form.get("back", "/"), call.form.get("question", "")
        return call.page("sign_in.html", 401, after=after, question=question, told=texts.SIGN_IN_AGAIN, name="")
    asked = call.path + (f"?{call.query}" if call.query else "")
    return call.redirect("/sign-in" + (f"?after={quote(asked)}" if asked != "/" else ""))


def _arrived(site: Site, request: Request) -> Call:
    """Return a request before anything is known of who asks."""
    cookies = request.cookies
    return Call(
        site=site,
        method=request.method,
        path=request.scope["path"],
        caller=None,
        cookies=Cookies(session=cookies.get(SESSION, "")[:200], form=anonymous_key(cookies)),
        headers=request.headers,
        query=request.query_params,
        named=request.path_params,
        peer=_peer(site, request),
        nearest=request.client.host if request.client else "",
    )


def _peer(site: Site, request: Request) -> str:
    """Return who is at the other end: behind proxies that are trusted, whom the nearest of them names."""
    peer = request.client.host if request.client else ""
    for named in reversed(",".join(request.headers.getlist("x-forwarded-for")).split(",")):
        if not site.address.trusts(peer) or not named.strip():
            break
        peer = named.strip()[:60]
    return peer


def _is_meant_for_us(call: Call) -> None:
    """Turn away what another page sends, or has pointed at us under a name of its own."""
    hosts = call.site.address.hosts
    if call.headers.get("host", "").lower() not in hosts and call.path not in WATCHED:
        raise NotLetThrough(400, texts.WRONG_HOST)
    if call.method != "POST":
        return
    origin, site = call.headers.get("origin"), call.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"} or (origin is not None and urlsplit(origin).netloc.lower() not in hosts):
        raise NotLetThrough(403, texts.FOREIGN)


def _recognised(call: Call) -> Call:
    """Return a call with who asks: at a program's door whose token it is, wherever one is shown."""
    kind, _, secret = call.headers.get("authorization", "").partition(" ")
    if not call.door.is_for_programs or kind.lower() != "bearer":
        return replace(call, caller=_caller(call))
    token = call.assistant.tokens.find(secret.strip()[:200])
    return replace(call, caller=Someone(number=token.person) if token else None, access=token)


def _caller(call: Call) -> Someone | None:
    """Return who asks: whom a trusted proxy names, else whose session it is."""
    address, signing_in = call.site.address, call.assistant.signing_in
    if address.name_header and (names := call.headers.getlist(address.name_header)) and _comes_from_proxy(call):
        return signing_in.by_name(_as_written(names[0])) if len(names) == 1 else None
    return signing_in.who(call.cookies.session)


def _as_written(header: str) -> str:
    """Return the value of a header, which arrives as Latin-1, as the UTF-8 that a proxy sends."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _comes_from_proxy(call: Call) -> bool:
    return call.site.address.trusts(call.nearest)


def _with_form_key(call: Call) -> Call:
    """Give somebody without a session what signs their forms."""
    if call.cookies.form or call.cookies.session or call.door.is_for_programs:
        return call
    return replace(call, cookies=Cookies(form=secrets.token_urlsafe(24)))
