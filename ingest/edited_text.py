"""A source text and what became of it: every repair leaves a receipt, every kept character its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from knowledge.documents import KeptRun, Repair


class Change(NamedTuple):
    """Replace `text[start:end]` of the current text; an empty replacement removes it."""

    start: int
    end: int
    replacement: str = ""


class _Run(NamedTuple):
    """`length` characters that stand at `text` in the current text and unchanged at `raw` in the file."""

    text: int
    raw: int
    length: int


@dataclass(frozen=True)
class EditedText:
    """The current text of a stretch of a file, the runs kept from it, and the receipts of all repairs so far.

    Every raw character is either in a kept run or inside the span of a receipt. Offsets are code points.
    """

    raw: str
    """The whole decoded file; shared, never copied."""

    raw_start: int
    raw_end: int
    text: str
    runs: tuple[_Run, ...]
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, raw: str) -> EditedText:
        """Return a whole file, nothing repaired yet."""
        runs = (_Run(0, 0, len(raw)),) if raw else ()
        return cls(raw=raw, raw_start=0, raw_end=len(raw), text=raw, runs=runs)

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """The kept runs as a document stores them; what still touches in text and file is one run."""
        joined: list[_Run] = []
        for run in self.runs:
            last = joined[-1] if joined else None
            if last and last.text + last.length == run.text and last.raw + last.length == run.raw:
                joined[-1] = _Run(last.text, last.raw, last.length + run.length)
            else:
                joined.append(run)
        return tuple(KeptRun(text_start=run.text, raw_start=run.raw, length=run.length) for run in joined)

    def apply(self, kind: str, changes: Iterable[Change]) -> EditedText:
        """Return the text after the changes, with one receipt for each.

        Args:
            kind: Names the repair in its receipts.
            changes: Spans of the current text, each non-empty, none overlapping; any order.

        Raises:
            ValueError: A change is empty, out of range, or overlaps another.
        """
        return self.apply_each((kind, change) for change in changes)

    def apply_each(self, changes: Iterable[tuple[str, Change]]) -> EditedText:
        """Return the text after changes of several kinds; else as `apply`."""
        named = sorted(
            ((kind, change) for kind, change in changes if self.text[change.start : change.end] != change.replacement),
            key=lambda pair: pair[1],
        )
        if not named:
            return self
        ordered = [change for _, change in named]
        _check(ordered, len(self.text))
        return EditedText(
            raw=self.raw,
            raw_start=self.raw_start,
            raw_end=self.raw_end,
            text=_changed_text(self.text, ordered),
            runs=_changed_runs(self.runs, ordered),
            repairs=(*self.repairs, *self._receipts(named)),
        )

    def parts(self, cuts: Sequence[int]) -> list[EditedText]:
        """Cut at offsets of the current text, ascending; the parts account for consecutive stretches of the file."""
        bounds = [0, *cuts, len(self.text)]
        raw_bounds = [self.raw_start, *(self._raw_from(cut) for cut in cuts), self.raw_end]
        return [
            self._part(text_bounds, raw_span)
            for text_bounds, raw_span in zip(pairwise(bounds), pairwise(raw_bounds), strict=True)
        ]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the file that accounts for `text[start:end]`, which is not empty."""
        return self._raw_from(start), self._raw_to(end)

    def _part(self, bounds: tuple[int, int], raw_span: tuple[int, int]) -> EditedText:
        start, end = bounds
        raw_start, raw_end = raw_span
        return EditedText(
            raw=self.raw,
            raw_start=raw_start,
            raw_end=raw_end,
            text=self.text[start:end],
            runs=tuple(_clipped(run, start, end, -start) for run in self.runs if _overlaps(run, start, end)),
            repairs=tuple(repair for repair in self.repairs if raw_start <= repair.start < raw_end),
        )

    def _receipts(self, changes: Sequence[tuple[str, Change]]) -> list[Repair]:
        spans = [self.raw_span(change.start, change.end) for _, change in changes]
        return [
            Repair(kind=kind, before=self.raw[start:end], after=change.replacement, start=start, end=end)
            for (kind, change), (start, end) in zip(changes, spans, strict=True)
        ]

    def _run_at_or_before(self, offset: int) -> int:
        """Return the index of the last run that starts at or before a text offset; -1 if none does."""
        return bisect_right(self.runs, offset, key=lambda run: run.text) - 1

    def _raw_from(self, offset: int) -> int:
        index = self._run_at_or_before(offset)
        if index < 0:
            return self.raw_start
        run = self.runs[index]
        return run.raw + min(offset - run.text, run.length)

    def _raw_to(self, end: int) -> int:
        index = self._run_at_or_before(end - 1)
        if index >= 0:
            run = self.runs[index]
            if end <= run.text + run.length:
                return run.raw + end - run.text
        return self.runs[index + 1].raw if index + 1 < len(self.runs) else self.raw_end


def _check(changes: Sequence[Change], length: int) -> None:
    """Refuse changes that are empty, out of range or overlapping."""
    position = 0
    for change in changes:
        if not position <= change.start < change.end <= length:
            raise ValueError(f"change {change.start}:{change.end} is empty, out of range or overlaps another")
        position = change.end


def _changed_text(text: str, changes: Sequence[Change]) -> str:
    pieces: list[str] = []
    position = 0
    for change in changes:
        pieces += (text[position : change.start], change.replacement)
        position = change.end
    return "".join((*pieces, text[position:]))


def _changed_runs(runs: Sequence[_Run], changes: Sequence[Change]) -> tuple[_Run, ...]:
    """Clip the runs to what the changes leave, moved to where it stands afterwards; linear in both."""
    kept: list[_Run] = []
    shift = 0
    position = 0
    index = 0
    end_of_text = runs[-1].text + runs[-1].length if runs else 0
    for change in (*changes, Change(end_of_text, end_of_text)):
        while index < len(runs) and runs[index].text < change.start:
            run = runs[index]
            if _overlaps(run, position, change.start):
                kept.append(_clipped(run, position, change.start, shift))
            if run.text + run.length > change.start:
                break
            index += 1
        shift += len(change.replacement) - (change.end - change.start)
        position = change.end
    return tuple(kept)


def _overlaps(run: _Run, start: int, end: int) -> bool:
    return run.text < end and run.text + run.length > start


def _clipped(run: _Run, start: int, end: int, shift: int) -> _Run:
    """Return the part of a run inside [start, end), moved by `shift` in the text."""
    first = max(run.text, start)
    last = min(run.text + run.length, end)
    return _Run(first + shift, run.raw + first - run.text, last - first)
