"""What programs may call, one line each: what is sent, what comes back, in a word what for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from starlette.responses import JSONResponse, Response

from bot.services.assistant import Assistant
from bot.web.api import answering, lookups
from bot.web.api import wanted as forms
from bot.web.api.answering import original_of, sent
from bot.web.api.lookups import NotHeldError
from bot.web.api.outward import outward
from bot.web.api.wanted import as_wanted
from bot.web.calls import Call
from bot.web.gate import Way, turned_away
from bot.web.pages import drafts
from bot.web.reception import KILOBYTE, MEGABYTE
from knowledge.access import Role
from knowledge.callers import Visit
from knowledge.documents import Frozen

T = TypeVar("T", bound=Frozen)


class Endpoint(NamedTuple):
    """One call."""

    way: Way
    told: str
    """What it is for, in Chinese."""

    wanted: type[Frozen]
    """What is sent: in the address with GET, as JSON with POST."""

    object: str
    """Under which name the object that comes back stands in the schemas."""


def _looked_up(
    path: str, told: str, wanted: type[T], find: Callable[[Assistant, Visit, T], Frozen], name: str
) -> Endpoint:
    """Return a call that asks in its address and is answered with an object."""

    def handler(call: Call) -> Response:
        try:
            found = find(call.assistant, call.visit(), as_wanted(wanted, _values(call, wanted)))
        except NotHeldError as error:
            return turned_away(call, 404, str(error))
        return JSONResponse(outward(found, original_of(call)))

    return Endpoint(Way("GET", path, handler, Role.READER), told, wanted, name)


def _values(call: Call, wanted: type[Frozen]) -> dict[str, Any]:  # Any: text, or several
    """Return what stands in the address, as often as it does where several are taken."""
    several = {name for name, field in wanted.model_fields.items() if field.get_default() == ()}
    asked = {name: call.query.getlist(name) if name in several else call.query[name] for name in call.query}
    return asked | dict(call.named)


def _check(call: Call) -> Response:
    """Check a file where one was sent, else a text."""
    visit, file = call.visit(), next((each for each in call.files if each.name), None)
    if file is not None:
        checked = lookups.file_checked(call.assistant, visit, *file)
    else:
        checked = lookups.text_checked(call.assistant, visit, as_wanted(forms.WantedCheck, sent(call)))
    return JSONResponse(outward(checked, original_of(call)))


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        Way("POST", "/api/ask", answering.answer_program, Role.READER, 256 * KILOBYTE),
        "提问，得到句句有出处的答复",
        forms.WantedAsk,
        "ask",
    ),
    _looked_up("/api/search", "查找与一句话最相关的段落", forms.WantedSearch, lookups.passages_found, "search"),
    _looked_up("/api/keyword", "逐字查找", forms.WantedKeyword, lookups.words_looked_up, "keyword"),
    _looked_up("/api/article", "按名称和条号查条文", forms.WantedArticle, lookups.provision_found, "article"),
    _looked_up(
        "/api/regulations", "列出库内法规和效力状态", forms.WantedRegulations, lookups.rules_listed, "regulations"
    ),
    _looked_up("/api/cards", "找各单位的做法", forms.WantedCards, lookups.examples_found, "cards"),
    _looked_up("/api/formula", "查提法的条目和出处", forms.WantedFormula, lookups.formula_found, "formula"),
    _looked_up("/api/plan", "按业务任务列出可参考的做法", forms.WantedPlan, lookups.plan_drafted, "plan"),
    _looked_up("/api/learn", "按主题列出学习材料", forms.WantedPath, lookups.path_through, "learn"),
    _looked_up("/api/documents", "列出可查阅的材料", forms.Nothing, lookups.documents_listed, "documents"),
    _looked_up(
        "/api/documents/{document}",
        "显示一份材料的全文、提纲和修复记录",
        forms.WantedDocument,
        lookups.document_shown,
        "show",
    ),
    Endpoint(
        Way("POST", "/api/check", _check, Role.READER, drafts.MOST_MEGABYTES * MEGABYTE, reads_files=True),
        "核对稿件：发送 text，或以 multipart/form-data 发送文件；不入库，不保存",
        forms.WantedCheck,
        "check",
    ),
)
