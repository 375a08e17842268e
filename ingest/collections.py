"""Pages that hold several documents without numbering them: study pages, notices with the rules they pass on.

Where a document begins is told by what it begins with — a headline over the line that names its source, over a date or
an author and an address, the title of rules over their first article — never by a change of subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, is_prose, written_lines
from ingest.markers import ITEM
from ingest.metadata.kinds import is_instrument

_COLLECTED = re.compile(r"学习(?:推荐)?(?:材料|资料|内容)|每(?:周|月|日)一学|汇编|选编|合集|资料辑|学习园地|应知应会")
_BYLINE = re.compile(
    r"^[·•\s]*(?:来源|信息来源|资料来源|稿源|作者|文[/／])\s*[:：]\s*\S{2,30}(?:\s.{0,40})?$|^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d{2}.{0,30}$"
)
_DATE_ALONE = re.compile(r"^[（(]\s*(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[)）]$")
_NAME_ALONE = re.compile(r"^[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff·]){1,4}$")
_ADDRESS = re.compile(r"^(?:同志们|各位[^。]{1,20}|尊敬的[^。]{1,30}|朋友们|同学们|老师们)[^。]{0,20}[：:！!]$")
_CLOSING = re.compile(
    r"^[（(]\s*(?:来源|原载|据|作者|转自|新华社|记者)[^。\n]{1,40}[)）]$|^《\s*[^》]{2,12}\s*》\s*[（(].{4,30}版\s*[)）]$|^来源\s*[:：]\s*《[^》]{2,20}》.{0,20}$"
)
_NO_HEADLINE = re.compile(r"[。；;！？!?]$|[，,、：:]$|^[（(【\[《]?(?:来源|附|责任编辑|编辑|记者|供稿|转自)|。")
_FIRST_ARTICLE = re.compile(r"第[一1](?:条(?!规定|、|和|至|第)|章|编)|总\s*则$|目\s*录$")
_LONGEST_HEADLINE, _HEADLINE_LINES = 60, 4
_HEADER_LINES = 14
_FEWEST = 2
_PREFACE = 200
"""Characters in front of the first document found that are a document too, not the page's words about it."""


def split_collection(edited: EditedText, stated: Mapping[str, str]) -> list[EditedText]:
    """Return the documents of a page, or the page whole; a page's own heading, or a line or two of preface, is removed.

    Args:
        edited: The page, its line breaks still those of the source.
        stated: Front matter; its title may say that the page is a collection.
    """
    lines = written_lines(edited.text)
    named = stated.get("title", "") + "\n" + "\n".join(line.text for line in lines[:2])
    collected = _COLLECTED.search(named) is not None
    starts = _apart(lines, sorted({*_headlines(lines, closings=collected), *_rules(lines)}))
    preface = edited.text[: starts[0]].strip() if starts else ""
    if not starts or (not collected and len(preface) < _PREFACE and len(starts) < _FEWEST):
        return [edited]
    if len(preface) >= _PREFACE:
        return edited.parts(starts)
    first, *others = edited.parts(starts[1:])
    return [first.apply("compilation", [Edit(0, starts[0])] if preface else []), *others]


def _apart(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """Leave out a beginning with no running text between it and the one before: both are of one headline."""
    kept: list[int] = []
    for start in starts:
        if not kept or any(is_prose(line.text) for line in lines if kept[-1] <= line.start < start):
            kept.append(start)
    return kept


def _headlines(lines: Sequence[Line], *, closings: bool) -> Iterator[int]:
    """Yield where a headline begins that stands over a byline, a date or an address; after closings, over any text."""
    for index, line in enumerate(lines):
        if _opens_below(lines, index):
            start = _block(lines, index)
            if start is not None:
                yield start
        elif closings and _CLOSING.match(line.text) and index + 1 < len(lines):
            end = next((at for at in range(index + 1, len(lines)) if not _is_headline(lines[at].text)), len(lines))
            if index + 1 < end <= index + 1 + _HEADLINE_LINES and end < len(lines) and is_prose(lines[end].text):
                yield lines[index + 1].start


def _opens_below(lines: Sequence[Line], index: int) -> bool:
    """Tell the line under a headline: its source, its date, or its author over the address of a speech."""
    text = lines[index].text
    if _BYLINE.match(text) or _DATE_ALONE.match(text):
        return True
    addressed = index + 1 < len(lines) and _ADDRESS.match(lines[index + 1].text) is not None
    return addressed and _NAME_ALONE.match(text) is not None


def _block(lines: Sequence[Line], index: int) -> int | None:
    """Return where the headline above a line begins: up to four short lines that are neither text nor items."""
    above = index
    while above > 0 and index - above < _HEADLINE_LINES and _is_headline(lines[above - 1].text):
        above -= 1
    return lines[above].start if above < index else None


def _is_headline(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_HEADLINE
        and not _NO_HEADLINE.search(text)
        and not _COLLECTED.search(text)
        and not ITEM.match(text)
        and not _CLOSING.match(text)
        and not _DATE_ALONE.match(text)
        and not _BYLINE.match(text)
    )


def _rules(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where rules begin that stand below other text: their title over their first article."""
    written = 0
    for index, line in enumerate(lines):
        if (
            written >= _PREFACE
            and _is_headline(line.text)
            and is_instrument(line.text)
            and _first_article_follows(lines[index + 1 : index + 1 + _HEADER_LINES])
        ):
            yield line.start
            written = 0
        written += len(line.text)


def _first_article_follows(lines: Sequence[Line]) -> bool:
    """Tell whether the lines under a title lead to 第一条 without a paragraph between."""
    for line in lines:
        if _FIRST_ARTICLE.match(line.text):
            return True
        if is_prose(line.text) and not re.search(r"\d{4}年.{1,40}(?:通过|批准|发布|公布|印发|修订|修正)", line.text):
            return False
    return False
