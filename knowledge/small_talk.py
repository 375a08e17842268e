"""Greetings, thanks and “你能做什么”: answered without looking anything up."""

from __future__ import annotations

import re

from knowledge import wording
from knowledge.answers import Notice
from knowledge.tokens import fold

_GREETING = re.compile(r"(?:您好|你好|早上好|上午好|下午好|晚上好|大家好|hi|hello|在吗|在不在|喂|嗨)+")
_THANKS = re.compile(r"(?:好的?|谢谢|多谢|感谢|非常感谢|辛苦)(?:您|你|了|啦|你了|您了|,)*(?:谢谢|辛苦了?)?")
_ABILITIES = re.compile(
    r"(?:请问)?(?:你|您|本助手|这个助手|机器人)?(?:是谁|是什么|叫什么(?:名字)?|能做(?:些)?什么|可以做(?:些)?什么|会(?:些|做)?什么|有什么功能"
    r"|能干(?:些)?什么|能帮我(?:做)?什么|怎么用|怎么使用)(?:呢|啊|呀)?|帮助|使用说明|help"
)
_TRAILING = " ,.!?。，、~～"


def small_talk(question: str) -> Notice | None:
    """Return the reply to a greeting, thanks or a question about the assistant; None for anything else."""
    said = fold(question).strip(_TRAILING)
    for pattern, text in ((_ABILITIES, wording.ABILITIES), (_GREETING, wording.GREETING), (_THANKS, wording.THANKS)):
        if pattern.fullmatch(said):
            candidates = () if text is wording.THANKS else wording.EXAMPLES
            return Notice(question=question, standalone_question=question, text=text, candidates=candidates)
    return None
