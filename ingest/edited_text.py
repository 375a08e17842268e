"""A source text and what became of it: every repair leaves a receipt, every kept character its place in the file.

The text is a row of pieces, kept or changed, that cover the file from end to end without overlap. So the receipts,
replayed in their order over the file, give the text exactly, whatever repair came upon the work of an earlier one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from knowledge.documents import KeptRun, Repair

TIDYING = frozenset({"line_end", "white_space", "line_break"})
"""Kinds of repair that only move white space."""


class Edit(NamedTuple):
    """Replace `text[start:end]` of the current text; an empty replacement removes it."""

    start: int
    end: int
    replacement: str = ""


class _Piece(NamedTuple):
    """A stretch of the file, kept as it is or changed to `after`."""

    raw_start: int
    raw_end: int
    after: str | None = None
    """None for a kept one."""

    kind: str = ""

    @property
    def width(self) -> int:
        """Characters in the current text."""
        return self.raw_end - self.raw_start if self.after is None else len(self.after)

    def cut(self, width: int) -> tuple[_Piece, _Piece]:
        """Part in two at a place in its text; the file's side of what is changed goes with the first."""
        if self.after is None:
            middle = self.raw_start + width
            return _Piece(self.raw_start, middle), _Piece(middle, self.raw_end)
        first = _Piece(self.raw_start, self.raw_end, self.after[:width], self.kind)
        return first, _Piece(self.raw_end, self.raw_end, self.after[width:], self.kind)


