"""The headings of a document, numbered or not, and how they contain one another; references are no headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ingest.lines import HAN, Line, is_prose, written_lines
from ingest.markers import ITEM, LABELLED, NUMERAL, REFERENCE, REFERENCES_TITLE
from knowledge.documents import Heading
from knowledge.numerals import number_of

_PART, _CHAPTER, _SECTION, ARTICLE = 10, 11, 12, 13
_STANDING, _UNNUMBERED, _FIRST, _SECOND, _THIRD, _FOURTH, _ENUMERATED = 20, 30, 40, 50, 60, 70, 80
"""Ranks: a heading contains those of greater rank that follow it. Markdown headings without a number rank 1 to 6."""

_DIVISIONS = {"编": _PART, "篇": _PART, "部分": _PART, "章": _CHAPTER, "节": _SECTION, "条": ARTICLE}
_DIVISION = re.compile(
    rf"第({NUMERAL}+|\d{{1,3}})(编|篇|部分|章|节)"
    rf"(?:(?:[\s、:：]+|(?=[{HAN}]))[^。；！？\n]{{1,40}})?"
)
_ARTICLE = re.compile(
    rf"第({NUMERAL}+|\d{{1,3}})条(?:之{NUMERAL}+)?"
    r"(?=[\s　:：【（(]|[^的、，,和至或与及第所以中项款规之等。；）)]|规范|规划|所属|以[^上下内外前后]"
    r"|中(?:国|共|央|华)|等级|第[一二三]方|之外)"
)
"""An article at the start of a line; 第三条规定的 and 第三条、第五条 go on with a sentence."""

_NUMBERED_DIVISION = re.compile(
    rf"第(?P<number>{NUMERAL}+|\d{{1,4}})(?P<unit>编|篇|部分|章|节|条)(?:之(?P<inserted>{NUMERAL}+))?"
)
_REFERRING = re.compile(r"(?:规定的?[，,、情条处予行]|第[一二三四五六七八九十]+[款项])")
_STANDING_HEADING = re.compile(
    r"(?:引\s*言|前\s*言|导\s*言|导\s*语|绪\s*论|序\s*言|结\s*语|结束语|结\s*论|小\s*结|后\s*记|总\s*[则纲]|附\s*则|附\s*录|附\s*件\s*\d*|致\s*谢|注\s*释)\s*[:：]?"
)
_NUMBERED = (
    (_FIRST, 60, re.compile(rf"{NUMERAL}{{1,3}}[、.．]\s*")),
    (_SECOND, 60, re.compile(rf"[（(]{NUMERAL}{{1,3}}[)）]\s*[、.]?\s*")),
    (_THIRD + 1, 30, re.compile(r"\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、]?\s*(?=[^\d\s])")),
    (_THIRD, 30, re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d))\s*")),
    (_FOURTH, 30, re.compile(r"[（(]\d{1,2}[)）]\s*|[①-⑳]\s*")),
    (_ENUMERATED, 40, re.compile(r"第[一二三四五六七八九十]{1,2}[,，、]\s*")),
)
"""Rank, longest run-in heading in characters, and mark. A run-in heading is the first sentence of its paragraph."""

_BARE_NUMBER = re.compile(rf"\d{{1,2}}(?=[{HAN}])(?![年月日号个名项次人位家万亿千百种条天小时分元岁度届级])")
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_RUN_IN = re.compile(r"[^。！？；;\n]{2,70}?(?=[。！？])")
_COLON_RUN_IN = re.compile(r"[^。！？；;，,：:\n]{2,30}(?=[：:]\S)")
_UNITS = re.compile(r"[.．]\d+\s*(?:亿|万|元|个|%|％|倍|米|公里|公斤|吨|人|年|岁|平方)")
_GLUED = re.compile(
    rf"(?:^|(?<=[。！？”]))({NUMERAL}{{1,3}}、[^。，,；;：:！？\n]{{4,40}}?)(?=1、|1．|[（(]一[)）])", re.MULTILINE
)
_OPEN_END = re.compile(r"[。，,；;、！？!?…”]$")
_COMMA = re.compile(r"[，,；;]")
_TRADITIONAL = str.maketrans(
    "條節編總則項號錄語論註釋謝結後記導緒規範劃屬內國產黨等級",
    "条节编总则项号录语论注释谢结后记导绪规范划属内国产党等级",
)
_ATTACHMENT = re.compile(r"\d{1,2}\s*[.．、]")
_FIRST_ATTACHMENT = re.compile(r"附\s*件\s*[:：]\s*1\s*[.．、]")
_ARTICLES_MAKE_RULES = 3
_LONGEST_LINE = 60
_LONGEST_UNNUMBERED = 40
_SHORTEST_UNNUMBERED = 4
_PUNCTUATED = re.compile(r"[。；！？!?;…]|[，,：:、—-]$|^[（(—“《\-【\[*•]|^\d{4}年|(?:同志们|朋友们|各位)")
_CAPTION = re.compile(r"图\s*\d")
"""The words below a picture: no heading, and a heading may follow them."""


class _Mark(NamedTuple):
    rank: int
    start: int
    end: int


def find_headings(text: str, *, body_start: int = 0) -> tuple[Heading, ...]:
    """Return the headings of a document in order, each with its level, 1 for the outermost.

    Args:
        text: Repaired text.
        body_start: Where the title ends; nothing before it is a heading.

    Returns:
        Headings whose `heading` is exactly `text[start:end]`. An article of rules is a heading 第X条 without its text;
        what is numbered inside articles (款、项、目) is not. A heading that runs into its paragraph is given without
        the full stop that ends it.
    """
    # Marks of Traditional texts are read as the Simplified ones; one character for one, so that offsets stay.
    lines = [line for line in written_lines(text.translate(_TRADITIONAL)) if line.start >= body_start]
    marks = sorted({*_articles(lines)}, key=lambda mark: mark.start)
    if len(marks) >= _ARTICLES_MAKE_RULES:
        marks += _divisions(lines)
    else:
        marks = [*_divisions(lines), *_headings_of_prose(text, lines)]
    return _levelled(text, _without_overlaps(marks))


def _without_overlaps(marks: Sequence[_Mark]) -> list[_Mark]:
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.rank)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _levelled(text: str, marks: Sequence[_Mark]) -> tuple[Heading, ...]:
    """Give each mark the depth at which it stands; a standing heading such as 引言 contains nothing."""
    headings: list[Heading] = []
    open_ranks: list[int] = []
    for mark in marks:
        while open_ranks and (open_ranks[-1] >= mark.rank or open_ranks[-1] == _STANDING):
            open_ranks.pop()
        if mark.rank == _STANDING:
            open_ranks.clear()
        open_ranks.append(mark.rank)
        heading = text[mark.start : mark.end]
        headings.append(
            Heading(level=len(open_ranks), heading=heading, start=mark.start, end=mark.end, **_numbers(heading))
        )
    return tuple(headings)


def _numbers(heading: str) -> dict[str, Any]:  # Any: values of Heading's fields
    """Return unit and numbers of a division: 第十条之一 -> 条, 10, 1."""
    match = _NUMBERED_DIVISION.match(heading)
    if match is None:
        return {}
    inserted = number_of(match["inserted"]) if match["inserted"] else None
    return {"unit": match["unit"], "number": number_of(match["number"]), "inserted": inserted}


def _content(line: Line) -> tuple[int, int, str]:
    """Return a line's markdown depth (0 without one), the start of its content, and the content."""
    match = _MARKDOWN.match(line.text)
    skipped = match.end() if match else 0
    return (len(match.group(1)) if match else 0), line.start + skipped, line.text[skipped:].rstrip("# ")


