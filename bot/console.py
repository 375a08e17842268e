"""Chat in a terminal, or over a pipe: one question a line, each answered with its sources."""

from __future__ import annotations

import sys
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from bot.assistant import Assistant
from bot.console_ledger import onward, told
from bot.console_pages import offered, saved
from bot.console_practices import COMMAND, Prompt, export, practised
from bot.console_provisions import beside
from bot.console_settings import WHOLE, as_chosen, settled
from bot.contracts.asking import AskJson
from bot.reports.basic import citation_line, console, write_ask, write_keyword
from bot.reports.rules import write_article
from bot.views.basic import ask_json, keyword_json
from bot.views.rules import article_json
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.errors import KnowledgeError
from knowledge.regulations.findings import Match

SESSION = "console"

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
    "/settings 答复长短：/settings 简要，/settings 完整。\n"
    "例：国企怎么推动党建和业务融合？　四融四促是什么　那医院呢？"
)


class Shown(NamedTuple):
    """What was shown last: the reply that numbers refer to, and the provision that 全文 and 版本 belong to."""

    reply: AskJson | None = None
    answer: Answer | NoAnswer | None = None
    """The same as the core gave it, for what is exported."""

    provision: Match | None = None


def converse(assistant: Assistant) -> None:
    """Answer questions until the input ends or the person leaves.

    Args:
        assistant: Over an open library; its conversation `console` begins anew.
    """
    assistant.warm_up()
    assistant.forget(SESSION)
    interactive = sys.stdin.isatty()
    out = console()
    if interactive:
        out.print(f"[bold]融合助手[/bold]　{escape(assistant.corpus_line(None))}")
        out.print(f"[dim]{HELP}[/dim]")
    last = Shown()
    while (line := _next_line(out, interactive=interactive)) is not None:
        if line in {"/quit", "/exit", "退出"}:
            break
        last = _respond(assistant, line, last, out, echo=not interactive)


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


def _respond(assistant: Assistant, line: str, last: Shown, out: Console, *, echo: bool) -> Shown:
    """Carry out one line and return what the next one can refer to."""
    if line == "/new":
        assistant.forget(SESSION)
        out.print("已开始新话题。")
        return Shown()
    if line == "/help":
        out.print(HELP)
        return last
    if last.reply and line.isdecimal() and any(c.marker == int(line) for c in last.reply.citations):
        _open_source(assistant, last.reply, int(line), out)
        return last
    if beside(assistant, line, last.provision, out):
        return last
    if echo:
        out.print(f"[bold]问：{escape(line)}[/bold]")
    try:
        return _answered(assistant, line, last, out)
    except KnowledgeError as error:
        out.print(escape(str(error)))
        return last


def _answered(assistant: Assistant, line: str, last: Shown, out: Console) -> Shown:
    """Look a line up, or answer it."""
    if line.startswith(("/reg", "/find")):
        found = _look_up(assistant, *line[1:].partition(" ")[::2], out=out)
        return last._replace(provision=found or last.provision)
    if (
        told(assistant, line, last.answer, SESSION, out)
        or settled(assistant, line, out)
        or saved(assistant, line, last.reply, out)
    ):
        return last
    if last.reply and line in WHOLE:
        write_ask(last.reply)
        return last
    command = COMMAND.match(line)
    if command and command["name"] == "export":
        export(assistant, last.answer, (command["words"] or "").strip(), out)
        return last

    def ask(question: str) -> Reply:
        return assistant.ask(question, session=SESSION, user=None)

    if command:
        words = (command["words"] or "").strip()
        reply = practised(assistant, command["name"], words, ask, _prompt(out))
    else:
        reply = ask(line)
    if isinstance(reply, str):
        out.print(escape(reply))
        return last
    write_ask(ask_json(as_chosen(assistant, reply)))
    if isinstance(reply, Answer):
        onward(assistant, reply, out)
    out.print()
    provision = _provision_after(assistant, reply, last) if isinstance(reply, Answer) else None
    return Shown(ask_json(reply), reply if isinstance(reply, Answer | NoAnswer) else None, provision)


def _prompt(out: Console) -> Prompt:
    """Return what asks the person at the terminal; over a pipe nobody is asked, the next line is a question."""

    def asked(question: str) -> str:
        if not sys.stdin.isatty():
            return ""
        out.print(f"{question}（回车跳过）", end="")
        return sys.stdin.readline().strip()

    return asked


def _provision_after(assistant: Assistant, reply: Answer, last: Shown) -> Match | None:
    """Return the provision that an answer gives; of a whole chapter, the one it was opened from."""
    match = assistant.provision_of(reply, user=None)
    if match is None and last.provision and last.provision.document.id == reply.citations[0].document.id:
        return last.provision
    return match


def _look_up(assistant: Assistant, command: str, words: str, *, out: Console) -> Match | None:
    """Show provisions (`reg`) or where words stand (`find`); return the first provision shown, if any."""
    if not words.strip():
        out.print("写法：/reg 公务员法第五十九条；/find 三会一课")
    elif command == "reg":
        found = assistant.provisions(words, user=None, session=SESSION)
        write_article(article_json(found))
        return next((match for match in found.matches if not match.secondhand), None)
    else:
        write_keyword(keyword_json(words, assistant.keyword(words, user=None, limit=HITS, offset=0)))
    return None


def _open_source(assistant: Assistant, reply: AskJson, marker: int, out: Console) -> None:
    """Print the passage behind a marker in full, with where it comes from."""
    citation = next(citation for citation in reply.citations if citation.marker == marker)
    hit = assistant.passage(citation.passage_id, user=None)
    if hit is None:
        out.print("这处来源已从资料库移除。")
        return
    out.print(f"[bold]{escape(citation_line(citation))}[/bold]")
    reading, quote = assistant.simplified(hit.passage.text), assistant.simplified(citation.quote)
    out.print(escape(reading).replace(escape(quote), f"[bold]{escape(quote)}[/bold]"))
    note = "（库内文本为繁体，此处转为简体）" if citation.script == "traditional" else ""
    out.print(f"[dim]原文件：{escape(hit.document.path)}{note}[/dim]")
    if told := offered(citation):
        out.print(f"[dim]{escape(told)}[/dim]")
