from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messenger import rendering
from bot.messenger.screens import Screen
from knowledge.answers import MARKER, Answer, Clarify, NoAnswer, Notice
from knowledge.blocks import HeadingBlock, RemarkBlock, StatementBlock
from knowledge.writing.wording import RELATED
from tests.bot.telegram import replies
from tests.bot.telegram.telegram_html import check

Golden = Callable[[str, str], None]


def drawn(screen: Screen) -> str:
    """Draw a screen as text for a golden file."""
    rows = ["".join(f"[{button.label} → {button.data}]" for button in row) for row in screen.rows]
    return "\n\n--- 下一条 ---\n\n".join(screen.parts) + "\n\n" + "\n".join(rows) + "\n"


def test_answer(golden: Golden) -> None:
    """An answer reads: text with markers, sources folded and in order, what it stands on, a button a source."""
    golden("telegram_answer.txt", drawn(rendering.answer(replies.ANSWER, reply_id="r7")))


def test_follow_up_from_a_traditional_source(golden: Golden) -> None:
    """A follow-up says how it was understood; a notice comes first; a Traditional title is read in Simplified."""
    golden("telegram_follow_up.txt", drawn(rendering.answer(replies.FOLLOW_UP, reply_id="r7")))


def test_a_related_answer_is_seen_to_be_one() -> None:
    """Its first line is the assistant's own, in italics; the part that tells stands out, and so do headings."""
    blocks = (
        RemarkBlock(text=RELATED),
        HeadingBlock(text="制度依据"),
        StatementBlock(text="支部每月开会，每季度讲课。", markers=(1,), bullet=True, telling=(7, 12)),
    )
    cited = (replies.citation(1, replies.document(1)),)
    reply = Answer(question="问", standalone_question="问", blocks=blocks, strength="related", citations=cited)
    (shown,) = rendering.answer(reply, reply_id="r").parts

    assert shown.startswith(f"<i>{RELATED}</i>\n\n<b>制度依据</b>\n· 支部每月开会，<b>每季度讲课</b>。[1]\n\n")


def test_one_place_is_one_line() -> None:
    """Several markers that point to the same place share its line; each keeps its button."""
    cited = tuple(replies.citation(number, replies.document(1)) for number in (1, 2, 3))
    blocks = tuple(StatementBlock(text="甲。", markers=(number,)) for number in (1, 2, 3))
    answer = Answer(question="问", standalone_question="问", blocks=blocks, citations=cited)
    (shown,) = rendering.answer(answer, reply_id="r").parts
    assert "来源3处\n[1][2][3] 《" in shown
    assert len(rendering.source_rows(answer, "r")[0]) == 3


def test_no_answer(golden: Golden) -> None:
    """Without an answer the nearest material is listed and can be opened."""
    golden("telegram_no_answer.txt", drawn(rendering.no_answer(replies.NO_ANSWER, reply_id="r7")))


def test_clarify(golden: Golden) -> None:
    """A question with several meanings offers each on a button of its own."""
    golden("telegram_clarify.txt", drawn(rendering.choices(replies.CLARIFY)))


def test_a_notice_without_candidates_has_no_buttons() -> None:
    """A greeting that offers nothing shows no keyboard."""
    notice = Notice(question="谢谢", standalone_question="谢谢", text="不客气。")
    assert rendering.choices(notice) == Screen(parts=("不客气。",))


@settings(max_examples=50)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<&>\n。😀𠮷"), max_size=300),
    st.integers(min_value=1, max_value=99),
    st.integers(min_value=1, max_value=60),
)
def test_any_answer_is_sendable(text: str, sources: int, times: int) -> None:
    """Whatever its text and however many its sources, an answer arrives complete in valid messages."""
    plain = MARKER.sub("", text) * times
    marked = plain + "".join(f"[{number}]" for number in range(1, sources + 1))
    citations = tuple(replies.citation(number, replies.document(number)) for number in range(1, sources + 1))
    blocks = (StatementBlock(text=plain, markers=tuple(range(1, sources + 1))),)
    reply = Answer(question="问", standalone_question="问", blocks=blocks, citations=citations)
    screen = rendering.answer(reply, reply_id="abcdefghijkl")
    seen = "".join("".join(check(part).text.rsplit("\n（", 1)[0].split()) for part in screen.parts)
    assert seen.startswith("".join(marked.split()))
    assert sum(len(row) for row in screen.rows) == sources


def test_long_answers_put_their_buttons_under_the_last_message() -> None:
    """A long answer comes in several numbered messages, none of them cutting a sentence."""
    screen = rendering.answer(replies.long_answer(), reply_id="r1")
    assert len(screen.parts) > 1
    assert all(check(part).text.split("\n（")[0].endswith("。[1]") for part in screen.parts[:-1])


def test_source_buttons_follow_the_markers() -> None:
    """The first buttons under an answer are its sources in the order of the markers, at most four in a row."""
    citations = tuple(replies.citation(number, replies.document(number)) for number in (3, 1, 5, 2, 4))
    blocks = (StatementBlock(text="甲。", markers=(1, 2, 3, 4, 5)),)
    reply = Answer(question="问", standalone_question="问", blocks=blocks, citations=citations)
    labels = [[button.label for button in row] for row in rendering.source_rows(reply, "r1")]
    assert labels == [["[1] 原文", "[2] 原文", "[3] 原文", "[4] 原文"], ["[5] 原文"]]


def test_text_of_the_core_is_never_markup() -> None:
    """Angle brackets and ampersands in a reply are shown, not obeyed."""
    reply = Clarify(question="a", standalone_question="a", text="<b>甲&乙</b>", candidates=("丙",))
    assert check(rendering.choices(reply).parts[0]).text == "<b>甲&乙</b>"


def test_nearest_material_is_limited() -> None:
    """Only the first five of the nearest are listed, each with its own button."""
    hits = tuple(replies.hit(replies.document(number)) for number in range(1, 9))
    reply = NoAnswer(question="问", standalone_question="问", text="未收录。", nearest=hits)
    screen = rendering.no_answer(reply, reply_id="r1")
    assert [button.label for row in screen.rows for button in row] == ["原文1", "原文2", "原文3", "原文4", "原文5"]


def test_only_examples_also_leave_as_a_table() -> None:
    """Under a list of examples 导出Excel stands beside 导出Word, and each button names the reply."""
    plain, listed = (rendering.last_row("r7", is_short=False, is_list=is_list) for is_list in (False, True))

    assert [button.label for button in plain] == ["有用", "有误", "导出Word"]
    assert (listed[-1].label, listed[-1].data) == ("导出Excel", "et:r7")
