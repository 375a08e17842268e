"""Whether two questions are the same one in other words: for answers that a person approved, and for lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.questions.queries import synonyms
from knowledge.tokens import fold, grams, words

_EMPTY = frozenset({"的", "了", "吗", "呢", "吧", "啊", "请问", "请", "一下", "和", "与", "及", "、", "在", "是"})
"""Words that ask for nothing by themselves."""

_SAME = {"如何": "怎么", "怎样": "怎么", "怎么样": "怎么", "哪几个": "哪些", "哪几种": "哪些", "多久": "几次"}
"""Question words for one another, beside the lexicon's synonyms."""

_PARTS = {"国有企业": ("国有", "企业")}
"""What the tokenizer gives beside a compound."""

ALIKE = 0.5
"""Share of the character pairs of two questions together that both have, for one line in a list."""


def key_of(question: str) -> str:
    """Return what the same question in other words has in common, so that nothing else has it.

    Only words that ask for nothing may differ, and words that the lexicon knows for one another: a question about 医院
    never has the key of one about 国企, nor 不能 that of 能.

    Example:
        请问国企如何推动党建和业务的融合？ has the key of 国有企业怎么推动党建与业务融合
    """
    found = words(question)
    parts = {part for whole in found for part in _PARTS.get(whole, ())}
    kept = {min(synonyms(_SAME.get(word, word))) for word in found if word not in _EMPTY | parts}
    return " ".join(sorted(kept))


def grouped(questions: Iterable[str]) -> list[list[int]]:
    """Return the positions of questions that ask about the same in groups, in the order of their first members."""
    groups: list[list[int]] = []
    heads: list[frozenset[str]] = []
    for position, question in enumerate(questions):
        pairs = frozenset(gram for gram in grams(fold(question)) if len(gram) > 1)
        alike = (number for number, head in enumerate(heads) if _share(pairs, head) >= ALIKE)
        if (number := next(alike, None)) is None:
            heads.append(pairs)
            groups.append([position])
        else:
            groups[number].append(position)
    return groups


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 1.0
