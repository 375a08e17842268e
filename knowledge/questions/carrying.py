"""Can what one kind of unit does be carried over to another: each is looked up by itself, nothing is decided."""

from __future__ import annotations

import re

from knowledge.documents import Frozen
from knowledge.questions.parallels import asked_unit, unit_pattern
from knowledge.tokens import fold

_WAYS = "做法|经验|模式|机制|办法|案例|例子|那一?套|路子"
_CARRIES = re.compile(
    r"照搬|照抄|照着|套用|借鉴|参照|参考|搬到|搬过来|用到|(?:能不能|可不可以|可以|能|能否)(?:直接)?(?:用|学|适用)|适不适用|适用(?:于|吗|不)|学得来"
)
_ASKS = re.compile(r"吗|么[?]?$|能不能|可不可以|能否|可否|是否|行不行|合不合适|适不适用")
USUAL = "怎么推动党建和业务融合"


class Carried(Frozen):
    """A practice of one kind of unit, and another kind that asks for it."""

    source: str
    target: str
    matter: str
    """What the practice is about; empty where the question does not say."""

    @property
    def asked(self) -> dict[str, str]:
        """Return what to look up, by the heading it stands under."""
        own = self.matter if "党" in self.matter else f"党建{self.matter}"
        matter = f"{own}怎么做" if self.matter else USUAL
        return {
            f"{self.source}的做法": f"{self.source}{matter}",
            f"{self.target}的规定和做法": f"{self.target}{matter}",
        }


def carried_over(question: str) -> Carried | None:
    """Return what is to be carried over, or None when that is not what is asked.

    Example:
        国企的做法医院能照搬吗 -> 国企, 医院
        高校能借鉴医院考核的做法吗 -> 医院, 高校, 考核
    """
    folded = fold(question).strip()
    ways = re.search(rf"(?P<before>[^，。,?]{{2,24}}?)的?(?:{_WAYS})", folded)
    if ways is None or not _CARRIES.search(folded) or not _ASKS.search(folded):
        return None
    # 高校能借鉴医院考核的做法: whose it is stands behind the word that carries it.
    before = _CARRIES.split(ways["before"])[-1]
    source = asked_unit(before)
    if source is None:
        return None
    rest = folded[: ways.start("before")] + ways["before"].removesuffix(before) + folded[ways.end() :]
    others = [unit for unit in unit_pattern().findall(rest) if unit != source]
    if not others:
        return None
    matter = before[before.index(source) + len(source) :].strip("的在对")
    return Carried(source=source, target=others[0], matter=matter)
