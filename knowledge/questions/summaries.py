"""总结成三点, 说重点: what was answered, in fewer sentences."""

from __future__ import annotations

import re

from knowledge.numerals import numeral_value
from knowledge.tokens import fold

USUAL = 3
"""Points where no number is named."""

MOST = 9

_SUMS_UP = re.compile(
    r"(?:请|麻烦|帮我|帮忙|给我|能不能|能|可以|你|再)*(?:把|将|就)?(?:上面|以上|前面|刚才|这些|上述)?(?:说?的)?(?:内容|答复|回答|要点|这些|话)?(?:再|给我|帮我)?"
    r"(?:总结|概括|归纳|提炼|浓缩|精简|压缩|简化)(?:一下|下)?(?:成|为|到|出)?(?:最?重要的?)?(?:(?P<count>[一二两三四五六七八九\d])(?:个)?(?:点|条|句话?|方面|要点))?(?:话|要点|重点)?"
    r"|(?:只|就)?(?:说|讲|要|给)(?:一下|下)?(?:重点|要点)|(?:太长了?|说得?太多了?)[,，]?(?:简短(?:一?点|些)?|短一?点|说重点|总结一下|概括一下)?"
    r"|(?:简单|简短)(?:一?点|些|点说|说说?)|长话短说"
)


def points_wanted(question: str) -> int | None:
    """Return in how many points what was answered is wanted, or None where that is not what is asked.

    Example:
        总结成三点 -> 3
    """
    found = _SUMS_UP.fullmatch(re.sub(r"[吧呢吗么,，。!！?？\s]+$", "", fold(question)))
    if found is None:
        return None
    count = numeral_value(found["count"]) if found["count"] else USUAL
    return min(count or USUAL, MOST)
