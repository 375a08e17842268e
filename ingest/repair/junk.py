"""Strings without meaning that stand again and again in a copied text: watermarks, running heads, keyboard noise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.edited_text import Edit, EditedText
from ingest.lines import Line, squashed, written_lines
from ingest.markers import ITEM

_NOISE = re.compile(
    r"(\w)\1{5,}|\d{9,}|asdf|qwer|zxcv|hjkl|fdsa|sdfg|dfgh"
    r"|(?:精品|精选|优质|学习|最新|海量)[\s\w]{0,6}(?:资料|文档|推荐|整理)|(?:资料|文档)(?:下载|分享|整理)|整理分享|欢迎下载|仅供(?:学习|参考|个人)"
    r"|可(?:自由)?编辑|文库|道客巴巴|豆丁|原创力|word\s*(?:版|完整|格式|文档)|完整版|侵权|未经许可|公众号|微信号|扫码|水印|QQ\s*群",
    re.IGNORECASE,
)
"""Signs that a repeated string says nothing: one character over and over, long digits, keyboard rows, offers."""

_KEYBOARD = re.compile(
    r"([^\W_])\1{5,}|\d{12,}|asdf|qwer|zxcv|hjkl|fdsa|sdfg|dfgh|QQ\s*群|欢迎下载|水印", re.IGNORECASE
)
_MEANT = re.compile(r"[。！？；]|电话|传真|热线|[账帐编证文档卡]号|号码|身份证|代码|https?:|www\.|@")
"""Of the signs, those that say nothing even once; and what gives long digits a meaning."""

_BINDING = re.compile(
    r"不得|不准|不许|禁止|严禁|应当|必须|可以|(?:转账|联系|值班|办公|服务)?(?:电话|传真|账号|帐号|身份证|编号|代码)"
)
"""A string that binds somebody or says what its digits are is a sentence, however often it stands."""

_NOT_ALONE = re.compile(r"转载|侵权|盗版|翻印|下载")
"""What is forbidden in the notices of those who copy: such a notice is junk after all."""

_SHORTEST, _LONGEST = 4, 80
_SHORTEST_INSIDE = 6
"""Characters; a shorter string is removed only where it fills a line."""

_OFTEN = 3
_MANY_LINES = 5000
"""Lines; in a longer text, a list most likely, a string that fills only one of them is not looked for."""

_LOOKS_AROUND = 6
"""Lines; a running foot, a page number and a running head are three."""

_SAME_WIDTH = 2
"""Characters; a line as wide as the unfinished one before it was wrapped with it and goes on with its sentence."""

_PROSE = re.compile(r"[，。；！？,;]")
_UNFINISHED = re.compile(r"[。，；！？,;].*[^。！？!?：:；;…”’」』）)】》]$")
_LABEL = re.compile(r"[^：:]{1,8}[：:]")
_WORDS = re.compile(r"[^\W\d_]")
_PAGE = re.compile(r"(?<=第)\s*\d{1,4}\s*(?=页)|(?<=Page)\s*\d{1,4}|^\d{1,3}(?=\s)|(?<=[^\d\s]\s)\d{1,3}$")
"""Page numbers inside a running head, the only digits in which two lines may differ and be the same junk."""


def remove_junk(edited: EditedText) -> EditedText:
    """Remove repeated strings without meaning: as lines, and, of those, glued to a line or apart inside one.

    What never fills a line is not removed, however many lines begin with it: 未经许可，任何人不得…… begins three rules.
    A string is junk if it fills a line several times and either looks meaningless or interrupts sentences: the line
    before is unfinished and no heading follows. Lines that repeat for a reason, such as a byline, do neither; a wrapped
    line of a sentence that recurs is part of it.
    """
    lines = written_lines(edited.text)
    junk = _junk_lines(edited.text, lines)
    without_lines = edited.apply("junk", [Edit(line.start, line.next_start) for line in junk])
    strings = {line.text for line in junk if len(line.text) >= _SHORTEST_INSIDE}
    return without_lines.apply("junk", _occurrences(without_lines.text, strings))


def doubtful_lines(text: str) -> list[Line]:
    """Return lines that look meaningless but do not repeat enough to be removed: a person has to look at them."""
    return [line for line in written_lines(text) if len(line.text) <= _LONGEST and _is_doubtful(line.text)]


def _is_doubtful(line: str) -> bool:
    meant = _MEANT.search(line) or _LABEL.match(line) or ITEM.match(line)
    return _KEYBOARD.search(line) is not None and not meant


def _junk_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are nothing but junk."""
    groups: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if _SHORTEST <= len(line.text) <= _LONGEST and not line.text.endswith("。"):
            groups.setdefault(squashed(_PAGE.sub("", line.text)), []).append(index)
    repeated = {index for group in groups.values() if len(group) > 1 for index in group}
    return [lines[index] for group in groups.values() if _is_junk(group, text, lines, repeated) for index in group]


def _is_junk(group: Sequence[int], text: str, lines: Sequence[Line], repeated: set[int]) -> bool:
    sample = lines[group[0]].text
    if _BINDING.search(sample) and not _NOT_ALONE.search(sample):
        return False
    noise = _NOISE.search(sample) is not None
    if len(group) == 1:
        return noise and len(lines) <= _MANY_LINES and text.count(sample) >= _OFTEN
    interruptions = sum(_interrupts(index, lines, repeated) for index in group)
    if _LABEL.match(sample) or ITEM.match(sample) or not _WORDS.search(sample):
        return noise and interruptions > 0
    often = len(group) >= _OFTEN
    if noise:
        return often or interruptions > 0
    return often and interruptions * 2 >= len(group) and not _PROSE.search(sample)


def _interrupts(index: int, lines: Sequence[Line], repeated: set[int]) -> bool:
    """Tell whether a line stands in the middle of a sentence; other repeated lines around it are looked past."""
    earlier = range(index - 1, max(index - _LOOKS_AROUND, 0) - 1, -1)
    later = range(index + 1, min(index + _LOOKS_AROUND, len(lines)))
    before = next((lines[i].text for i in earlier if i not in repeated), "")
    after = next((lines[i].text for i in later if i not in repeated), "")
    wrapped = abs(len(before) - len(lines[index].text)) <= _SAME_WIDTH
    return not wrapped and _UNFINISHED.search(before) is not None and after != "" and not ITEM.match(after)


def _occurrences(text: str, strings: set[str]) -> list[Edit]:
    """Return where the strings stand, the longest first, with the space after them; nothing is cut in two.

    Noise of the keyboard may be glued to a line; what else is junk stands between white space or the edges of a line.
    """
    if not strings:
        return []
    choices = "|".join(re.escape(string) for string in sorted(strings, key=len, reverse=True))
    found = re.finditer(rf"(?:{choices})[ \t]*", text)
    return [Edit(*match.span()) for match in found if _stands_apart(text, match)]


def _stands_apart(text: str, match: re.Match[str]) -> bool:
    """Tell a string from a part of a number, of a word or of a sentence."""
    before, after = text[: match.start()][-1:], text[match.start() + len(match[0].rstrip()) :][:1]
    if match[0][0].isascii() and before.isascii() and before.isalnum():
        return False
    if match[0].rstrip()[-1].isascii() and after.isascii() and after.isalnum():
        return False
    apart = [not each.strip() for each in (before, after)]
    return any(apart) if _KEYBOARD.search(match[0]) else all(apart)