def _articles(lines: Sequence[Line]) -> Iterator[_Mark]:
    """Yield 第X条 where it opens a line and is no reference."""
    for line in lines:
        _, start, content = _content(line)
        match = _ARTICLE.match(content)
        if match and not _REFERRING.match(content, match.end()):
            yield _Mark(ARTICLE, start, start + match.end())


def _divisions(lines: Sequence[Line]) -> Iterator[_Mark]:
    """Yield the lines 第X章 … that are nothing else, and 总则, 附则, 总纲 standing alone."""
    for line in lines:
        _, start, content = _content(line)
        match = _DIVISION.fullmatch(content)
        if match and not _OPEN_END.search(content):
            yield _Mark(_DIVISIONS[match[2]], start, start + len(content))
        elif _STANDING_HEADING.fullmatch(content) or REFERENCES_TITLE.fullmatch(content):
            yield _Mark(_STANDING, start, start + len(content.rstrip("：: ")))


def _headings_of_prose(text: str, lines: Sequence[Line]) -> list[_Mark]:
    listed = _attachments(lines)
    numbered = [mark for line in lines if line.start not in listed for mark in _numbered(line)]
    glued = (
        [_Mark(_FIRST, *match.span(1)) for match in _GLUED.finditer(text) if match.start() >= lines[0].start]
        if lines
        else []
    )
    marks = [mark for mark in numbered if not any(other.start == mark.start for other in glued)] + glued
    enumerated = [mark for mark in marks if mark.rank == _ENUMERATED]
    if len(enumerated) == 1:
        marks.remove(enumerated[0])
    return [*marks, *_unnumbered(lines, {mark.start for mark in marks})]


