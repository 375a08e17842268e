"""`/settings` in the terminal: how long answers are. What else can be chosen in Telegram has no meaning here."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from bot.assistant import Assistant
from bot.brevity import shortened
from knowledge.answers import Answer, Reply
from knowledge.catalog.chat_settings import ChatSettings

TERMINAL = -1
"""Whose choices these are: nobody's id in Telegram, where ids begin at 1."""

LENGTHS = {"简要": True, "完整": False}
SHORTENED = "（已按您的设置只显示要点，输入“完整答复”看全部）"
WHOLE = frozenset({"完整答复", "/whole"})


def settled(assistant: Assistant, line: str, out: Console) -> bool:
    """Carry out `/settings`, with 简要 or 完整 behind it or alone; tell whether the line was that."""
    command, _, words = line.partition(" ")
    if command != "/settings":
        return False
    settings, words = ChatSettings(assistant.database), words.strip()
    now = settings.of(TERMINAL)
    if words in LENGTHS:
        now = now.model_copy(update={"brief": LENGTHS[words]})
        settings.put(TERMINAL, now)
    elif words:
        out.print(escape(f"没有“{words}”这种设置。"))
    chosen, other = LENGTHS if now.brief else reversed(LENGTHS)
    out.print(f"答复长短：{chosen}。要改为{other}，请输入 /settings {other}。")
    return True


def as_chosen(assistant: Assistant, reply: Reply) -> Reply:
    """Return a reply as it is to be shown here."""
    if isinstance(reply, Answer) and ChatSettings(assistant.database).of(TERMINAL).brief:
        return shortened(reply, SHORTENED)
    return reply
