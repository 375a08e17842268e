"""Chat in a terminal, or over a pipe: one question a line, each answered with its sources."""

from __future__ import annotations

import sys
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from bot.console_files import Pending, handed_in
from bot.console_ledger import onward, told
from bot.console_pages import offered, saved
from bot.console_practices import COMMAND, Prompt, export_last, practised
from bot.console_provisions import beside
from bot.console_settings import WHOLE, as_chosen, settled
from bot.reports.basic import citation_line, console, write_ask, write_keyword
from bot.reports.rules import write_article
from bot.services.asking import Question
from bot.services.assistant import Assistant
from bot.services.provisions import Words
from bot.services.replies import KeptReply
from bot.views.basic import ask_json, keyword_json
from bot.views.rules import article_json
from knowledge.answers import Answer, NoAnswer
from knowledge.callers import Caller, Conversation, Someone, Visit
from knowledge.errors import KnowledgeError
from knowledge.regulations.findings import Match
from knowledge.tokens import simplified

CHANNEL = "console"

ARRIVED = "您问过“{question}”，当时库内没有依据。资料库有了新材料，现在可以回答了，请再问一次。"

HITS = 10
"""Passages shown by `/find`."""

HELP = (
    "直接输入问题即可。输入来源编号（如 1）看该处原文，/page 1 把扫描件的原页存为图片；\n"
    "/new 开始新话题，/help 看说明，/quit 退出。\n"
    "/reg 公务员法第五十九条 查条文，/find 三会一课 逐字查找。\n"
    "查到条文后，可以接着输入 上一条、下一条、所在章、全文、版本。\n"
    "/case 医院党建 找例子，接着可以输入 换一批、对比1和3；/formula 四融四促 查提法；\n"
    "/plan 采购降本 起草方案；/learn 党支部设置 排学习路径；/export 导出上一个答复（例子可以写 /export 例子.xlsx）。\n"
    "/sources 上一个答复的来源，/why 它是怎么找到的，/good 或 /bad 原因 评价；\n"
    "/standard 把它存为标准答复，/standards 查看；/unanswered 没有答上来的问题，/documents 在库材料，/stats 统计；\n"
    "/upload 文件路径 交材料入库（也可以把文件拖进来），/report 上一次入库的质量报告；\n"
    "/users 使用名单和待批的申请，/approve 批准；/settings 答复长短、到库通知。\n"
    "例：国企怎么推动党建和业务融合？　四融四促是什么　那医院呢？"
)


STRANGER = (
    "您还不在本助手的使用名单中，暂时不能提问。您的申请码是 {code}，请告诉本单位的管理员；"
    "管理员批准后即可提问，申请码24小时内有效。"
)


class Shown(NamedTuple):
    """What the next line can refer to: the last reply, the provision of 全文 and 版本, a file that waits."""

    kept: KeptReply | None = None
    provision: Match | None = None
    pending: Pending = Pending()


def converse(assistant: Assistant, caller: Caller) -> None:
    """Answer questions until the input ends or the person leaves.

    Args:
        assistant: Over an open library.
        caller: Who sits there; their conversation in the terminal begins anew.
    """
    visit, out = visit_of(caller), console()
    if not assistant.people.may_read(caller):
        _turn_away(assistant, caller, out)
        return
    assistant.asking.warm_up()
    assistant.asking.begin_anew(visit)
    interactive = sys.stdin.isatty()
    if interactive:
        out.print(f"[bold]融合助手[/bold]　{escape(assistant.documents.in_one_line(visit))}")
        out.print(f"[dim]{HELP}[/dim]")
    last, tried = Shown(), -1
    while (line := _next_line(out, interactive=interactive)) is not None:
        if line in {"/quit", "/exit", "退出"}:
            break
        last = _respond(assistant, line, last, visit, out, echo=not interactive)
        revision = assistant.arrivals.revision()
        if revision != tried:
            announce(assistant, caller, out)
            tried = revision


def visit_of(caller: Caller) -> Visit:
    """Return somebody's conversation in the terminal."""
    return Visit(caller=caller, conversation=Conversation(channel=CHANNEL, place=caller.key))


def announce(assistant: Assistant, caller: Caller, out: Console) -> None:
    """Tell of questions that had no answer here and can be answered now."""
    for asker in assistant.arrivals.due(CHANNEL, caller):
        out.print(ARRIVED.format(question=escape(asker.question)))
        assistant.arrivals.told(asker)


def _turn_away(assistant: Assistant, caller: Caller, out: Console) -> None:
    """Give a stranger a code with which an administrator lets them in."""
    if isinstance(caller, Someone):
        request, _ = assistant.joining.ask(caller, caller.key)
        out.print(STRANGER.format(code=request.code))


