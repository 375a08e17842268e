"""Blocks: an answer's text follows from them, whatever they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.answers import Answer
from knowledge.blocks import (
    Block,
    CardBlock,
    HeadingBlock,
    ProvisionBlock,
    RemarkBlock,
    StatementBlock,
    styled_pieces,
    text_of,
)
from knowledge.former_answers import blocks_of
from knowledge.grounding.composition import Composition
from knowledge.grounding.support import Material, Support
from knowledge.writing.wording import RELATED
from tests.bot.telegram import replies
from tests.builders import document, passage, summary

MEASURE = StatementBlock(lead="举措：", text="每日交班。", markers=(2,), caution="（示例材料）")
BLOCKS: tuple[Block, ...] = (
    HeadingBlock(text="方案（讨论稿）", of_all=True),
    RemarkBlock(text="完成时间：【待明确】"),
    StatementBlock(text="支部牵头。", markers=(1,)),
    StatementBlock(text="月月通报。", markers=(1, 2), running=True),
    HeadingBlock(text="实践参考"),
    StatementBlock(lead="澄江水务：", text="党员包保。", markers=(2,), bullet=True, telling=(0, 4)),
    CardBlock(
        card_id="c1",
        number=1,
        heading="澄江医院",
        sector="医院",
        name="四联法",
        lines=(MEASURE, RemarkBlock(text="无")),
    ),
    ProvisionBlock(
        heading="《办法》第一条",
        lines=(StatementBlock(text="一。", markers=(3,)), StatementBlock(text="二。", markers=(4,))),
    ),
)
TEXT = (
    "方案（讨论稿）\n\n完成时间：【待明确】\n支部牵头。[1]月月通报。[1][2]\n\n实践参考\n· 澄江水务：党员包保。[2]"
    "\n\n1 澄江医院（医院）：四联法\n举措：每日交班。[2]（示例材料）\n无\n\n《办法》第一条\n一。[3]\n二。[4]"
)


def test_a_part_begins_after_a_blank_line() -> None:
    """Headings, examples and provisions stand apart; what runs on stays in its line; the title stands alone."""
    assert text_of(BLOCKS) == TEXT


def test_styles_are_of_the_same_text() -> None:
    """What stands out is cut from the text, and nothing of it is lost."""
    cut = list(styled_pieces(BLOCKS))

    assert "".join(piece.text for piece in cut) == TEXT
    assert [piece.text for piece in cut if piece.style == "telling" and piece.text] == ["党员包保"]


@given(
    st.lists(st.sampled_from(["", "· 甲。[1]", "乙。[1]丙。[2]（示例材料）", "标题", "· [1]是别处的。", "\u3000丁[3]"]))
)
def test_any_former_text_reads_as_it_did(lines: list[str]) -> None:
    """However the lines of a former answer follow on one another, their blocks give the same text."""
    text = "\n".join(lines)
    assert text_of(blocks_of(text)) == text


def test_a_related_answer_says_so_first() -> None:
    """What is near is never shown as if it answered."""
    cited = (replies.citation(1, replies.document(1)),)
    said = StatementBlock(text="支部牵头。", markers=(1,))
    values = {"question": "问", "standalone_question": "问", "citations": cited, "strength": "related"}

    assert Answer.model_validate({**values, "blocks": (RemarkBlock(text=RELATED), said)}).text.startswith(RELATED)
    with pytest.raises(ValidationError, match="says so"):
        Answer.model_validate({**values, "blocks": (said,)})


def test_what_tells_stands_in_its_statement() -> None:
    """A span beyond the text is a mistake of whoever wrote it."""
    with pytest.raises(ValidationError, match="telling"):
        StatementBlock(text="甲", telling=(0, 2))


def test_drafts_only_grow_and_keep_what_tells() -> None:
    """Each draft begins with the one before it; white space around a statement moves no span."""
    whole = document("支部每月学习一次业务政策。书记每季度讲一次党课。")
    material = Material(passage=passage(whole), document=summary(whole), whole=whole)
    composition, drafts = Composition(), [""]
    composition.head("制度依据")
    for start, end in ((0, 13), (13, 24)):
        text = f" {whole.text[start:end]} "
        support = Support(material=material, start=start, end=end)
        assert composition.say(text, [support], bullet=False, running=True, telling=(1, 3))
        drafts.append(composition.draft.text)

    assert all(later.startswith(earlier) for earlier, later in pairwise(drafts))
    assert [block.block for block in composition.blocks] == ["heading", "statement", "statement"]
    assert [piece.text for piece in styled_pieces(composition.blocks) if piece.style == "telling"] == ["支部", "书记"]
    assert composition.text == text_of(composition.blocks) == drafts[-1]
