"""What people call a thing, in the words that rules use for it: who asks of 欠薪 is told of 劳动报酬.

An embedding model of this size knows few such pairs, and words and bigrams know none.
"""

from __future__ import annotations

from functools import cache

from knowledge.lexicon.reader import lexicon_lines
from knowledge.tokens import fold


def official_words(folded: str) -> tuple[str, ...]:
    """Return the official words for what a question calls otherwise; the longest ways to say it first.

    Args:
        folded: The question, folded; what it has already is not returned.

    Example:
        老板拖欠工资怎么办 -> 未及时足额支付劳动报酬, 用人单位
    """
    rest = folded
    found: list[str] = []
    for said, official in _official():
        if said in rest:
            # What stood around it does not run together.
            rest = rest.replace(said, " ")
            found += [official] if official not in folded else []
    return tuple(dict.fromkeys(found))


def in_official_words(question: str) -> str:
    """Return a question with the official words in the place of what it calls otherwise: what a text must speak of.

    Example:
        支部能管业务吗 -> 支部能领导业务工作吗
    """
    folded = fold(question)
    for said, official in _official():
        folded = folded.replace(said, f" {official} ")
    return folded if folded != fold(question) else question


@cache
def _official() -> tuple[tuple[str, str], ...]:
    """Return the pairs of the lexicon, folded, the longest first."""
    pairs = (line.split("\t") for line in lexicon_lines("official_words.txt"))
    return tuple(sorted(((fold(said), fold(official)) for said, official in pairs), key=lambda pair: -len(pair[0])))
