"""Tests of follow-up questions."""

from __future__ import annotations

import pytest

from knowledge.answers import Answer, NoAnswer
from knowledge.blocks import CardBlock, RemarkBlock, StatementBlock
from knowledge.questions.conversation import asks_for_more, subject, together, turn_after, understood
from knowledge.questions.turns import Turn, turn_of
from tests.bot.telegram import replies

FIRST = "国企怎么推动党建和业务融合"


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        pytest.param("那医院呢？", "医院怎么推动党建和业务融合", id="another_kind_of_unit"),
        pytest.param("公立医院呢", "公立医院怎么推动党建和业务融合", id="without_那"),
        pytest.param("三会一课是什么", "三会一课是什么", id="a_new_question"),
        pytest.param("不对，我问的是高校", "高校怎么推动党建和业务融合", id="a_correction"),
        pytest.param("考核呢？", "考核呢？", id="an_aspect"),
        pytest.param("那由谁来批", "那由谁来批", id="what_goes_on"),
    ],
)
def test_a_follow_up_stands_alone(question: str, standalone: str) -> None:
    """What names another of the same sort takes its place; what no rule knows is left alone."""
    assert understood(question, Turn(standalone=FIRST)) == standalone


@pytest.mark.parametrize(
    ("question", "previous", "standalone"),
    [
        ("那基层委员会呢？", "机关党的总支部需要多少党员", "机关党的基层委员会需要多少党员"),
        ("那机密级呢", "绝密级文件保密多少年", "机密级文件保密多少年"),
        ("只看2023年以后的", "国企怎么抓党建", "2023年以后国企怎么抓党建"),
        ("那可以延长几次？", "留置时间不超过多久", "那可以延长几次？"),
        ("要是不合格呢", "预备期多长能转正", "要是不合格呢"),
    ],
)
def test_a_rule_is_followed_up(question: str, previous: str, standalone: str) -> None:
    """What is named beside it takes its place; what leans on the question before is read together with that."""
    assert understood(question, Turn(standalone=previous)) == standalone


def test_a_follow_up_is_read_with_the_question_before() -> None:
    """One sentence after the other, as the judge was trained to read them; of a long one the end, where it asks."""
    assert together("预备期多久？ ", "能延长吗") == "预备期多久？能延长吗"
    long = together("背景介绍，" * 60 + "预备期多久", "能延长吗")
    assert long.endswith("预备期多久？能延长吗")
    assert len(long) < 100


ANSWERED = Turn(
    standalone="国企怎么推动党建和业务融合？",
    points=("《青澜市国企党建办法》第三条：企业党委应当定期研究。", "党员牵头合并采购需求，算全成本账。（示例材料）"),
    titles=("青澜市国企党建办法", "青澜市信访工作条例"),
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("第二点展开说说", "党员牵头合并采购需求，具体怎么做"),
        ("最后一点呢", "党员牵头合并采购需求，具体怎么做"),
        ("上面那个条例第五条", "《青澜市信访工作条例》第五条"),
        ("它什么时候施行", "《青澜市国企党建办法》什么时候施行"),
        ("可以延长吗", "可以延长吗"),
        ("出处呢", "出处呢"),
        ("还有别的案例吗", "国企怎么推动党建和业务融合还有哪些案例"),
        ("谁审批", "谁审批"),
        ("那医院呢？", "医院怎么推动党建和业务融合？"),
        ("第九点展开说说", "第九点展开说说"),
        ("那第九条呢", "那第九条呢"),
        ("今天天气怎么样", "今天天气怎么样"),
        ("党费交多少", "党费交多少"),
    ],
)
def test_a_question_on_the_answer_before_it_stands_alone(question: str, meant: str) -> None:
    """What it points at is named; what no rule knows stays as it is."""
    assert understood(question, ANSWERED) == meant


def test_without_an_answer_before_it_a_question_stays_as_it_is() -> None:
    """The first question of a conversation refers to nothing."""
    assert understood("第二点展开说说", None) == "第二点展开说说"


