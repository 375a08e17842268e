"""A question inside a long text: what is asked is looked for, not the whole of what was pasted."""

from __future__ import annotations

import re

from knowledge.questions.asking import HOW, WHETHER
from knowledge.sentences import sentence_spans

LONGEST = 1000
"""Characters of a text without a question that are searched for as they stand; a longer one is a document."""

LONG = 300
"""Characters from which a text is taken for a document with a question in it."""

LONGEST_ASKED = 200
"""Characters of the sentence that asks."""

_ASKS = re.compile(rf"[?？]|{HOW}|{WHETHER}|什么|哪些|哪个|多少|几[个人年次]|请问|吗[。]?$")
_UNPRINTED = re.compile(r"\x1b\[[\d;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
_PERSONAL = re.compile(
    r"(?:我叫|我是|本人)[\u4e00-\u9fff·]{2,4}(?=[,，。;；])[,，。;；]?"
    r"|(?:(?:身份证|证件|电话|手机|联系方式|银行卡|卡)(?:号码?)?(?:是|为)?[:：]?\s*)?(?<![\dA-Za-z])\d{11,19}[\dXx]?(?![\dA-Za-z])[,，。;；]?"
)
"""Who asks: of no use for looking anything up."""


def condensed(question: str) -> str:
    """Return what is asked, without who asks: of a long text the last sentence that asks something, or all of it.

    Example:
        (two pages) ……请问支部能不能决定业务工作？ -> 请问支部能不能决定业务工作？
    """
    plain = _PERSONAL.sub("", _UNPRINTED.sub("", question))
    question = plain if plain.strip(" ,，。;；") else question
    text = question.strip()
    if len(text) <= LONG:
        return question
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    asking = [one for one in sentences if len(one) <= LONGEST_ASKED and _ASKS.search(one)]
    # What stands before 请问 in a sentence that was cut anywhere is not asked.
    return re.sub(r"^.+(?=请问)", "", asking[-1]) if asking else question
