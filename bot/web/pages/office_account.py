"""Signing in by the office's own page: going there, and coming back."""

from __future__ import annotations

from starlette.responses import Response

from bot.web import texts
from bot.web.calls import Call, own_path
from bot.web.gate import turned_away
from bot.web.pages.entering import be_patient, carried, let_in
from knowledge.errors import BadRequestError


def go_to_office(call: Call) -> Response:
    """Send a browser to the office's page by a page of ours: a form of ours may not lead to another site."""
    office, after, question = call.site.office, own_path(call.form.get("after", "/")), carried(call)
    if office.page is None:
        return turned_away(call, 404, texts.NOT_FOUND)
    try:
        address = office.way_out(office.page, call.token, after=after, question=question)
    except BadRequestError as error:
        return _not_in(call, str(error), after, question)
    return call.page("leaving.html", address=address)


def back_from_office(call: Call) -> Response:
    """Let somebody in for whom the office vouches."""
    office = call.site.office
    if office.page is None:
        return turned_away(call, 404, texts.NOT_FOUND)
    traveller = office.journeys.end(call.query.get("state", ""), call.token)
    if traveller is None:
        return _not_in(call, texts.JOURNEY_ENDED)
    page = office.page
    try:
        be_patient(call, ())
        secret = call.assistant.signing_in.vouched_for(lambda: office.name_of(page, traveller, call.query))
    except BadRequestError as error:
        return _not_in(call, str(error), traveller.after, traveller.question)
    return let_in(call, secret, traveller.after, traveller.question)


def _not_in(call: Call, told: str, after: str = "/", question: str = "") -> Response:
    return call.page("sign_in.html", 403, after=after, question=question, told=told, name="")
