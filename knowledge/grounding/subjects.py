"""Whose doing a sentence tells: 医院党委 before what a source says of 学校党委 is false, though both stand there. Pure.

A clause of the statement is held against the clause of the source that says the same of somebody: the body that stands
before it there, in that clause or in one before it, must be of the same sort.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.grounding.support import pairs_of

_KINDS = (
    "医院|卫生院|诊所",
    "学校|高校|大学|学院|中学|小学|幼儿园",
    "国有企业|国企|央企|企业|公司|集团|工厂|水厂",
    "机关|部门|[\u4e00-\u9fff]局(?![面势部限])|法院|检察院",
    "社区|街道|居委会",
    "农村|乡村|村党|村民委员会|乡镇|乡党委",
)
_ORGANS = ("党委", "党组(?!织)", "党总支", "党支部|支部(?=书记)", "纪委", "党小组", "工会", "团委|团支部")
_KIND = re.compile("|".join(f"(?P<k{i}>{names})" for i, names in enumerate(_KINDS)))
_ORGAN = re.compile("|".join(f"(?P<o{i}>{names})" for i, names in enumerate(_ORGANS)))
_CLAUSE = re.compile(r"[^,;:。!?\n]+")

HEAD = 14
"""Characters at the beginning of a clause in which its subject stands: 青澜市第六人民医院党委."""

SAME = 0.45
"""Share of what a clause says of its subject that a clause of the source must have, to be on the same."""

SHORTEST = 5
"""Characters that say enough to be found again."""


class _Body(NamedTuple):
    """The sorts of unit and of organ that stand in words; empty where none is named."""

    kinds: frozenset[str]
    organs: frozenset[str]


def changed_subject(said: str, held: str) -> bool:
    """Tell whether a statement says of one body what its source says of another.

    Args:
        said: The statement, folded, with Arabic numerals.
        held: What it rests on, in the same form.

    Example:
        医院党委每季度研究一次课程 against 学校党委每季度研究一次课程 -> True
    """
    clauses = _CLAUSE.findall(held)
    kinds: frozenset[str] = frozenset()
    for clause in _CLAUSE.findall(said):
        subject, does = _subject(clause)
        kinds = subject.kinds or (frozenset() if _KIND.search(does) else kinds)  # 在医院，书记讲课
        if _is_anothers(_Body(kinds, subject.organs), does, clauses):
            return True
    return False


def _is_anothers(subject: _Body, does: str, held: list[str]) -> bool:
    """Tell whether what is said of a body is said of others alone."""
    pairs = pairs_of(does)
    if len(does) < SHORTEST or not (subject.kinds or subject.organs):
        return False
    shares = [len(pairs & pairs_of(other)) / len(pairs) for other in held]
    best = max(shares, default=0.0)
    if best < SAME:
        return False
    # The same may be said of several: of one of them is enough.
    return all(_differs(subject, held, i) for i, share in enumerate(shares) if share >= best)


def _subject(clause: str) -> tuple[_Body, str]:
    """Return the body at the beginning of a clause, and what is said of it."""
    kind, organ = _KIND.search(clause[:HEAD]), _ORGAN.search(clause[: HEAD + 2])
    ends = [match.end() for match in (kind, organ) if match]
    return _Body(_sorts(kind), _sorts(organ)), clause[max(ends, default=0) :]


def _sorts(match: re.Match[str] | None) -> frozenset[str]:
    return frozenset((match.lastgroup,)) if match and match.lastgroup else frozenset()


def _differs(subject: _Body, held: list[str], position: int) -> bool:
    """Tell whether the subject of a clause of the source, by what is named in it or last before it, is another."""
    own = held[position]
    kinds = _all(_KIND, own)
    before = position
    while not kinds and before:
        before -= 1
        kinds = _sorts(_KIND.search(held[before][:HEAD]))
    organs = _all(_ORGAN, own[: HEAD + 2])
    other_kind = bool(subject.kinds and kinds) and not subject.kinds & kinds
    other_organ = bool(subject.organs and organs) and not subject.organs & _all(_ORGAN, own)
    return other_kind or other_organ


def _all(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(match.lastgroup for match in pattern.finditer(text) if match.lastgroup)
