"""Letter-spaced characters: `只 争 朝 夕`, `第一章 总 则`; any other space may be meant and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.edited_text import Change, EditedText
from ingest.lines import HAN

_SPACED = re.compile(rf"(?<![{HAN}])[{HAN}](?:([ \t\u3000\xa0]{{1,4}})[{HAN}])(?:\1[{HAN}])+(?![{HAN}])")
_TWO_CHARACTER_HEADING = re.compile(
    r"^((?:第[一二三四五六七八九十]+[章节编]\s*)?)(总|附|罚|分|摘|引|前|结|结束|目|序|通|公|决)[ \t\u3000\xa0]{1,6}(则|要|言|语|录|知|告|定)$",
    re.MULTILINE,
)
_SPACE = re.compile(r"[ \t\u3000\xa0]+")


def close_letter_spacing(edited: EditedText) -> EditedText:
    """Close the spaces inside three or more single characters that stand evenly apart, and inside 总 则."""
    return edited.apply("spacing", _changes(edited.text))


def _changes(text: str) -> Iterator[Change]:
    spans = {match.span() for match in _SPACED.finditer(text)}
    spans |= {(match.end(2), match.start(3)) for match in _TWO_CHARACTER_HEADING.finditer(text)}
    spaces = {
        (start + gap.start(), start + gap.end()) for start, end in spans for gap in _SPACE.finditer(text[start:end])
    }
    yield from (Change(*span) for span in sorted(spaces))
