"""Letter-spaced characters: `只 争 朝 夕`, `第一章 总 则`; any other space may be meant and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.edited_text import Edit, EditedText
from ingest.lines import HAN, written_lines

_TOKEN = re.compile(rf"[{HAN}]+")
_SPACED = re.compile(rf"(?<![{HAN}])[{HAN}](?:([ \t\u3000\xa0]{{1,4}})[{HAN}])(?:\1[{HAN}])+(?![{HAN}])")
_NAME = 3
"""Characters; a person's name set wide. Four may be two names and stay apart."""

_WIDE_SHARE = 0.7
_WIDEST = 40
"""A line is set wide if 70% of its words are single characters and it has at most 40; names in a list are not."""

_SENTENCE, _SENTENCE_SHARE = 10, 0.95
"""In a longer line, ten single characters and hardly anything else: no list of names is like that."""

_TWO_CHARACTER_HEADING = re.compile(
    r"^((?:#{1,6} )?(?:第[一二三四五六七八九十]+[章节编]\s*)?)"
    r"(总|附|罚|分|摘|引|前|结|目|序)[ \t\u3000\xa0]{1,6}(则|纲|要|言|语|录)$",
    re.MULTILINE,
)
_GAP = re.compile(
    rf"(?<=[{HAN}])[ \t\u3000\xa0]+(?=[，。、；：！？])|(?<=[，。、；：！？])[ \t\u3000\xa0]+(?=[{HAN}“《（])"
)
_SPACE = re.compile(r"[ \t\u3000\xa0]+")


def close_letter_spacing(edited: EditedText) -> EditedText:
    """Close the spaces inside three or more single characters that stand evenly apart, and inside 总 则."""
    return edited.apply("spacing", _changes(edited.text))


def _changes(text: str) -> Iterator[Edit]:
    spans = {
        (line.start + match.start(), line.start + match.end())
        for line in written_lines(text)
        if _is_set_wide(line.text)
        for match in _SPACED.finditer(line.text)
    }
    spans |= {
        (line.start + match.start(), line.start + match.end())
        for line in written_lines(text)
        if len(line.text) > _WIDEST and _is_set_wide(line.text)
        for match in _GAP.finditer(line.text)
    }
    spans |= {(match.end(2), match.start(3)) for match in _TWO_CHARACTER_HEADING.finditer(text)}
    for start, end in sorted(spans):
        yield from (Edit(start + gap.start(), start + gap.end()) for gap in _SPACE.finditer(text[start:end]))


def _is_set_wide(line: str) -> bool:
    words = _TOKEN.findall(line)
    singles = sum(len(word) == 1 for word in words)
    if len(line) > _WIDEST:
        return singles >= _SENTENCE and singles >= _SENTENCE_SHARE * len(words)
    return singles == len(words) == _NAME or (singles > _NAME + 1 and singles >= _WIDE_SHARE * len(words))
