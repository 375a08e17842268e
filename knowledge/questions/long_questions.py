"""A question inside a long text: what is asked is looked for, not the whole of what was pasted."""

from __future__ import annotations

import re

from knowledge.sentences import sentence_spans

LONGEST = 1000
"""Characters that are searched for as they stand; a longer text is a document with a question in it, or without one."""

LONGEST_ASKED = 200
"""Characters of the sentence that asks."""

_ASKS = re.compile(r"[?？]|怎么|怎样|如何|什么|哪些|哪个|是否|能不能|可不可以|有没有|多少|几[个人年次]|请问|吗[。]?$")


def condensed(question: str) -> str:
    """Return the last sentence of a long text that asks something; a text that asks nothing comes back as it is.

    Example:
        (two pages) ……请问支部能不能决定业务工作？ -> 请问支部能不能决定业务工作？
    """
    text = question.strip()
    if len(text) <= LONGEST:
        return question
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    asking = [one for one in sentences if len(one) <= LONGEST_ASKED and _ASKS.search(one)]
    return asking[-1] if asking else question