def test_the_points_of_a_paragraph_are_its_sentences() -> None:
    """第二点 of what a model wrote in one paragraph is its second sentence."""
    first = StatementBlock(text="支部牵头合并采购需求。", markers=(1,))
    second = StatementBlock(text="每季度由财务核定一次成本。", markers=(1,), running=True)
    reply = Answer(
        question="问",
        standalone_question="采购降本怎么抓",
        blocks=(first, second),
        citations=(replies.citation(1, replies.document(1)),),
    )
    assert understood("第二点展开说说", turn_of(reply)) == "每季度由财务核定一次成本，具体怎么做"


def test_an_example_is_one_point_whatever_stands_in_it() -> None:
    """第二个 after a list of examples is the second example; its caution, its measures and remarks are no points."""
    cards = (
        CardBlock(
            card_id=str(number),
            number=number,
            heading=f"澄江第{numeral}医院党委",
            sector="医院",
            lines=(
                StatementBlock(lead="举措：", text="建立首问负责制度。", markers=(1,), caution="（示例材料）"),
                StatementBlock(lead="　　　", text="开展技能比武。", markers=(1,), caution="（示例材料）"),
                RemarkBlock(text="成效：资料未载"),
            ),
        )
        for number, numeral in enumerate("一二三", start=1)
    )
    cited = (replies.citation(1, replies.document(1)),)
    turn = turn_of(Answer(question="问", standalone_question="医院的例子", blocks=tuple(cards), citations=cited))

    assert len(turn.points) == 3
    assert understood("第二个展开说说", turn) == "澄江第二医院党委，具体怎么做"
    assert understood("第三个例子详细讲讲", turn) == "澄江第三医院党委，具体怎么做"


def test_a_reminder_under_an_answer_is_no_point() -> None:
    """第三点 of two items means nothing, though a line of the assistant's own stands below them."""
    said = (
        StatementBlock(text="支部牵头合并采购需求。", markers=(1,)),
        *(
            StatementBlock(text=text, markers=(1,), bullet=True)
            for text in ("党员包保重点品类。", "按月通报采购结果。")
        ),
        RemarkBlock(text="· 考核权重：资料未载。"),
    )
    cited = (replies.citation(1, replies.document(1)),)
    turn = turn_of(Answer(question="问", standalone_question="采购降本怎么抓", blocks=said, citations=cited))

    assert turn.points == ("党员包保重点品类。", "按月通报采购结果。")


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("继续", True),
        ("再讲细一点", True),
        ("不够，再来点", True),
        ("展开说说", True),
        ("继续教育怎么安排", False),
        ("还有吗", True),
        ("还有别的做法吗？", True),
        ("还有其他规定吗", True),
        ("还有别的案例吗", False),
        ("还有谁参加", False),
    ],
)
def test_more_of_the_same_is_asked_for(question: str, *, more: bool) -> None:
    """What asks for the rest names nothing of its own; more examples are another question."""
    assert asks_for_more(question) is more


def test_what_was_shown_is_remembered_as_long_as_more_is_asked_for() -> None:
    """A refusal is what the next question is about, and what was shown once is not shown again."""
    cited = (replies.citation(1, replies.document(1)),)
    said = (StatementBlock(text="第二句话。", markers=(1,)),)
    reply = Answer(question="还有吗", standalone_question=FIRST, blocks=said, citations=cited)
    (first,) = turn_of(reply).shown
    after = turn_after(reply, Turn(standalone=FIRST, shown=("已经说过的话。",)))
    assert after is not None
    assert after.shown[:2] == ("已经说过的话。", first)
    refused = NoAnswer(question="公文怎么写", standalone_question="公文怎么写", text="没有。")
    assert turn_after(refused, None) is None
    named = refused.model_copy(update={"question": "国企怎么前置研究", "standalone_question": "国企怎么前置研究"})
    assert turn_after(named, after) == Turn(standalone="国企怎么前置研究", titles=after.titles)
    leaning = refused.model_copy(update={"question": "那国企呢", "standalone_question": "国企怎么前置研究"})
    assert turn_after(leaning, after) is None
    assert turn_after(refused.model_copy(update={"question": "还有吗"}), after) is None


def test_a_verb_is_taken_away_whole() -> None:
    """What a question is about ends before 存在哪些问题, not inside it."""
    assert subject("医院推动党建和业务融合存在哪些问题") == "医院推动党建和业务融合"