def _next_line(out: Console, *, interactive: bool) -> str | None:
    """Return the next line that is not blank, or None at the end of the input."""
    if interactive:
        out.print("\n[bold]问[/bold] ", end="")
    for raw in sys.stdin:
        line = raw.strip()
        if line:
            return line
        if interactive:
            out.print("[bold]问[/bold] ", end="")
    return None


def _respond(assistant: Assistant, line: str, last: Shown, visit: Visit, out: Console, *, echo: bool) -> Shown:
    """Carry out one line and return what the next one can refer to."""
    if line == "/new":
        assistant.asking.begin_anew(visit)
        out.print("已开始新话题。")
        return Shown(pending=last.pending)
    if line == "/help":
        out.print(HELP)
        return last
    if last.kept and line.isdecimal() and _open_source(assistant, last.kept, int(line), visit, out):
        return last
    if beside(assistant, line, last.provision, visit, out):
        return last
    if echo:
        out.print(f"[bold]问：{escape(line)}[/bold]")
    try:
        pending = handed_in(assistant, line, last.pending, visit, out)
        return _answered(assistant, line, last, visit, out) if pending is None else last._replace(pending=pending)
    except KnowledgeError as error:
        out.print(escape(str(error)))
        return last


def _answered(assistant: Assistant, line: str, last: Shown, visit: Visit, out: Console) -> Shown:
    """Look a line up, or answer it."""
    if line.startswith(("/reg", "/find")):
        found = _look_up(assistant, *line[1:].partition(" ")[::2], visit=visit, out=out)
        return last._replace(provision=found or last.provision)
    if (
        told(assistant, line, last.kept, visit, out)
        or settled(assistant, line, visit.caller, out)
        or saved(assistant, line, last.kept, visit, out)
    ):
        return last
    if last.kept and line in WHOLE:
        write_ask(ask_json(last.kept.reply))
        return last
    command = COMMAND.match(line)
    words = (command["words"] or "").strip() if command else ""
    if command and command["name"] == "export":
        export_last(assistant, last.kept, words, visit, out)
        return last
    if command:
        reply = practised(assistant, command["name"], words, visit, _prompt(out))
    else:
        reply = assistant.asking.ask(Question(text=line, visit=visit))
    if isinstance(reply, str):
        out.print(escape(reply))
        return last
    write_ask(ask_json(as_chosen(assistant, reply, visit.caller)))
    kept = KeptReply(assistant.replies.keep(reply, visit), reply) if isinstance(reply, Answer | NoAnswer) else None
    if kept and isinstance(reply, Answer):
        onward(assistant, kept, visit, out)
    out.print()
    provision = _provision_after(assistant, reply, last, visit) if isinstance(reply, Answer) else None
    return Shown(kept, provision, last.pending)


def _prompt(out: Console) -> Prompt:
    """Return what asks the person at the terminal; over a pipe nobody is asked, the next line is a question."""

    def asked(question: str) -> str:
        if not sys.stdin.isatty():
            return ""
        out.print(f"{question}（回车跳过）", end="")
        return sys.stdin.readline().strip()

    return asked


def _provision_after(assistant: Assistant, reply: Answer, last: Shown, visit: Visit) -> Match | None:
    """Return the provision that an answer gives; of a whole chapter, the one it was opened from."""
    match = assistant.provisions.behind(reply, visit)
    if match is None and last.provision and last.provision.document.id == reply.citations[0].document.id:
        return last.provision
    return match


def _look_up(assistant: Assistant, command: str, words: str, *, visit: Visit, out: Console) -> Match | None:
    """Show provisions (`reg`) or where words stand (`find`); return the first provision shown, if any."""
    if not words.strip():
        out.print("写法：/reg 公务员法第五十九条；/find 三会一课")
    elif command == "reg":
        found = assistant.provisions.find(words, visit)
        write_article(article_json(found))
        return next((match for match in found.matches if not match.secondhand), None)
    else:
        found_words = assistant.provisions.literally(Words(text=words, visit=visit, limit=HITS))
        write_keyword(keyword_json(words, found_words))
    return None


def _open_source(assistant: Assistant, last: KeptReply, marker: int, visit: Visit, out: Console) -> bool:
    """Print the passage behind a marker in full, with where it comes from; tell whether there is such a marker."""
    citation = next((each for each in ask_json(last.reply).citations if each.marker == marker), None)
    if citation is None:
        return False
    hit = assistant.documents.passage(citation.passage_id, visit)
    if hit is None:
        out.print("这处来源已从资料库移除。")
        return True
    out.print(f"[bold]{escape(citation_line(citation))}[/bold]")
    reading, quote = simplified(hit.passage.text), simplified(citation.quote)
    out.print(escape(reading).replace(escape(quote), f"[bold]{escape(quote)}[/bold]"))
    note = "（库内文本为繁体，此处转为简体）" if citation.script == "traditional" else ""
    out.print(f"[dim]原文件：{escape(hit.document.path)}{note}[/dim]")
    if told := offered(citation):
        out.print(f"[dim]{escape(told)}[/dim]")
    return True
