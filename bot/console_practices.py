"""What a terminal offers on practices, as Telegram does: /case, /formula, /plan, /learn, /compare and /export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.services.asking import Question
from bot.services.assistant import Assistant
from bot.services.exports import ending_of, save
from bot.services.practices import NotSpelledOut
from bot.services.replies import KeptReply
from bot.views.cards import formula_note
from knowledge.answers import Reply
from knowledge.callers import Visit
from knowledge.practices.plans import QUESTIONS, PlanRequest
from knowledge.practices.requests import is_worded

USAGE = {
    "case": "写法：/case 医院党建和业务结合",
    "formula": "写法：/formula 四融四促",
    "plan": "写法：/plan 采购降本",
    "learn": "写法：/learn 党支部设置",
    "compare": "写法：先查例子，再输入 /compare 1 3",
}
COMMAND = re.compile(r"/(?P<name>case|formula|plan|learn|compare|export)(?:\s+(?P<words>.*))?$")
NOTHING_TO_EXPORT = "上面没有可以导出的答复，请先提问。"

Prompt = Callable[[str], str]
"""Puts a question to the person and returns the answer; empty where nobody sits there or nothing was said."""


def practised(assistant: Assistant, name: str, words: str, visit: Visit, prompt: Prompt) -> Reply | str:
    """Carry out a command that is answered; a sentence where there is nothing to answer.

    Raises:
        KnowledgeError: It could not be done.
    """
    match name:
        case _ if not words or (name == "case" and not is_worded(words)):
            return USAGE[name]
        case "case":
            return assistant.practices.examples(words, visit)
        case "compare":
            compared = "对比" + "和".join(re.findall(r"[\d一二三四五六七八九十]+", words))
            return assistant.asking.ask(Question(text=compared, visit=visit))
        case "plan":
            _, reply = assistant.practices.plan(_request(words, prompt), visit)
            return reply
        case "learn":
            return assistant.practices.learn(words, visit)
        case _:
            found = assistant.practices.spelled_out(words, visit)
            return formula_note((), found.documents) or "" if isinstance(found, NotSpelledOut) else found


def _request(task: str, prompt: Prompt) -> PlanRequest:
    """Ask what is open beside the task; what is not said stays a gap."""
    return PlanRequest(task=task, sector=prompt(QUESTIONS["sector"]) or None, time=prompt(QUESTIONS["time"]) or None)


def export_last(assistant: Assistant, last: KeptReply | None, words: str, visit: Visit, out: Console) -> None:
    """Write the last answer into the folder in which the terminal is, or where the words say.

    Raises:
        BadRequestError: There is nothing to export, or it cannot be written there.
    """
    if last is None:
        out.print(NOTHING_TO_EXPORT)
        return
    path = Path(words) if words else Path("答复.docx")
    ending = ending_of(path, ".docx", ".xlsx")
    files = assistant.exports.of(last.id, visit, ending=ending, stem=path.stem if words else "")
    for written in save(files, path.absolute().parent):
        out.print(f"已写出 {escape(str(written))}")
