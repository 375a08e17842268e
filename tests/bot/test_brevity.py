"""An answer in short ends with a whole point, and cites what it still says."""

from __future__ import annotations

from bot.brevity import in_short
from knowledge.answers import Answer
from knowledge.blocks import Block, CardBlock, HeadingBlock, StatementBlock
from tests.bot.telegram import replies


def reply(*blocks: Block, sources: int) -> Answer:
    cited = tuple(replies.citation(number, replies.document(number)) for number in range(1, sources + 1))
    return Answer(question="问", standalone_question="问", blocks=blocks, citations=cited)


def said(number: int, *, running: bool = False) -> StatementBlock:
    return StatementBlock(text=f"第{number}句。", markers=(number,), running=running)


def test_the_conclusion_and_two_points_are_left() -> None:
    """What runs on in the last line stays with it; a heading over nothing does not."""
    long = reply(
        said(1), said(2), said(3), said(4, running=True), HeadingBlock(text="实践参考"), said(5), said(6), sources=6
    )
    short = in_short(long, "（下略）")

    assert short.text == "第1句。[1]\n第2句。[2]\n第3句。[3]第4句。[4]\n（下略）"
    assert [citation.marker for citation in short.citations] == [1, 2, 3, 4]


def test_an_example_is_one_point() -> None:
    """Three of five examples are left, none of them cut; four are not worth cutting."""
    cards = [CardBlock(card_id=str(n), number=n, heading="甲院", lines=(said(n), said(n))) for n in range(1, 6)]
    four = reply(*cards[:4], sources=4)

    assert in_short(reply(*cards, sources=5), "（下略）").blocks[:3] == tuple(cards[:3])
    assert in_short(four, "（下略）") is four
