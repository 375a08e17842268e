"""A follow-up question becomes one that stands alone, by rules: 那医院呢？ after a question about 国企."""

from __future__ import annotations

import re

_WHAT_ABOUT = re.compile(r"^(?:那么?|换成|如果是)?(?P<topic>[^，。？?]{1,14}?)(?:呢|怎么样|又如何)[？?。]*$")

_UNIT = re.compile(
    "国有企业|国企|央企|市直机关|党政机关|机关|高等学校|高校|大学|中小学|学校"
    "|公立医院|医院|社区|农村|街道|民营企业|两新组织|事业单位"
)
"""Kinds of unit, longer before shorter: a follow-up usually asks the same of another kind."""


def standalone_question(question: str, previous: str | None) -> str:
    """Return `question` so that it can be understood, and searched for, by itself.

    Args:
        question: As the person wrote it.
        previous: The standalone question before it in the conversation, if any.

    Example:
        那医院呢？ after 国企怎么推动党建和业务融合 -> 医院怎么推动党建和业务融合
    """
    follow_up = _WHAT_ABOUT.match(question.strip())
    if previous is None or follow_up is None:
        return question
    topic = follow_up["topic"]
    if _UNIT.search(topic) and _UNIT.search(previous):
        return _UNIT.sub(topic, previous, count=1)
    return f"{topic}：{previous}"
