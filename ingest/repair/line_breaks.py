"""Hard line breaks: a line that ends in the middle of a sentence is joined to the next one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, is_prose, written_lines
from ingest.markers import ITEM, LABELLED, NUMERAL, REFERENCE

_FINISHED = re.compile(r"[。！？!?：:；;…”’」』》〉）)\]】〕.—]$")
_COMMA = re.compile(r"[，、,]$")
_INSIDE = re.compile(r"[。，；！？,;]")
_CAPTION = re.compile(r"(?:摄|摄影|供图|制图|漫画|图片|来源[:：].{1,20}|记者\s?\S{2,4})$")
_BEGINS_ANEW = re.compile(r"[（(【—★]|各位|女士们|先生们|同志们|朋友们|\d{4}年\d{1,2}月\d{1,2}日$")
_REFERRED = re.compile(
    rf"第{NUMERAL}+条(?:之{NUMERAL}+)?(?:第{NUMERAL}+[款项]|规定的?[^　\s]|[、，和至或](?:本条例)?第|的规定)"
)
"""A wrapped line that goes on with 依照 …: 第十条规定的程序, 第十二条、第十三条."""

_REFERRING = re.compile(r"(?:依照|按照|根据|违反|依据|适用|本(?:规定|条例|办法|细则|章程|法)|或者?|和|与|及|、|，)$")
_TABLE = re.compile(r"\t|\s{3,}|\|")
_INDENT = re.compile(r"[ \t]{2,}|\u3000")

_INDENTED = re.compile(r"^(?:\u3000{2}|[ \xa0]{4})(?=[^\s])", re.MULTILINE)
_FEWEST_INDENTS = 3
"""Paragraphs that begin with an indent before the lack of one means anything."""

_MOST_BREAKS = 2
"""One empty line may stand inside a sentence, where a page ended."""

_SHORTEST = 15
"""Characters; shorter lines are verses, salutations and names."""

_WRAPPED_LINES = 8
_WRAPPED_SHARE, _PROSE_SHARE = 0.4, 0.5
_NARROWEST, _WIDEST, _GIVE = 18, 60, 2
"""A text is hard-wrapped if 40% of its 8 or more lines have one width of 18 to 60 characters, give or take 2, and half
of these hold a mark of a sentence: in a list of telephone numbers, which is as even, each line is one by itself."""


def join_broken_lines(edited: EditedText) -> EditedText:
    """Join lines that break a sentence; headings, list items, labels, verses and doubtful cases stay apart."""
    text, lines = edited.text, written_lines(edited.text)
    width = _wrapped_width(lines)
    pairs = ((line, following) for line, following in pairwise(lines) if _continues(text, line, following, width))
    return edited.apply("line_break", [_join(text, *pair) for pair in pairs])


def join_printed_lines(edited: EditedText) -> EditedText:
    """Join the lines of a printed text, where every line that reaches the margin of the widest ones was wrapped.

    Where paragraphs are indented, a full line goes on without an indent even if it ends a sentence.
    """
    text, lines = edited.text, written_lines(edited.text)
    width = _printed_width(lines)
    indents = len(_INDENTED.findall(text))
    pairs = (
        (line, following)
        for line, following in pairwise(lines)
        if _continues(text, line, following, width)
        or (
            width is not None
            and not width.alone
            and indents >= _FEWEST_INDENTS
            and _is_unindented(text, line, following, width)
        )
    )
    return edited.apply("line_break", [_join(text, *pair) for pair in pairs])


def _is_unindented(text: str, line: Line, following: Line, width: _Width) -> bool:
    """Tell a line at the margin below a full one; a heading, which may print without an indent, has no sentence."""
    return (
        text[line.end : following.start] == "\n"
        and not (line.text[-1].isdigit() and following.text[0].isdigit())
        and _INSIDE.search(following.text) is not None
        and not any(pattern.match(following.text) for pattern in (ITEM, LABELLED, REFERENCE, _BEGINS_ANEW))
        and width.is_full(_with_indent(text, line))
    )


def _with_indent(text: str, line: Line) -> str:
    return text[text.rfind("\n", 0, line.start) + 1 : line.end]


class _Width(NamedTuple):
    """The width at which a text was wrapped: in characters, and in columns, of which a figure takes half."""

    characters: float
    columns: float
    alone: bool = False
    """Only the widest line has it, as on a notice of a few lines: what follows has to show that it goes on."""

    def is_full(self, line: str) -> bool:
        """Tell whether a line reaches the margin."""
        return len(line) >= self.characters - 2 or _columns(line) >= self.columns - 2


def _columns(line: str) -> float:
    return len(line) - len(line.encode("ascii", errors="ignore")) / 2


def _wrapped_width(lines: Sequence[Line]) -> _Width | None:
    """Return the width at which the text was wrapped, or None if its lines are whole paragraphs."""
    if len(lines) < _WRAPPED_LINES:
        return None
    measures = [[float(len(line.text)) for line in lines], [float(round(_columns(line.text))) for line in lines]]
    commonest = [Counter(measure).most_common(1)[0][0] for measure in measures]
    near = [sum(abs(one - at) <= _GIVE for one in measure) for measure, at in zip(measures, commonest, strict=True)]
    if not _NARROWEST <= max(commonest) <= _WIDEST or max(near) < max(_WRAPPED_SHARE * len(lines), _WRAPPED_LINES // 2):
        return None
    by = near.index(max(near))
    full = [line for line, one in zip(lines, measures[by], strict=True) if abs(one - commonest[by]) <= _GIVE]
    return _Width(commonest[0], commonest[1]) if _are_prose(full) else None


def _are_prose(full: Sequence[Line]) -> bool:
    return sum(_INSIDE.search(line.text) is not None for line in full) >= _PROSE_SHARE * len(full)


def _printed_width(lines: Sequence[Line]) -> _Width | None:
    """Return the greatest width that two lines have, give or take 2, else that of the widest; None for lists."""
    columns = sorted((_columns(line.text) for line in lines), reverse=True)
    shared = next((one for one, other in pairwise(columns) if one - other <= _GIVE), 0.0)
    wide = shared if shared >= _NARROWEST else max(columns, default=0.0)
    full = [line for line in lines if _columns(line.text) >= wide - _GIVE]
    is_margin = _NARROWEST <= wide <= _WIDEST and _are_prose(full)
    return _Width(wide, wide, alone=wide != shared) if is_margin else None


def _continues(text: str, line: Line, following: Line, width: _Width | None) -> bool:
    """Tell whether `following` goes on with the sentence that `line` leaves open; two figures never become one."""
    between = text[line.end : following.start]
    if (
        _FINISHED.search(line.text)
        or _CAPTION.search(line.text)
        or len(line.text) < _SHORTEST
        or (line.text[-1].isdigit() and following.text[0].isdigit())
        or between.count("\n") > _MOST_BREAKS
    ):
        return False
    if _REFERRING.search(line.text) and _REFERRED.match(following.text):
        return True
    if any(pattern.match(following.text) for pattern in (ITEM, LABELLED, REFERENCE)) or _TABLE.search(line.text):
        return False
    if LABELLED.match(line.text) and not _INSIDE.search(following.text):
        return False
    return _leaves_open(text, line, following, width)


def _leaves_open(text: str, line: Line, following: Line, width: _Width | None) -> bool:
    """Weigh the evidence: a comma, a line of the full width with its indent, or prose before and after."""
    between = text[line.end : following.start]
    if REFERENCE.match(line.text) or _BEGINS_ANEW.match(following.text):
        return False
    if _COMMA.search(line.text):
        return True
    if _INDENT.search(between) or between.count("\n") > 1 or LABELLED.match(line.text):
        return False
    is_full = width is not None and width.is_full(_with_indent(text, line))
    if width is not None and not width.alone:
        return is_full
    return (is_full or is_prose(line.text)) and _INSIDE.search(following.text) is not None


def _join(text: str, line: Line, following: Line) -> Edit:
    """Return the change that closes the gap, with a space between Latin words."""
    latin = text[line.end - 1].isascii() and text[line.end - 1].isalpha() and text[following.start].isascii()
    spaced = latin and text[following.start].isalpha()
    return Edit(line.end, following.start, " " if spaced else "")
