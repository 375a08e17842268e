"""How far a document can be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.documents import Problem, Severity
from knowledge.ingesting import Deduction, Quality, RepairCount

_COST = {Severity.INFO: 2, Severity.WARNING: 10, Severity.ERROR: 30}
_NAMES = {Severity.INFO: "提示", Severity.WARNING: "存疑", Severity.ERROR: "不可用"}
_LITTLE_TEXT = 100
_LITTLE_TEXT_COST = 20
_BEST = 100


def quality_of(characters: int, repairs: Mapping[str, int], problems: Iterable[Problem]) -> Quality:
    """Grade a document.

    Args:
        characters: Length of its text.
        repairs: How often each kind of repair was made; they cost nothing.
        problems: What is wrong with it.

    Returns:
        A score of 0 to 100: 30 off for each error, 10 for each warning, 2 for each remark, 20 for hardly
        any text.
    """
    found = tuple(problems)
    deductions = tuple(_deductions(characters, found))
    return Quality(
        score=max(0, _BEST - sum(deduction.points for deduction in deductions)),
        deductions=deductions,
        repairs=tuple(RepairCount(kind=kind, count=count) for kind, count in sorted(repairs.items())),
        problems=found,
    )


def _deductions(characters: int, problems: Sequence[Problem]) -> Iterator[Deduction]:
    for severity, cost in _COST.items():
        number = sum(problem.severity is severity for problem in problems)
        if number:
            yield Deduction(points=number * cost, reason=f"{_NAMES[severity]}{number}处，每处{cost}分")
    if characters < _LITTLE_TEXT:
        yield Deduction(points=_LITTLE_TEXT_COST, reason=f"正文不足{_LITTLE_TEXT}字")
