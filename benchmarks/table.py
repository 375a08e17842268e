"""Measurements beside their targets, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """One figure, measured several times."""

    name: str
    unit: str
    target: str
    values: Sequence[float]
    """In `unit`; empty where it could not be measured."""

    note: str = ""
    before: Sequence[float] = ()
    """The same of an earlier version, measured in turn."""


def markdown(rows: Iterable[Row]) -> str:
    """Write rows as a Markdown table; over the n runs minimum, median, maximum; the median before."""
    head = "| what | unit | asked | n | min | median | max | before | |\n|---|---|---|--:|--:|--:|--:|--:|---|\n"
    return head + "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)


def _cells(row: Row) -> list[str]:
    figures = [min(row.values), median(row.values), max(row.values)] if row.values else []
    written = [_figure(value) for value in figures] or ["–"] * 3
    before = _figure(median(row.before)) if row.before else ""
    return [row.name, row.unit, row.target, str(len(row.values)), *written, before, row.note]


def _figure(value: float) -> str:
    """Write three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of the values do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]
