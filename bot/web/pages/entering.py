"""Coming in and leaving: the first administrator, invitations, passwords."""

from __future__ import annotations

import hmac
import math
from typing import Any

from starlette.responses import Response

from bot.web import texts
from bot.web.calls import Call, own_path
from bot.web.cookies import session_cookie, without_session
from knowledge.errors import BadRequestError


def sign_in_page(call: Call) -> Response:
    """Ask for name and password, or lead on to where nobody can sign in yet."""
    if call.assistant.signing_in.is_first() and not call.site.office.is_set_up:
        return call.redirect("/first")
    after = own_path(call.query.get("after", "/"))
    if call.caller is not None:
        return call.redirect(after)
    return call.page("sign_in.html", after=after, question="", told="", name="")


def sign_in(call: Call) -> Response:
    """Let somebody in; a question that they had written before comes back into its box."""
    name, after, question = call.form.get("name", "").strip(), own_path(call.form.get("after", "/")), carried(call)
    keys = (f"name:{name.casefold()[:40]}:{call.peer}",)
    try:
        be_patient(call, keys)
        directory = call.site.office.name_in_directory if call.site.office.directory else None
        secret = call.assistant.signing_in.sign_in(name, call.form.get("password", ""), directory)
    except BadRequestError as error:
        return call.page("sign_in.html", 403, after=after, question=question, told=str(error), name=name[:40])
    call.site.patience.succeeded(*keys)
    return let_in(call, secret, after, question)


def let_in(call: Call, secret: str, after: str, question: str) -> Response:
    """Begin a session in a browser; a question that somebody had written comes back into its box."""
    call.site.patience_with_houses.succeeded(call.peer)
    if question and (person := call.assistant.signing_in.who(secret)) is not None:
        call.site.carried[person.key] = question
    return session_cookie(call.redirect(after), call, secret)


def sign_out(call: Call) -> Response:
    """End this session, or all of this person's."""
    if call.form.get("everywhere"):
        call.assistant.signing_in.leave_everywhere(call.someone)
    else:
        call.assistant.signing_in.leave(call.cookies.session, call.someone)
    return without_session(call.redirect("/sign-in?said=left"), call)


def first_page(call: Call) -> Response:
    """Ask for the code in the terminal, while nobody can sign in."""
    if not call.assistant.signing_in.is_first():
        return call.redirect("/sign-in")
    return call.page("first.html", told="", name="", called="")


def first(call: Call) -> Response:
    """Make the administrator."""
    name, called = call.form.get("name", "").strip()[:40], call.form.get("called", "").strip()[:40]
    keys = ("first",)
    try:
        be_patient(call, keys)
        _check_code(call)
        secret = call.assistant.signing_in.found(name, called, _chosen(call))
    except BadRequestError as error:
        return call.page("first.html", 403, told=str(error), name=name, called=called)
    return session_cookie(call.redirect("/"), call, secret)


def invitation_page(call: Call) -> Response:
    """Ask whoever was invited for a password."""
    person = call.assistant.signing_in.invited(call.named["invitation"])
    name = call.assistant.signing_in.name_of(person) if person else ""
    return call.page("invitation.html", 200 if name else 404, name=name, told="")


def invitation(call: Call) -> Response:
    """Give whoever was invited a password, and let them in."""
    signing_in = call.assistant.signing_in
    person = signing_in.invited(call.named["invitation"])
    try:
        secret = signing_in.by_invitation(call.named["invitation"], _chosen(call))
    except BadRequestError as error:
        return call.page("invitation.html", 403, name=signing_in.name_of(person) if person else "", told=str(error))
    return session_cookie(call.redirect("/"), call, secret)


def own_page(call: Call) -> Response:
    """Show somebody their own access."""
    return call.page("own.html", **_own(call), told="")


def change_password(call: Call) -> Response:
    """Give somebody another password."""
    keys = (f"own:{call.someone.number}",)
    try:
        be_patient(call, keys)
        secret = call.assistant.signing_in.change_password(call.someone, call.form.get("former", ""), _chosen(call))
    except BadRequestError as error:
        return call.page("own.html", 403, **_own(call), told=str(error))
    call.site.patience.succeeded(*keys)
    return session_cookie(call.redirect("/me?said=password"), call, secret)


def _own(call: Call) -> dict[str, Any]:  # Any: whatever the template shows
    return {"name": call.assistant.signing_in.name_of(call.someone)}


def _chosen(call: Call) -> str:
    """Return a new password that was typed twice."""
    password = call.form.get("password", "")
    if password != call.form.get("again", ""):
        raise BadRequestError("两次输入的密码不一样，请重新输入。")
    return password


def _check_code(call: Call) -> None:
    typed = "".join(call.form.get("code", "").split())
    if not hmac.compare_digest(typed.encode(), call.site.code.encode()):
        raise BadRequestError(texts.WRONG_CODE)


def be_patient(call: Call, keys: tuple[str, ...]) -> None:
    """Count a try as failed until it has succeeded; who has failed often waits."""
    patience, houses = call.site.patience, call.site.patience_with_houses
    if (seconds := max(patience.wait(*keys), houses.wait(call.peer))) > 0:
        raise BadRequestError(texts.WAIT.format(seconds=math.ceil(seconds)))
    patience.failed(*keys)
    houses.failed(call.peer)


def carried(call: Call) -> str:
    """Return the question that somebody had written when they had to sign in."""
    return call.form.get("question", "")[:2000]
