"""A document before and after repair, side by side, and its receipts: the part of the report that shows texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from knowledge.documents import Document, Repair
from knowledge.ingesting import REPAIR_NAMES

MINOR = {"white_space", "line_end"}
"""Repairs too small to be looked at one by one."""

_SHOWN = 10_000
"""Characters of a text in each view."""

_RECEIPTS = 15
"""Of each kind."""


def views(document: Document) -> Iterator[str]:
    """Yield the two views and the receipts as HTML."""
    yield "<div class=views><div><b>修复前</b><span class=note>　删改处加底色</span><pre>"
    yield from _before(document)
    yield "</pre></div><div><b>修复后</b><span class=note>　改写处绿底，乱码黄底</span><pre>"
    yield from _after(document)
    yield "</pre></div></div>"
    yield from _receipts([repair for repair in document.repairs if repair.kind not in MINOR])


def _receipts(repairs: Sequence[Repair]) -> Iterator[str]:
    if not repairs:
        return
    yield f"<details><summary>修复记录{len(repairs)}处</summary>"
    yield "<table><tr><th>修复</th><th>原文</th><th>改为</th></tr>"
    shown = Counter[str]()
    for repair in repairs:
        shown[repair.kind] += 1
        if shown[repair.kind] <= _RECEIPTS:
            before, after = (escape(_clipped(words)) for words in (repair.before, repair.after))
            yield f"<tr><td>{REPAIR_NAMES.get(repair.kind, repair.kind)}</td><td>{before or '（空白）'}</td>"
            yield f"<td>{after or ('（接上）' if repair.kind == 'line_break' else '（删去）')}</td></tr>"
    if max(shown.values()) > _RECEIPTS:
        yield f"</table><p class=note>每种修复最多列{_RECEIPTS}处，全部见 ronghe show --json。</p></details>"
    else:
        yield "</table></details>"


def _before(document: Document) -> Iterator[str]:
    """Yield the stretch of the source file that the document accounts for, what was changed in colour."""
    kept = [
        (run.raw_start, document.text[run.text_start : run.text_start + run.length], False) for run in document.kept
    ]
    changed = [(repair.start, repair.before, repair.kind not in MINOR) for repair in document.repairs]
    shown = 0
    for _, words, marked in sorted(kept + changed, key=lambda piece: piece[0]):
        new = words[: _SHOWN - shown]
        shown += len(new)
        if new:
            yield f"<del>{escape(new)}</del>" if marked else escape(new)
    if shown >= _SHOWN:
        yield "<span class=note>\n……以下略</span>"


def _after(document: Document) -> Iterator[str]:
    """Yield the repaired text: what a repair wrote in green, what cannot be read in yellow."""
    text = document.text[:_SHOWN]
    spans = sorted([*((start, end, "mark") for start, end in document.garbled), *_written(document)])
    position = 0
    for start, end, tag in spans:
        if position <= start < len(text):
            yield escape(text[position:start]) + f"<{tag}>{escape(text[start:end])}</{tag}>"
            position = end
    yield escape(text[position:])
    if len(document.text) > _SHOWN:
        yield "<span class=note>\n……以下略</span>"


def _written(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the text that do not stand in the source, but for white space."""
    runs = [(0, 0), *((run.text_start, run.length) for run in document.kept), (len(document.text), 0)]
    for (start, length), (following, _) in pairwise(runs):
        if document.text[start + length : following].strip():
            yield start + length, following, "ins"


def _clipped(text: str, length: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
