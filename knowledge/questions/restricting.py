"""A follow-up that only says from which years the material is to be: 只看2023年以后的, 不限年份."""

from __future__ import annotations

import re

from knowledge.questions.question_filters import without_years, words_on_years
from knowledge.tokens import arabic_numerals, fold

_ONLY = re.compile(r"^(?:那么?|请|麻烦)?(?:只要?|仅|限于?|就|换成|改成)?(?:看|查|要|列|限)?(?:一下)?")
_NOTHING_ELSE = re.compile(r"[的呢吗有么吧材料文件,.。？?\s]*")
_ANY_YEAR = re.compile(
    r"^(?:那么?)?(?:不要?限|不管|不分|去掉)(?:制)?(?:年份|时间|日期|年代)(?:的?呢|了|再查|再看看|吧)?[。？?]*$"
)


def restricted(asked: str, previous: str) -> str | None:
    """Return the question before with the years that are asked for now, or None when something else is asked.

    Args:
        asked: As the person wrote it.
        previous: The question before it, which stands alone.

    Example:
        只看2023年以后的 after 国企怎么抓党建 -> 2023年以后国企怎么抓党建
    """
    if _ANY_YEAR.match(asked):
        return without_years(previous)
    folded = arabic_numerals(fold(asked)).strip()
    years = words_on_years(folded)
    if years is None or not _NOTHING_ELSE.fullmatch(_ONLY.sub("", folded.replace(years, "", 1))):
        return None
    return years.removesuffix("的") + without_years(previous)