@dataclass(frozen=True)
class EditedText:
    """The current text of a stretch of a file, and the pieces that it is made of. Offsets are code points."""

    raw: str
    """The whole decoded file; shared, never copied."""

    raw_start: int
    raw_end: int
    text: str
    pieces: tuple[_Piece, ...]

    @classmethod
    def of(cls, raw: str) -> EditedText:
        """Return a whole file, nothing repaired yet."""
        pieces = (_Piece(0, len(raw)),) if raw else ()
        return cls(raw=raw, raw_start=0, raw_end=len(raw), text=raw, pieces=pieces)

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """What stands in the file as it stands in the text, in order."""
        return tuple(
            KeptRun(text_start=start, raw_start=piece.raw_start, length=piece.width)
            for start, piece in zip(self._starts, self.pieces, strict=True)
            if piece.after is None
        )

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The receipts, in the order of the file, none overlapping; one that came upon another stands for both."""
        return tuple(
            Repair(
                kind=piece.kind,
                before=self.raw[piece.raw_start : piece.raw_end],
                after=piece.after,
                start=piece.raw_start,
                end=piece.raw_end,
            )
            for piece in self.pieces
            if piece.after is not None
        )

    def apply(self, kind: str, changes: Iterable[Edit]) -> EditedText:
        """Return the text after the changes, with a receipt for each.

        Args:
            kind: Names the repair in its receipts.
            changes: Spans of the current text, each non-empty, none overlapping; any order.

        Raises:
            ValueError: A change is empty, out of range, or overlaps another.
        """
        return self.apply_each((kind, change) for change in changes)

    def apply_each(self, changes: Iterable[tuple[str, Edit]]) -> EditedText:
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
            pieces=_joined(_changed_pieces(self.pieces, named)),
        )

    def parts(self, cuts: Sequence[int]) -> list[EditedText]:
        """Cut at offsets of the current text, ascending; the parts account for consecutive stretches of the file."""
        bounds = [0, *cuts, len(self.text)]
        shares = _shared_out(self.pieces, cuts)
        ends = [share[-1].raw_end if share else None for share in shares[:-1]]
        raw_bounds = [self.raw_start]
        for end in ends:
            raw_bounds.append(raw_bounds[-1] if end is None else end)
        raw_bounds.append(self.raw_end)
        return [
            EditedText(
                raw=self.raw, raw_start=raw_start, raw_end=raw_end, text=self.text[start:end], pieces=tuple(share)
            )
            for (start, end), (raw_start, raw_end), share in zip(
                pairwise(bounds), pairwise(raw_bounds), shares, strict=True
            )
        ]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the file that accounts for `text[start:end]`, which is not empty."""
        first, last = self._piece_at(start), self._piece_at(end - 1)
        raw_start, raw_end = self.pieces[first].raw_start, self.pieces[last].raw_end
        if self.pieces[first].after is None:
            raw_start += start - self._starts[first]
        if self.pieces[last].after is None:
            raw_end = self.pieces[last].raw_start + end - self._starts[last]
        return raw_start, raw_end

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece begins in the text."""
        return list(accumulate((piece.width for piece in self.pieces), initial=0))[:-1]

    def _piece_at(self, offset: int) -> int:
        """Return the index of the piece that holds the character at an offset of the text."""
        return bisect_right(self._starts, offset) - 1


def _check(changes: Sequence[Edit], length: int) -> None:
    """Refuse changes that are empty, out of range or overlapping."""
    position = 0
    for change in changes:
        if not position <= change.start < change.end <= length:
            raise ValueError(f"change {change.start}:{change.end} is empty, out of range or overlaps another")
        position = change.end


def _changed_text(text: str, changes: Sequence[Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for change in changes:
        pieces += (text[position : change.start], change.replacement)
        position = change.end
    return "".join((*pieces, text[position:]))


def _changed_pieces(pieces: Sequence[_Piece], changes: Sequence[tuple[str, Edit]]) -> Iterator[_Piece]:
    """Yield the pieces after the changes; linear in both. What a change covers in part keeps its other part."""
    left = _Row(pieces)
    for kind, change in changes:
        yield from left.before(change.start)
        covered = left.covering(change.end)
        yield _Piece(covered[0].raw_start, covered[-1].raw_end, change.replacement, _name(kind, covered))
    yield from left.rest()


def _name(kind: str, covered: Sequence[_Piece]) -> str:
    """Return under which name a change goes that covers others: what tidies up behind a removal goes under its name."""
    others = [piece.kind for piece in covered if piece.after is not None and piece.kind not in TIDYING]
    return others[0] if kind in TIDYING and others else kind


class _Row:
    """Pieces that are taken from the left."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._coming = iter(pieces)
        self._next = next(self._coming, None)
        self._position = 0

    def before(self, offset: int) -> list[_Piece]:
        """Take all that lies before an offset of the text, and what was removed just there."""
        taken = self.covering(offset)
        while self._next is not None and not self._next.width:
            taken.append(self._step())
        return taken

    def covering(self, offset: int) -> list[_Piece]:
        """Take all that lies before an offset of the text, cut there; what was removed just there stays."""
        taken: list[_Piece] = []
        while self._next is not None and self._position < offset:
            if self._position + self._next.width > offset:
                first, self._next = self._next.cut(offset - self._position)
                taken.append(first)
                self._position = offset
            else:
                taken.append(self._step())
        return taken

    def _step(self) -> _Piece:
        piece = self._next
        assert piece is not None  # noqa: S101  # asked only where there is one
        self._position += piece.width
        self._next = next(self._coming, None)
        return piece

    def rest(self) -> Iterator[_Piece]:
        """Take all that is left."""
        if self._next is not None:
            yield self._next
            yield from self._coming


def _shared_out(pieces: Sequence[_Piece], cuts: Sequence[int]) -> list[list[_Piece]]:
    """Return the pieces before each cut, and those after the last."""
    left = _Row(pieces)
    return [*(left.before(cut) for cut in cuts), list(left.rest())]


def _joined(pieces: Iterable[_Piece]) -> tuple[_Piece, ...]:
    """Join to its neighbour what has no place in the file of its own: the other part of a change that was changed."""
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.after is not None and piece.after is not None and piece.raw_start == piece.raw_end:
            joined[-1] = last._replace(after=last.after + piece.after)
        elif piece.width or piece.raw_start < piece.raw_end:
            joined.append(piece)
    return tuple(joined)
