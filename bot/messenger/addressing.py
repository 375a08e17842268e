"""What somebody said to the bot: a command or plain words, and whether the bot was meant.

Telegram sees no command in `/ask合同` and no mention in `@bot你好` (a Chinese character counts as a
letter there), and people type full-width ／ and ＠, and /帮助; all of these are read here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMAND = re.compile(r"^\s*[/／]([A-Za-z_]{1,32})(?:[@＠]([A-Za-z0-9_]+))?\s*", re.ASCII)

IN_CHINESE = {
    "提问": "ask",
    "条文": "reg",
    "查条文": "reg",
    "法规": "reg",
    "查找": "find",
    "案例": "case",
    "做法": "case",
    "提法": "formula",
    "方案": "plan",
    "学习": "learn",
    "来源": "sources",
    "依据": "why",
    "导出": "export",
    "设置": "settings",
    "换话题": "new",
    "停止": "stop",
    "帮助": "help",
    "开始": "start",
}
"""Commands as people write them who do not switch the keyboard; Telegram's own menu takes Latin names only."""

_IN_CHINESE = re.compile(rf"^\s*[/／]({'|'.join(sorted(IN_CHINESE, key=len, reverse=True))})\s*")


class Addressed(NamedTuple):
    """A message taken apart."""

    command: str
    """Lower case, without the slash; empty for plain words."""

    words: str
    """The rest: the question."""

    named: bool
    """The bot's name stands in it."""

    to_another: bool
    """The command is for another bot."""


def read(text: str, *, username: str) -> Addressed:
    """Take a message apart.

    Args:
        text: As typed.
        username: The bot's own, without @.

    Example:
        `／ask四融四促是什么` -> command `ask`, words `四融四促是什么`
    """
    if (chinese := _IN_CHINESE.match(text)) is not None:
        words, mentions = _without_mention(text[chinese.end() :], username)
        return Addressed(IN_CHINESE[chinese[1]], words, named=mentions > 0, to_another=False)
    found = _COMMAND.match(text)
    if found is None:
        words, mentions = _without_mention(text, username)
        return Addressed("", words, named=mentions > 0, to_another=False)
    command, bot = found[1].lower(), (found[2] or "").lower()
    words, mentions = _without_mention(text[found.end() :], username)
    own = bot == username.lower()
    return Addressed(command, words, named=own or mentions > 0, to_another=bool(bot) and not own)


def _without_mention(text: str, username: str) -> tuple[str, int]:
    mention = re.compile(rf"[@＠]{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    rest, count = mention.subn(" ", text)
    return rest.strip(), count
