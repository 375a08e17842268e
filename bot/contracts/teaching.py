"""The JSON objects of what is written from practices and rules: plan, learn."""

from __future__ import annotations

from typing import Literal

from bot.contracts.basic import CitationJson
from knowledge.documents import Frozen


class PlanStepJson(Frozen):
    """A measure of a plan."""

    text: str
    unit: str | None
    card: str


class PlanStageJson(Frozen):
    """One of the four stages; `gaps` are marked 【待明确】 in the text."""

    stage: Literal["谋划", "部署", "落实", "检查"]
    measures: tuple[PlanStepJson, ...]
    gaps: tuple[str, ...]


class PlanJson(Frozen):
    """`plan`; `questions` are still open, at most three."""

    task: str
    sector: str | None
    time: str | None
    questions: tuple[str, ...]
    reply: Literal["answer", "no_answer"]
    text: str
    notice: str | None
    stages: tuple[PlanStageJson, ...]
    citations: tuple[CitationJson, ...]


class LearnJson(Frozen):
    """`learn`; `notice` says when the theme is thin."""

    theme: str
    reply: Literal["answer", "no_answer"]
    text: str
    notice: str | None
    citations: tuple[CitationJson, ...]
