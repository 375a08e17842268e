"""From plans and paths to the objects of the contract."""

from __future__ import annotations

from bot.contracts.teaching import LearnJson, PlanJson, PlanStageJson, PlanStepJson
from bot.views.basic import citation_json
from bot.views.gathering import gathered
from knowledge.answers import Answer, NoAnswer
from knowledge.practices.fields import reading
from knowledge.practices.plans import Plan, Stage

_OPEN = ("责任人", "完成时限", "量化指标")


def plan_json(plan: Plan, reply: Answer | NoAnswer) -> PlanJson:
    """Return a plan as scripts read it."""
    answer = reply if isinstance(reply, Answer) else None
    return gathered(
        PlanJson,
        plan.request,
        reply,
        questions=plan.request.open_questions(),
        notice=answer.notice if answer else None,
        stages=tuple(map(_stage_json, plan.stages)) if answer else (),
        citations=tuple(map(citation_json, answer.citations)) if answer else (),
    )


def learn_json(theme: str, reply: Answer | NoAnswer) -> LearnJson:
    """Return a path as scripts read it."""
    answer = reply if isinstance(reply, Answer) else None
    return gathered(
        LearnJson,
        reply,
        theme=theme,
        notice=answer.notice if answer else None,
        citations=tuple(map(citation_json, answer.citations)) if answer else (),
    )


def _stage_json(stage: Stage) -> PlanStageJson:
    steps = tuple(
        PlanStepJson(
            text=reading(step.measure),
            unit=reading(step.held.card.unit) if step.held.card.unit else None,
            card=step.held.card.id,
        )
        for step in stage.steps
    )
    return PlanStageJson.model_validate(
        {"stage": stage.name, "measures": steps, "gaps": _OPEN if steps else ("可以参考的做法", *_OPEN)}
    )
