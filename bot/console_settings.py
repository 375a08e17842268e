"""`/settings` in the terminal: how long answers are, and whether arrivals are told of."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from bot.brevity import in_short
from bot.services.assistant import Assistant
from bot.services.choices import Choice
from knowledge.answers import Answer, Reply
from knowledge.callers import Caller

CHOICES: dict[str, tuple[Choice, bool]] = {
    "简要": ("brief", True),
    "完整": ("brief", False),
    "通知": ("arrivals", True),
    "不通知": ("arrivals", False),
}
SHORTENED = "（已按您的设置只显示要点，输入“完整答复”看全部）"
WHOLE = frozenset({"完整答复", "/whole"})


def settled(assistant: Assistant, line: str, caller: Caller, out: Console) -> bool:
    """Carry out `/settings`, with a choice behind it or alone; tell whether the line was that."""
    command, _, words = line.partition(" ")
    if command != "/settings":
        return False
    words = words.strip()
    if words in CHOICES:
        choice, on = CHOICES[words]
        assistant.choices.choose(caller, choice, on=on)
    elif words:
        out.print(escape(f"没有“{words}”这种设置。"))
    now = assistant.choices.of(caller)
    for choice, name in (("brief", "答复长短"), ("arrivals", "材料到库通知")):
        states = {on: word for word, (which, on) in CHOICES.items() if which == choice}
        on = getattr(now, choice)
        out.print(f"{name}：{states[on]}。要改为{states[not on]}，请输入 /settings {states[not on]}。")
    return True


def as_chosen(assistant: Assistant, reply: Reply, caller: Caller) -> Reply:
    """Return a reply as it is to be shown here."""
    if isinstance(reply, Answer) and assistant.choices.of(caller).brief:
        return in_short(reply, SHORTENED)
    return reply
