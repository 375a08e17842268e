"""Answers kept by versions whose answers were text alone: their lines are read as blocks, and they open as they were.

Nothing else reads blocks from a text. To be deleted with the first version that no longer opens homes of 0.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.blocks import Block, HeadingBlock, RemarkBlock, StatementBlock, text_of

_CAUTIONS = "（示例材料）|（转引，请核对原文后引用）|（网络范文，慎作依据）"
_SAID = re.compile(rf"(?P<text>[^\n]*?)(?P<marks>(?:\[\d{{1,2}}\])+)(?P<caution>(?:{_CAUTIONS})*)")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks that read as a text: its lines, or all of it as one where its lines are none of ours."""
    blocks: list[Block] = []
    begins = True
    for line in text.split("\n"):
        if not line:
            begins = True
            continue
        blocks += _of_line(line, begins=begins)
        begins = False
    return tuple(blocks) if text_of(blocks) == text else (RemarkBlock(text=text),)


def _of_line(line: str, *, begins: bool) -> Iterator[Block]:
    said = list(_SAID.finditer(line))
    if not said:
        yield HeadingBlock(text=line) if begins else RemarkBlock(text=line)
    elif said[-1].end() < len(line):
        yield RemarkBlock(text=line)
    else:
        for number, match in enumerate(said):
            bullet = not number and match["text"].startswith("· ")
            yield StatementBlock(
                text=match["text"].removeprefix("· ") if bullet else match["text"],
                markers=tuple(map(int, re.findall(r"\d+", match["marks"]))),
                caution=match["caution"],
                bullet=bullet,
                running=number > 0,
            )
