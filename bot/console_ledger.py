"""What a terminal offers on answers themselves, as Telegram does: /sources, /why, verdicts, standard answers, lists."""

from __future__ import annotations

import re

from rich.console import Console
from rich.markup import escape

from bot.assistant import Assistant
from bot.names import verdict_line
from bot.reports.basic import citation_line, write_documents, write_search
from bot.reports.upkeep import write_stats
from bot.searching import Request, search_json
from bot.views.basic import ask_json, documents_json
from knowledge.answers import Answer, NoAnswer
from knowledge.catalog.feedback import Feedback, Unanswered

COMMAND = re.compile(
    r"/(?P<name>sources|why|good|bad|unanswered|standards|standard|documents|stats)(?:\s+(?P<words>.*))?$"
)
OPERATOR = 0
"""Who sits at the terminal, in the tables that name a person."""

REASONS = ("不准确", "已过时", "不相关", "引用错误", "不完整")
NO_ANSWER_YET = "上面还没有可以说明的答复，请先提问。"
HITS, LISTED, DAYS = 5, 15, 30


def told(assistant: Assistant, line: str, answer: Answer | NoAnswer | None, session: str, out: Console) -> bool:
    """Carry out a command about the last answer or about all of them; tell whether the line was one.

    Raises:
        KnowledgeError: It could not be done.
    """
    found = COMMAND.match(line)
    if found is None:
        return False
    name, words = found["name"], (found["words"] or "").strip()
    match name:
        case "documents":
            write_documents(documents_json(assistant.shelf.documents(user=None)))
        case "stats":
            write_stats(assistant.shelf.statistics(days=DAYS))
        case "unanswered":
            _unanswered(assistant, out)
        case "standards":
            _standards(assistant, words, out)
        case _ if answer is None:
            out.print(NO_ANSWER_YET)
        case "sources":
            _sources(answer, out)
        case "why":
            asked = Request(query=answer.standalone_question, limit=HITS)
            write_search(search_json(assistant, asked, user=None))
            out.print(*(escape(f"{step.name}（{step.seconds:.2f}秒）{step.detail}") for step in answer.trace), sep="\n")
        case "standard":
            _approve(assistant, answer, words, out)
        case _:
            _judge(assistant, answer, name, words, session, out)
    return True


def onward(assistant: Assistant, answer: Answer, out: Console) -> None:
    """Name what may be asked next, in the words in which it can be typed."""
    following = assistant.rehearsal.next_questions(answer, assistant.labels(None))
    typed = [each.question if each.label.startswith("看") else each.label for each in following]
    if typed:
        out.print(f"[dim]可以接着问：{escape('　'.join(typed))}[/dim]")


def _sources(answer: Answer | NoAnswer, out: Console) -> None:
    shown = ask_json(answer)
    if isinstance(answer, Answer):
        out.print(*(escape(citation_line(citation)) for citation in shown.citations), sep="\n")
    else:
        out.print(*(escape(f"最接近：《{hit.title}》{hit.locator}") for hit in shown.nearest), sep="\n")


def _judge(assistant: Assistant, answer: Answer | NoAnswer, name: str, words: str, session: str, out: Console) -> None:
    """Keep a verdict; a bad one has a reason."""
    if name == "bad" and words not in REASONS:
        out.print(f"请写明原因：{'，'.join(f'/bad {reason}' for reason in REASONS)}")
        return
    passages = [citation.passage_id for citation in answer.citations] if isinstance(answer, Answer) else []
    Feedback(assistant.database).give(
        reply=assistant.keep(answer, session=session),
        person=OPERATOR,
        verdict=name,
        reason=words if name == "bad" else "",
        question=answer.question,
        passages=passages,
    )
    out.print("已记下，谢谢。")


def _unanswered(assistant: Assistant, out: Console) -> None:
    missing = Unanswered(assistant.database).most_wanted(LISTED)
    out.print("[bold]没有答上来的问题[/bold]")
    out.print(
        "\n".join(escape(f"{n}. {each.question}（{each.chats}人问过）") for n, each in enumerate(missing, 1)) or "没有"
    )
    feedback = Feedback(assistant.database)
    out.print(f"[bold]对答复的评价[/bold]　{escape(verdict_line(feedback.counts()))}")
    for each in feedback.complaints(LISTED):
        out.print(escape(f"· {each.question}（{each.reason}）"))


def _standards(assistant: Assistant, words: str, out: Console) -> None:
    """List the standard answers, or delete the one whose number is named."""
    if (number := re.fullmatch(r"删除\s*(\d+)", words)) is not None:
        removed = assistant.standards.remove(int(number[1]))
        out.print("已删除。" if removed else "没有这个编号的标准答复。")
        return
    held = assistant.standards.listed(assistant.labels(None))
    for one, stands in held:
        state = "" if stands else "，来源已移除、失效或有改动，不再使用"
        out.print(escape(f"{one.number}. {one.question}（{one.approved_on}核定{state}）"))
    out.print("删除：/standards 删除 编号" if held else "还没有标准答复。/standard 把上一个答复存为标准答复。")


def _approve(assistant: Assistant, answer: Answer | NoAnswer, words: str, out: Console) -> None:
    """Keep the last answer, or the words given once they have been checked, as the standard one."""
    shown = answer if isinstance(answer, Answer) else None
    if not (words or shown):
        out.print("这个问题没有答复。请写成：/standard 答复文字，每一句都与库内原文核对。")
        return
    question, kept = answer.standalone_question, shown
    if words:
        kept = assistant.standards.compose(question, words, labels=assistant.labels(None), beside=shown)
    if kept is not None:
        assistant.standards.approve(kept.model_copy(update={"question": question}), by=OPERATOR)
    out.print(f"已存为“{escape(question)}”的标准答复。")
