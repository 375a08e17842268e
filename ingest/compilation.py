"""One file that holds several documents — 篇一, 篇二 … — and where each of them begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, squashed, written_lines
from ingest.markers import NUMERAL
from knowledge.numerals import number_of, printed

_DIVIDER = re.compile(
    rf"[【\[（(]?\s*(?:(?:范文|材料|文章|例文|样本)?篇\s*({NUMERAL}{{1,3}}|\d{{1,3}})|第\s*({NUMERAL}{{1,3}}|\d{{1,3}})\s*篇|范文\s*({NUMERAL}{{1,3}}|\d{{1,3}})|(?:例|样)文\s*({NUMERAL}{{1,3}}|\d{{1,3}}))"
    r"\s*[】\]）)]?\s*(?:[:：、.．丨|\s]\s*(?P<rest>.*))?"
)
"""A line that opens one document of a compilation: its number, and often the compilation's title again."""

_LONGEST_DIVIDER = 90


def split_compilation(edited: EditedText) -> list[EditedText]:
    """Return the documents of a file: the parts of a compilation, or the whole.

    The parts account for consecutive stretches of the file, nothing between them. The preface of a compilation and
    its dividing lines are removed with receipts; a dividing line that is a part's only title keeps that title.
    """
    dividers = _dividers(written_lines(edited.text))
    if not dividers:
        return [edited]
    titles = {squashed(_rest(line)) for line in dividers}
    shared = len(titles) == 1
    parts = edited.parts([line.start for line in dividers[1:]])
    starts = [line.start for line in dividers]
    offsets = [0, *starts[1:]]
    return [
        _opened(part, line, line.start - offset, shared=shared)
        for part, line, offset in zip(parts, dividers, offsets, strict=True)
    ]


def part_names(edited: EditedText) -> list[str]:
    """Return what the compilation calls each part where all bear its own title: 支部工作体会（篇二）; else nothing."""
    dividers = _dividers(written_lines(edited.text))
    rests = [_rest(line) for line in dividers]
    if len({squashed(rest) for rest in rests}) != 1 or not all(rests):
        return []
    return [f"{rest}（篇{printed(number)}）" for number, rest in enumerate(rests, start=1)]


def _dividers(lines: Sequence[Line]) -> list[Line]:
    """Return the dividing lines if they count 1, 2, 3 … to at least two, else none."""
    found: list[Line] = []
    for line in lines:
        match = _DIVIDER.fullmatch(line.text) if len(line.text) <= _LONGEST_DIVIDER else None
        if match and number_of(next(group for group in match.groups() if group)) == len(found) + 1:
            found.append(line)
    return found if len(found) > 1 else []


def _opened(part: EditedText, line: Line, start: int, *, shared: bool) -> EditedText:
    """Remove a part's dividing line and what stands before it, which only the first part has: the preface."""
    rest = _rest(line)
    keeps_title = rest and not shared
    end = start + len(line.text) - (len(rest) if keeps_title else 0)
    while not keeps_title and end < len(part.text) and part.text[end] in " \t\n":
        end += 1
    changes = [Edit(start, end)]
    if part.text[:start].strip():
        changes.append(Edit(0, start))
    return part.apply("compilation", changes)


def _rest(line: Line) -> str:
    match = _DIVIDER.fullmatch(line.text)
    return (match["rest"] or "").strip() if match else ""