def _attachments(lines: Sequence[Line]) -> set[int]:
    """Return where the second and later lines of a list of attachments begin: 附件：1.……, 2.……."""
    listed: set[int] = set()
    goes_on = False
    for line in lines:
        goes_on = _FIRST_ATTACHMENT.match(line.text) is not None or (
            goes_on and _ATTACHMENT.match(line.text) is not None
        )
        if goes_on:
            listed.add(line.start)
    return listed


def _numbered(line: Line) -> Iterator[_Mark]:
    """Yield the numbered or Markdown heading that a line is or begins with."""
    depth, start, content = _content(line)
    if REFERENCE.match(content) or _UNITS.search(content[:12]) or LABELLED.match(content):
        return
    for rank, longest, mark in (*_NUMBERED, (_THIRD, 0, _BARE_NUMBER)):
        match = mark.match(content)
        if match:
            length = _heading_length(content, match.end(), longest)
            if length:
                yield _Mark(rank, start, start + length)
            return
    if depth and content:
        yield _Mark(depth, start, start + len(content))


def _heading_length(content: str, mark_end: int, longest: int) -> int:
    """Return how many characters of a line are its heading; 0 if it is a list item or plain text."""
    rest = content[mark_end:]
    if len(content) <= _LONGEST_LINE and not _OPEN_END.search(content) and "。" not in content and rest:
        colon = _COLON_RUN_IN.match(rest)
        if colon is None or not _COMMA.search(rest, colon.end()):
            return len(content.rstrip("：: "))
    return _run_in_length(content, mark_end, longest)


def _run_in_length(content: str, mark_end: int, longest: int) -> int:
    for run_in in (_COLON_RUN_IN, _RUN_IN):
        match = run_in.match(content, mark_end)
        if match and match.end() - mark_end <= longest and len(content) > match.end() + 1:
            return match.end()
    return 0


def _unnumbered(lines: Sequence[Line], taken: set[int]) -> list[_Mark]:
    """Return short lines that stand before a paragraph without being part of one, if there are several."""
    marks = [
        _Mark(_UNNUMBERED, line.start, line.end)
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if line.start not in taken and _is_unnumbered(line.text) and is_prose(after.text) and _is_paragraph(before.text)
    ]
    return marks if len(marks) > 1 else []


def _is_unnumbered(text: str) -> bool:
    return (
        _SHORTEST_UNNUMBERED <= len(text) <= _LONGEST_UNNUMBERED
        and not _PUNCTUATED.search(text)
        and not _CAPTION.match(text)
        and not any(pattern.match(text) for pattern in (ITEM, LABELLED, REFERENCE))
    )


def _is_paragraph(text: str) -> bool:
    return is_prose(text) or _CAPTION.match(text) is not None or text.endswith(("。", "！", "？", "”", "；", "）"))
