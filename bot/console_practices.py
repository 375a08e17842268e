"""What a terminal offers on practices, as Telegram does: /case, /formula, /plan, /learn, /compare and /export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.assistant import Assistant
from bot.exports import answer_files, card_files, ending_of, save, stem_of
from bot.views.cards import formula_note
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.practices.plans import QUESTIONS, PlanRequest
from knowledge.practices.requests import asks_for_examples, is_worded

USAGE = {
    "case": "写法：/case 医院党建和业务结合",
    "formula": "写法：/formula 四融四促",
    "plan": "写法：/plan 采购降本",
    "learn": "写法：/learn 党支部设置",
    "compare": "写法：先查例子，再输入 /compare 1 3",
}
COMMAND = re.compile(r"/(?P<name>case|formula|plan|learn|compare|export)(?:\s+(?P<words>.*))?$")
NOTHING_TO_EXPORT = "上面没有可以导出的答复，请先提问。"

Asked = Callable[[str], Reply]
"""Asks a question in the conversation."""
Prompt = Callable[[str], str]
"""Puts a question to the person and returns the answer; empty where nobody sits there or nothing was said."""


def practised(assistant: Assistant, name: str, words: str, ask: Asked, prompt: Prompt) -> Reply | str:
    """Carry out a command that is answered; a sentence where there is nothing to answer.

    Raises:
        KnowledgeError: It could not be done.
    """
    labels = assistant.labels(None)
    match name:
        case _ if not words or (name == "case" and not is_worded(words)):
            return USAGE[name]
        case "case":
            return ask(words if asks_for_examples(words) else f"给我5个{words}的例子")
        case "compare":
            return ask("对比" + "和".join(re.findall(r"[\d一二三四五六七八九十]+", words)))
        case "plan":
            _, reply = assistant.practices.plan(_request(words, prompt), labels=labels)
            return reply
        case "learn":
            return assistant.practices.learn(words, labels=labels)
        case _:
            entries, (documents, _) = assistant.practices.formula(words, labels=labels)
            return ask(f"“{words.strip('“”')}”是什么") if entries else formula_note(entries, documents) or ""


def _request(task: str, prompt: Prompt) -> PlanRequest:
    """Ask what is open beside the task; what is not said stays a gap."""
    return PlanRequest(task=task, sector=prompt(QUESTIONS["sector"]) or None, time=prompt(QUESTIONS["time"]) or None)


def export(assistant: Assistant, reply: Answer | NoAnswer | None, words: str, out: Console) -> None:
    """Write the last answer into the folder in which the terminal is, or where the words say.

    Raises:
        BadRequestError: There is nothing to export, or it cannot be written there.
    """
    if not isinstance(reply, Answer):
        out.print(NOTHING_TO_EXPORT)
        return
    path = Path(words) if words else Path(f"{stem_of(reply)}.docx")
    ending = ending_of(path, ".docx", ".xlsx")
    if ending == ".xlsx":
        files = card_files(assistant.practices.shown(reply, labels=assistant.labels(None)), path.stem, ending)
    else:
        files = answer_files(reply, path.stem)
    for written in save(files, path.absolute().parent):
        out.print(f"已写出 {escape(str(written))}")
