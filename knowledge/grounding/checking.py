"""Statement by statement: which source supports it, or why it is not said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from knowledge.answers import Removed
from knowledge.documents import Frozen
from knowledge.grounding import faults
from knowledge.grounding.claims import figures
from knowledge.grounding.faults import fault, foreign, ground_of, mended
from knowledge.grounding.support import Material, Support, best_support, pairs_of, units_of
from knowledge.questions.asking import WHETHER
from knowledge.tokens import fold, simplified

CANDIDATES = 3
"""Sources tried for a statement beside those it names, the likeliest first."""


REPEATS = "只是重复提问"

ADDS = 0.2
"""Share of a statement that each of several sources must bear alone: a single changed word is none of its own."""


SAID = 0.9
"""Share of a statement that was said before; at .8 融合发展缺少有力统筹 would be 融合发展缺少有效设计."""


ADDED = 2
"""Characters that a statement must have beside those of the question, unless it gives a figure."""

_YES_OR_NO = re.compile(rf"吗|么[?]?$|{WHETHER}|还是|或者|(.)不\1")
"""What is answered with the question's own words."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TELLS_NOTHING = frozenset("的是为有要就应当了在由根据资料")


class Kept(Frozen):
    """A statement that passed, with what it rests on."""

    text: str
    """Without markers; its quotations are in the source's wording."""

    supports: tuple[Support, ...]


class Checker:
    """Checks the statements of one answer against its sources."""

    def __init__(self, question: str, materials: Sequence[Material]) -> None:
        """Check against `materials`, which statements name by their position from 1."""
        self._question = question
        self._materials = materials
        self._units = [units_of(material) for material in materials]

    def check(self, statement: str, cited: Sequence[int]) -> Kept | Removed:
        """Return the statement with its supports, or with the reason why it is not said.

        Args:
            statement: One sentence in Simplified, without markers.
            cited: The sources it names, from 1; wrong ones are looked past, none is made up for.
        """
        why = foreign(statement, self._question) or (REPEATS if repeats(statement, self._question) else None)
        if why is not None:
            return Removed(text=statement, why=why)
        pairs = pairs_of(statement)
        found = [best_support(pairs, *pair) for pair in zip(self._materials, self._units, strict=True)]
        named = [number - 1 for number in dict.fromkeys(cited) if 0 < number <= len(found) and found[number - 1]]
        likely = sorted((i for i, each in enumerate(found) if each), key=lambda i: -_share(found[i]))
        reasons: list[str] = []
        for chosen in _trials(named, likely):
            supports = tuple(each[0] for i in chosen if (each := found[i]) is not None)
            if len(supports) > 1 and not _each_adds(pairs, supports):
                continue
            kept = _tried(statement, supports)
            if isinstance(kept, Kept):
                return kept
            reasons.append(kept)
        return Removed(text=statement, why=_telling(reasons))


def repeats(statement: str, question: str) -> bool:
    """Tell whether a statement says no more than the question did.

    Example:
        安全第一责任人是谁 -> 安全第一责任人是安全的第一责任人。
    """
    said, asked = fold(statement), fold(question)
    if _YES_OR_NO.search(asked):
        return False
    new = set(_HAN.findall(said)) - set(_HAN.findall(asked)) - _TELLS_NOTHING
    given = {figure.claim for figure in figures(said)} - {figure.claim for figure in figures(asked)}
    return len(new) < ADDED and not given


def _trials(named: Sequence[int], likely: Sequence[int]) -> list[tuple[int, ...]]:
    """Return what to try, in order: each source that is named, those together, the likeliest others, two of them."""
    alone = sorted(named, key=likely.index)
    together = [tuple(named)] if len(named) > 1 else []
    others = [i for i in likely if i not in named][:CANDIDATES]
    joined = list(combinations(list(dict.fromkeys([*alone, *others]))[:CANDIDATES], 2))
    return [*((i,) for i in alone), *together, *((i,) for i in others), *joined]


def _each_adds(pairs: frozenset[str], supports: Sequence[Support]) -> bool:
    """Tell whether each of several supports bears a part of the statement that the others do not."""
    held = [pairs & pairs_of(support.quote) for support in supports]
    others = [frozenset().union(*(other for other in held if other is not own)) for own in held]
    return all(len(own - beside) >= ADDS * len(pairs) for own, beside in zip(held, others, strict=True))


def _tried(statement: str, supports: tuple[Support, ...]) -> Kept | str:
    """Return the statement as these supports bear it, or what is wrong with it."""
    passages = "\n".join(simplified(support.quote) for support in supports)
    text = mended(statement, passages)
    if text is None:
        return faults.QUOTE
    why = fault(text, ground_of(*supports))
    return Kept(text=text, supports=supports) if why is None else why


def _telling(reasons: Sequence[str]) -> str:
    """Return the reason that tells most: of the first source, unless that simply does not say it."""
    return next((why for why in reasons if why != faults.UNSUPPORTED), faults.UNSUPPORTED)


def _share(found: tuple[Support, float] | None) -> float:
    return found[1] if found else 0.0


def says_as_much(text: str, others: Sequence[str]) -> bool:
    """Tell whether a statement was said before, in nearly the same words."""
    pairs = pairs_of(fold(text))
    return any(len(pairs & pairs_of(fold(other))) >= SAID * len(pairs) for other in others)


def was_said(text: str, others: Sequence[str]) -> bool:
    """Tell whether a statement was said before, in nearly the same words and with all of its figures.

    Example:
        2024年计划发展党员240名 beside 2023年计划发展党员230名 -> False
    """
    own = set(figures(text))
    return says_as_much(text, [other for other in others if own <= set(figures(other))])
