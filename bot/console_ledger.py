"""What a terminal offers on answers themselves, as Telegram does: /sources, /why, verdicts, standard answers, lists."""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from bot.names import ROLES, verdict_line
from bot.reports.basic import citation_line, write_documents, write_search
from bot.reports.upkeep import write_stats
from bot.services.assistant import Assistant
from bot.services.replies import KeptReply
from bot.services.searching import Request
from bot.services.standards import Approval
from bot.services.verdicts import GivenVerdict
from bot.views.basic import ask_json, documents_json
from knowledge.access import Role
from knowledge.answers import Answer
from knowledge.callers import Visit

COMMAND = re.compile(
    r"/(?P<name>sources|why|good|bad|unanswered|standards|standard|documents|stats|users|approve)(?:\s+(?P<words>.*))?$"
)
NO_ANSWER_YET = "上面还没有可以说明的答复，请先提问。"
HITS, DAYS = 5, 30
DECISIONS = {ROLES[Role.READER]: Role.READER, ROLES[Role.UPLOADER]: Role.UPLOADER, "不批准": None}
HOW_TO_APPROVE = f"写法：/approve 申请码 决定；决定写{'、'.join(DECISIONS)}之一，例如：/approve 123456 使用人员"


def told(assistant: Assistant, line: str, last: KeptReply | None, visit: Visit, out: Console) -> bool:
    """Carry out a command about the last answer or about all of them; tell whether the line was one.

    Raises:
        KnowledgeError: It could not be done.
    """
    found = COMMAND.match(line)
    if found is None:
        return False
    name, words = found["name"], (found["words"] or "").strip()
    if name in LISTS:
        LISTS[name](assistant, words, visit, out)
    elif last is None:
        out.print(NO_ANSWER_YET)
    elif name == "sources":
        _sources(last, out)
    elif name == "why":
        _why(assistant, last, visit, out)
    elif name == "standard":
        _approve(assistant, last, words, visit, out)
    else:
        given = GivenVerdict(visit=visit, reply_id=last.id, good=name == "good", reason=words if name == "bad" else "")
        assistant.verdicts.give(given)
        out.print("已记下，谢谢。")
    return True


def onward(assistant: Assistant, last: KeptReply, visit: Visit, out: Console) -> None:
    """Name what may be asked next, in the words in which it can be typed."""
    reply = assistant.replies.leading_on(last.id, visit)
    following = reply.next_questions if reply else ()
    typed = [each.question if each.label.startswith("看") else each.label for each in following]
    if typed:
        out.print(f"[dim]可以接着问：{escape('　'.join(typed))}[/dim]")


def _sources(last: KeptReply, out: Console) -> None:
    shown = ask_json(last.reply)
    if isinstance(last.reply, Answer):
        out.print(*(escape(citation_line(citation)) for citation in shown.citations), sep="\n")
    else:
        out.print(*(escape(f"最接近：《{hit.title}》{hit.locator}") for hit in shown.nearest), sep="\n")


def _why(assistant: Assistant, last: KeptReply, visit: Visit, out: Console) -> None:
    asked = Request(query=last.reply.standalone_question, visit=visit, limit=HITS)
    write_search(assistant.searching.search(asked))
    out.print(*(escape(f"{step.name}（{step.seconds:.2f}秒）{step.detail}") for step in last.reply.trace), sep="\n")


def _documents(assistant: Assistant, _: str, visit: Visit, __: Console) -> None:
    write_documents(documents_json(assistant.documents.listed(visit)))


def _stats(assistant: Assistant, _: str, visit: Visit, __: Console) -> None:
    write_stats(assistant.documents.statistics(visit, days=DAYS))


def _unanswered(assistant: Assistant, _: str, visit: Visit, out: Console) -> None:
    missing, verdicts, complaints = assistant.unanswered.listed(visit)
    lines = [f"{n}. {each.question}（{each.asked}人问过）" for n, each in enumerate(missing, 1)]
    out.print("[bold]没有答上来的问题[/bold]")
    out.print(escape("\n".join(lines)) or "没有")
    out.print(f"[bold]对答复的评价[/bold]　{escape(verdict_line(verdicts))}")
    for each, places in complaints:
        cited = f"　所引：{'；'.join(places)}" if places else ""
        out.print(escape(f"· {each.question}（{each.reason}）{cited}"))


def _standards(assistant: Assistant, words: str, visit: Visit, out: Console) -> None:
    """List the standard answers, or delete the one whose number is named."""
    if (number := re.fullmatch(r"删除\s*(\d+)", words)) is not None:
        removed = assistant.standards.remove(int(number[1]), visit)
        out.print("已删除。" if removed else "没有这个编号的标准答复。")
        return
    held = assistant.standards.listed(visit)
    for one, stands in held:
        state = "" if stands else "，来源已移除、失效或有改动，不再使用"
        out.print(escape(f"{one.number}. {one.question}（{one.approved_on}核定{state}）"))
    out.print("删除：/standards 删除 编号" if held else "还没有标准答复。/standard 把上一个答复存为标准答复。")


def _approve(assistant: Assistant, last: KeptReply, words: str, visit: Visit, out: Console) -> None:
    """Keep the last answer, or the words given once they have been checked, as the standard one."""
    answer = assistant.standards.approve(Approval(visit=visit, reply_id=last.id, words=words))
    if answer is None:
        out.print("这个问题没有答复。请写成：/standard 答复文字，每一句都与库内原文核对。")
    else:
        out.print(f"已存为“{escape(answer.question)}”的标准答复。")


def _users(assistant: Assistant, _: str, visit: Visit, out: Console) -> None:
    """List who is let in and who waits."""
    everybody, waiting = assistant.joining.listed(visit)
    for each in everybody:
        out.print(escape(f"{each.id}　{ROLES[each.role]}　{each.name}"))
    for request in waiting:
        out.print(escape(f"申请码{request.code}　{request.person}　{request.name}"))
    out.print(HOW_TO_APPROVE if waiting else "没有待批的申请。")


def _let_in(assistant: Assistant, words: str, visit: Visit, out: Console) -> None:
    """Decide about a request."""
    code, _, decision = words.partition(" ")
    if decision.strip() not in DECISIONS:
        out.print(HOW_TO_APPROVE)
        return
    role = DECISIONS[decision.strip()]
    request = assistant.joining.decide(code, role, visit)
    if request is None:
        out.print("没有这个申请码，或者已经处理、已过期。待批的申请见 /users。")
    else:
        out.print(escape(f"{'已批准' if role else '未批准'}{request.name}（{request.person}）。"))


LISTS: dict[str, Callable[[Assistant, str, Visit, Console], None]] = {
    "documents": _documents,
    "stats": _stats,
    "unanswered": _unanswered,
    "standards": _standards,
    "users": _users,
    "approve": _let_in,
}
"""What needs no answer before it; for administrators."""
