"""Strings without meaning that stand again and again in a copied text: watermarks, running heads, keyboard noise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from os.path import commonprefix

from ingest.edited_text import Change, EditedText
from ingest.lines import Line, squashed, written_lines
from ingest.markers import ITEM

_NOISE = re.compile(
    r"(\w)\1{5,}|\d{9,}|(?:asdf|qwer|zxcv|hjkl|jkl;|fdsa|sdfg|dfgh)|(?:精品|精选|优质|学习|参考|范文|最新)[\s\w]{0,6}(?:资料|文档|推荐|整理)"
    r"|欢迎下载|仅供(?:学习|参考|个人)|可(?:自由)?编辑|(?:百度|道客|豆丁|文库|原创力)(?:文库|巴巴|网|文档)?|word\s*(?:版|完整|格式|文档)"
    r"|完整版|文档(?:来源|下载)|资料(?:来源|下载|分享|整理)|整理(?:分享|发布)|版权归|侵权|如有侵权|未经许可|公众号|微信号|扫码|水印|QQ\s*群",
    re.IGNORECASE,
)
"""Signs that a repeated string says nothing: one character over and over, long digits, keyboard rows, offers of files."""

_LONGEST = 80
_SHORTEST_INSIDE = 6
"""Characters; a shorter string is removed only where it fills a line."""

_OFTEN = 3
_PREFIX = 8
_SENTENCE_END = re.compile(r"[。！？!?：:；;…”’」』）)】》]$")
_UNFINISHED_LENGTH = 15
_NUMBER = re.compile(r"\d+")


def remove_junk(edited: EditedText) -> EditedText:
    """Remove repeated strings without meaning: as lines, glued to the front of a line, and inside one.

    A string is junk if it fills a line several times and either looks meaningless or interrupts sentences: the line
    before is unfinished and no heading follows. Lines that repeat for a reason, such as a byline, do neither.
    """
    lines = written_lines(edited.text)
    whole_lines = [Change(line.start, _after(edited.text, line)) for line in _junk_lines(lines)]
    edited_lines = edited.apply("junk", whole_lines)
    strings = {lines_text for lines_text in _junk_strings(lines)} | set(
        _junk_prefixes(written_lines(edited_lines.text))
    )
    return edited_lines.apply("junk", _occurrences(edited_lines.text, strings))


def _junk_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are nothing but junk; the numbers in them may differ from page to page."""
    groups: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if 1 < len(line.text) <= _LONGEST and not line.text.endswith("。"):
            groups.setdefault(_NUMBER.sub("0", squashed(line.text)), []).append(index)
    return [lines[index] for group in groups.values() if _is_junk(group, lines) for index in group]


def _is_junk(group: Sequence[int], lines: Sequence[Line]) -> bool:
    sample = lines[group[0]].text
    if len(group) < 2 or len(sample) < 4:
        return False
    if _NOISE.search(sample) and (len(group) >= _OFTEN or _interruptions(group, lines)):
        return True
    return len(group) >= _OFTEN and _interruptions(group, lines) * 2 >= len(group)


def _interruptions(group: Sequence[int], lines: Sequence[Line]) -> int:
    """Count the places where a line of the group stands in the middle of a sentence."""
    return sum(
        0 < index < len(lines) - 1
        and len(lines[index - 1].text) >= _UNFINISHED_LENGTH
        and not _SENTENCE_END.search(lines[index - 1].text)
        and not ITEM.match(lines[index + 1].text)
        for index in group
    )


def _junk_strings(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the exact strings of junk lines that are long enough to be looked for inside others."""
    counts = Counter(line.text for line in _junk_lines(lines))
    yield from (text for text in counts if len(text) >= _SHORTEST_INSIDE)


def _junk_prefixes(lines: Sequence[Line]) -> Iterator[str]:
    """Yield meaningless beginnings that several lines share and no line has alone."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(line.text[:_PREFIX], []).append(line.text)
    for group in groups.values():
        shared = commonprefix(group)
        noise = _NOISE.search(shared)
        if len(set(group)) >= _OFTEN and noise and len(shared) <= _LONGEST:
            yield shared


def _occurrences(text: str, strings: set[str]) -> list[Change]:
    """Return where the strings stand, the longest first, with the space after them."""
    if not strings:
        return []
    choices = "|".join(re.escape(string) for string in sorted(strings, key=len, reverse=True))
    return [Change(*match.span()) for match in re.finditer(rf"(?:{choices})[ \t]*", text)]


def _after(text: str, line: Line) -> int:
    """Return the end of a line with its line break, or of the text."""
    return min(line.next_start, len(text))
