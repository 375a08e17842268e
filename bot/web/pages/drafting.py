"""A plan for a task, a formula spelled out, a path through a theme: each becomes a conversation."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from bot.services.practices import NotSpelledOut
from bot.views.cards import formula_note
from bot.web.calls import Call
from bot.web.gate import turned_away
from knowledge.answers import Reply
from knowledge.callers import Visit
from knowledge.facets import facets
from knowledge.practices.plans import PlanRequest

LONGEST = 200


def work_page(call: Call) -> Response:
    """Offer the three."""
    return call.page("work.html", sectors=[facet.label for facet in facets("sectors")])


def write_plan(call: Call) -> Response:
    """Draft a plan for a task."""
    task, sector, time = (call.form.get(name, "").strip()[:LONGEST] for name in ("task", "sector", "time"))
    if not task:
        return turned_away(call, 400, "请写明业务任务，如：采购降本。")
    conversation, visit = _anew(call)
    _, reply = call.assistant.practices.plan(PlanRequest(task=task, sector=sector or None, time=time or None), visit)
    return _kept(call, reply, conversation, visit)


def write_path(call: Call) -> Response:
    """Order what to read on a theme."""
    theme = call.form.get("theme", "").strip()
    if not theme:
        return turned_away(call, 400, "请写明主题，如：党支部设置。")
    conversation, visit = _anew(call)
    return _kept(call, call.assistant.practices.learn(theme, visit), conversation, visit)


def spell_formula(call: Call) -> Response:
    """Spell a formula out, or say that nothing does."""
    name = call.form.get("name", "").strip()[:LONGEST]
    if not name:
        return turned_away(call, 400, "请写明提法，如：四融四促。")
    conversation, visit = _anew(call)
    found = call.assistant.practices.spelled_out(name, visit)
    if isinstance(found, NotSpelledOut):
        return turned_away(call, 404, f"“{name}”：{formula_note((), found.documents)}")
    return _kept(call, found, conversation, visit)


def _anew(call: Call) -> tuple[str, Visit]:
    conversation = secrets.token_hex(6)
    return conversation, call.visit(conversation)


def _kept(call: Call, reply: Reply, conversation: str, visit: Visit) -> Response:
    call.assistant.replies.keep(reply, visit)
    return call.redirect(f"/c/{conversation}")
