"""For administrators: people, what is lacking, standard answers, marked files, figures, the audit log, settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from starlette.responses import Response

from bot.names import ACTS
from bot.services.signing_in import WEB, sign_in_name
from bot.services.standards import Approval
from bot.web.calls import Call
from knowledge.access import Person, Role
from knowledge.callers import Caller, Identity, Operator, Someone
from knowledge.clock import at_office
from knowledge.errors import BadRequestError
from knowledge.names import own_name

DAYS = 30
AUDIT_ROWS = 200
OUTCOMES = {
    "answer": "有依据",
    "no_answer": "无依据",
    "clarify": "反问",
    "notice": "提示",
    "done": "成功",
    "refused": "未成功",
    "invited": "发出邀请",
    "changed": "添加或更改",
    "decided": "批准或谢绝",
    "removed": "移出",
}


class ListedPerson(NamedTuple):
    """Somebody on the list, with how they are known."""

    person: Person
    identities: tuple[str, ...]
    can_sign_in: bool


def people_page(call: Call, *, invitation: str = "", told: str = "") -> Response:
    """List who may come in, and who waits."""
    everybody, waiting = call.assistant.joining.listed(call.visit())
    known = call.assistant.people.identities_of_everybody()
    listed = [_listed(one, known.get(one.id, [])) for one in everybody]
    return call.page(
        "people.html", listed=listed, waiting=waiting, roles=list(Role), invitation=invitation, told=told,
        tab="people", own=call.someone.number,
    )  # fmt: skip


def add_person(call: Call) -> Response:
    """Put somebody on the list and show the link with which they choose a password."""
    identity = Identity(channel=WEB, subject=sign_in_name(call.form.get("name", "")))
    person = call.assistant.joining.name(
        identity, called=call.form.get("called", "").strip(), role=_role(call), labels=_labels(call), visit=call.visit()
    )
    return _invited(call, person.id)


def change_person(call: Call) -> Response:
    """Give somebody another name, role and labels."""
    call.assistant.joining.change(
        _person(call), called=call.form.get("called", "").strip(), role=_role(call), labels=_labels(call),
        visit=call.visit(),
    )  # fmt: skip
    return call.redirect("/admin?said=saved")


def strike_person(call: Call) -> Response:
    """Strike somebody off the list."""
    call.assistant.joining.strike(_person(call), call.visit())
    return call.redirect("/admin?said=saved")


def invite_person(call: Call) -> Response:
    """Show another link with which somebody chooses a password."""
    return _invited(call, _person(call))


def decide_request(call: Call) -> Response:
    """Let in somebody who asked, or turn them down."""
    role = Role.READER if call.form.get("what") == "admit" else None
    call.assistant.joining.decide(call.form.get("code", ""), role, call.visit())
    return call.redirect("/admin?said=saved")


def lacking_page(call: Call) -> Response:
    """List what was asked in vain, what was found wrong, and the standard answers."""
    return call.page(
        "lacking.html",
        lacking=call.assistant.unanswered.listed(call.visit()),
        standards=call.assistant.standards.listed(call.visit()),
        tab="missing",
    )


def approve(call: Call) -> Response:
    """Keep words as the standard answer to a question without one."""
    number, words = call.form.get("missing", ""), call.form.get("words", "").strip()
    wanted = Approval(
        visit=call.visit(), missing=int(number) if re.fullmatch(r"\d{1,18}", number, re.ASCII) else None, words=words
    )
    if call.assistant.standards.approve(wanted) is None:
        raise BadRequestError("没有存：请写明答复，或者这个问题已经处理过。")
    return call.redirect("/admin/missing?said=saved")


def withdraw_standard(call: Call) -> Response:
    """Delete a standard answer."""
    call.assistant.standards.remove(int(call.named["number"]), call.visit())
    return call.redirect("/admin/missing?said=saved")


def held_page(call: Call) -> Response:
    """List files with an internal mark."""
    files = call.assistant.oversight.held_files(call.visit())
    return call.page("held.html", files=[(one, own_name(one.path)) for one in files], tab="held")


def decide_held(call: Call) -> Response:
    """Let a file in, or keep it out."""
    sha256, oversight = call.form.get("file", ""), call.assistant.oversight
    if call.form.get("what") == "release":
        if not oversight.let_in(sha256, call.visit()):
            raise BadRequestError("已核定放行，但原来的位置上没有这份文件，或没有读出内容；请重新上传它。")
    else:
        oversight.keep_out(sha256, call.visit())
    return call.redirect("/admin/held?said=saved")


def statistics_page(call: Call) -> Response:
    """Show how much is asked, how long it takes and how much is held."""
    by_day = call.assistant.oversight.questions_by_day(call.visit(), days=DAYS)
    return call.page(
        "stats.html",
        stats=call.assistant.documents.statistics(call.visit(), days=DAYS),
        by_day=by_day,
        most=max((asked for _, asked, _ in by_day), default=0),
        outcomes=OUTCOMES,
        tab="stats",
    )


def audit_page(call: Call) -> Response:
    """Show who saw what, the latest first."""
    of = call.query.get("of", "")
    entries = call.assistant.oversight.audit(
        call.visit(),
        of=int(of) if re.fullmatch(r"\d{1,18}", of, re.ASCII) else None,
        limit=AUDIT_ROWS,
    )
    everybody = {one.id: one.name for one in call.assistant.people.everybody()}
    rows = [(at_office(one.at), _who(one.by, everybody), one) for one in entries]
    return call.page(
        "audit.html", rows=rows, intact=call.assistant.oversight.is_intact(call.visit()), what=ACTS,
        outcomes=OUTCOMES, people=everybody, of=of, tab="audit",
    )  # fmt: skip


def settings_page(call: Call) -> Response:
    """Show what is set; of secrets, and of places on the machine, only that they are."""
    return call.page("settings.html", settings=call.site.settings, tab="settings")


def _invited(call: Call, person: int) -> Response:
    secret = call.assistant.signing_in.invite(person, call.visit())
    return people_page(call, invitation=f"{call.site.address.url}invitation/{secret}")


def _listed(person: Person, known: Sequence[Identity]) -> ListedPerson:
    return ListedPerson(person, tuple(map(str, known)), any(one.channel == WEB for one in known))


def _who(by: Caller | None, everybody: dict[int, str]) -> str:
    if by is None:
        return "已清除"
    if isinstance(by, Someone):
        return everybody.get(by.number) or str(by.number)
    return "本机" if isinstance(by, Operator) else "未登录"


def _person(call: Call) -> int:
    return int(call.named["person"])


def _role(call: Call) -> Role:
    named_role = call.form.get("role", "")
    if named_role not in set(Role):
        raise BadRequestError("请选择身份。")
    return Role(named_role)


def _labels(call: Call) -> list[str]:
    """Return the departments that were written, as labels: 组织部号 or dept:组织部号, parted by anything."""
    words = call.form.get("labels", "").replace("，", " ").replace("、", " ").replace(",", " ").split()
    return [word if word.startswith("dept:") else f"dept:{word}" for word in words]
