"""From a task to a plan: four stages, each measure a quoted practice with its source, each gap marked as one.

Nothing is invented: no name, date or number stands in a plan that the person or a source did not give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from time import perf_counter

from knowledge.answers import Answer, NoAnswer, Seconds
from knowledge.blocks import Block, HeadingBlock, RemarkBlock
from knowledge.documents import Frozen
from knowledge.facets import facets
from knowledge.practices.cards import HeldCard, Quoted
from knowledge.practices.citing import Cited, written
from knowledge.practices.fields import card_heading
from knowledge.practices.formula_lookup import entries_of, in_one_piece
from knowledge.practices.formulas import HeldFormula
from knowledge.practices.requests import GENERIC
from knowledge.practices.search import unit_key
from knowledge.questions.queries import content_words, synonyms
from knowledge.tokens import fold, segments

STAGES = {"谋划": "一起谋划", "部署": "一起部署", "落实": "一起落实", "检查": "一起检查"}
"""The four stages, as the formula 四个一起 names them."""

TELLING = ("检查", "谋划", "部署", "落实")
"""In which order a measure is held against the stages: every measure does something, few of them check."""

MEASURES = 3
"""Measures of a stage, each from another unit."""

CARDS = 12
"""Practices that a plan draws on."""

FEW = 2
"""Words of a task that the name of a sort of tasks sums up: 采购降本 is one, 青年教师科研培养 is more than one."""

GAP = "【待明确】"
BASIS = "四个一起"
NOTICE = "举措均摘自库内案例和文章，是实践参考，不是制度要求；标【待明确】的由本单位确定。（讨论稿）"
NOTHING = "库内没有与“{task}”有关的做法，不能据以起草方案。可以换个说法，或者请管理员补充材料。"

QUESTIONS = {
    "sector": "本单位是哪一类？如机关、国企、高校、中小学、医院、社区、农村。",
    "task": "围绕哪项业务任务？如采购降本、停车治理、急诊提速。",
    "time": "什么时候完成？如2026年底；暂时不定可以写“待定”。",
}
"""At most three, each short."""


class PlanRequest(Frozen):
    """What a plan is wanted for; what is not given stays a gap."""

    task: str
    sector: str | None = None
    time: str | None = None

    def open_questions(self) -> tuple[str, ...]:
        """Return the questions that are still to be asked, at most three."""
        given = {"sector": self.sector, "task": self.task.strip(), "time": self.time}
        return tuple(question for name, question in QUESTIONS.items() if not given[name])


class PlanStep(Frozen):
    """A measure of a plan: whose it is and its words."""

    held: HeldCard
    measure: Quoted


class Stage(Frozen):
    """One of the four stages."""

    name: str
    steps: tuple[PlanStep, ...]


class Plan(Frozen):
    """A plan to be discussed."""

    request: PlanRequest
    basis: HeldFormula | None
    stages: tuple[Stage, ...]


def draft_plan(request: PlanRequest, cards: Sequence[HeldCard], formulas: Sequence[HeldFormula]) -> Plan:
    """Sort the measures of practices into the stages.

    Args:
        request: What the plan is for.
        cards: Practices on the task, the best first.
        formulas: Those held; one of them names the four stages.
    """
    about = _about(request.task)
    steps = [step for held in cards[:CARDS] for step in _steps(held, about)]
    staged = {name: [one for one in steps if stage_of(one.measure) == name] for name in STAGES}
    entries = entries_of(BASIS, formulas)
    return Plan(
        request=request,
        basis=entries[0].sources[0] if entries else None,
        stages=tuple(Stage(name=name, steps=_different(staged[name])) for name in STAGES),
    )


def _steps(held: HeldCard, about: Callable[[str], bool]) -> list[PlanStep]:
    """Return the measures of a practice that are about the task; all, if what it is called or came to is about it."""
    card = held.card
    whole = about(held.document.title) or any(about(part.text) for name, part in card.parts() if name != "measure")
    told = [PlanStep(held=held, measure=one) for one in card.measures if about(one.text)]
    return [*told, *(PlanStep(held=held, measure=one) for one in card.measures if whole and not about(one.text))]


def _about(task: str) -> Callable[[str], bool]:
    """Return what tells whether words are about a task: half of its words, or those by which its sort is known."""
    folded = fold(task)
    # What the dictionary does not know comes out character by character: 漏, 损 are 漏损 again.
    runs = ((single, list(run)) for single, run in groupby(segments(task), lambda word: len(word) == 1))
    joined = [word for single, run in runs for word in (["".join(run)] if single else run)]
    words = [word for word in content_words(joined) if len(word) > 1 and word not in GENERIC]
    patterns = [facet.pattern for facet in facets("tasks") if any(name in folded for name in facet.asked)]

    def tells(printed: str) -> bool:
        text = fold(printed)
        said = sum(any(variant in text for variant in synonyms(word)) for word in words)
        sorted_so = len(words) <= FEW and any(pattern.search(text) for pattern in patterns)
        return (said > 0 and said >= len(words) / 2) or sorted_so

    return tells


def stage_of(measure: Quoted) -> str | None:
    """Return the stage that a measure belongs to, the more telling one first; None where its words show none."""
    folded = fold(measure.text)
    patterns = {facet.label: facet.pattern for facet in facets("stages")}
    return next((name for name in TELLING if patterns[name].search(folded)), None)


def plan_answer(plan: Plan, began: float) -> Answer | NoAnswer:
    """Return a plan as text with a marker on every measure; without a single measure there is none."""
    request, asked = plan.request, f"围绕“{plan.request.task}”起草党建和业务融合方案"
    seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
    if not any(stage.steps for stage in plan.stages):
        text = NOTHING.format(task=request.task)
        return NoAnswer(question=asked, standalone_question=asked, text=text, seconds=seconds)

    def blocks(cited: Cited) -> Iterator[Block]:
        yield HeadingBlock(text=f"围绕{request.task}推动党建和业务融合的工作方案（讨论稿）", of_all=True)
        yield RemarkBlock(text=f"单位类型：{request.sector or GAP}")
        yield RemarkBlock(text=f"业务任务：{request.task}")
        yield RemarkBlock(text=f"完成时间：{request.time or GAP}")
        yield from _basis(plan.basis, cited)
        for number, stage in zip("一二三四", plan.stages, strict=True):
            yield HeadingBlock(text=f"{number}、{STAGES[stage.name]}")
            yield from _stage(stage, request.sector, cited)

    return written(asked, asked, blocks, NOTICE, seconds)


def _basis(basis: HeldFormula | None, cited: Cited) -> Iterator[Block]:
    yield HeadingBlock(text="工作要求")
    if basis is None:
        yield RemarkBlock(text=f"{GAP}制度依据：请填写本领域的党内法规或文件。")
        return
    formula = basis.formula
    home = (basis.document, formula.passage_id, formula.locator)
    yield cited.line(f"坚持“{BASIS}”：", in_one_piece(formula), home, basis.source)


def _stage(stage: Stage, sector: str | None, cited: Cited) -> Iterator[Block]:
    for number, step in enumerate(stage.steps, start=1):
        card, document = step.held.card, step.held.document
        sources = dict(zip(map(id, (part for _, part in card.parts())), step.held.sources, strict=True))
        other = card.labels.sector if sector and card.labels.sector and card.labels.sector != sector else None
        warning = f"（{other}的做法，请结合本单位实际）" if other else ""
        lead = f"{number}. 参考{card_heading(step.held)}{warning}："
        yield cited.line(lead, step.measure, (document, card.passage_id, card.locator), sources[id(step.measure)])
    if not stage.steps:
        yield RemarkBlock(text=f"{GAP}库内没有可以参考的做法，由本单位确定。")
    yield RemarkBlock(text=f"{GAP}责任人、完成时限、量化指标。")


def _different(steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """Return measures so that each unit comes once before one comes twice, at most so many."""
    rounds: dict[str, int] = {}
    ranked: list[tuple[int, int, PlanStep]] = []
    for position, step in enumerate(steps):
        key = unit_key(step.held)
        rounds[key] = rounds.get(key, -1) + 1
        ranked.append((rounds[key], position, step))
    return tuple(step for _, _, step in sorted(ranked, key=lambda one: one[:2])[:MEASURES])
