"""Plans and paths as scripts read them."""

from __future__ import annotations

from bot.views.teaching import learn_json, plan_json
from knowledge.answers import Answer
from knowledge.practices.plans import PlanRequest, draft_plan, plan_answer
from tests.bot.practice_values import card
from tests.bot.telegram import replies


def test_a_plan_says_what_is_open_and_what_is_missing() -> None:
    """Four stages, each with its gaps; measures name their card; what was not given is asked, at most three."""
    drafted = draft_plan(PlanRequest(task="床位"), [card()], [])
    reply = plan_answer(drafted, 0.0)
    assert isinstance(reply, Answer)
    shown = plan_json(drafted, reply)
    assert len(shown.stages) == 4
    assert [step.card for stage in shown.stages for step in stage.measures] == ["c1"]
    assert all("可以参考的做法" in stage.gaps for stage in shown.stages if not stage.measures)
    assert len(shown.questions) == 2


def test_nothing_held_has_no_stages() -> None:
    """And no citations."""
    drafted = draft_plan(PlanRequest(task="星际航行"), [], [])
    shown = plan_json(drafted, plan_answer(drafted, 0.0))
    assert (shown.reply, shown.stages, shown.citations) == ("no_answer", (), ())
    assert learn_json("题目", replies.NO_ANSWER).citations == ()
