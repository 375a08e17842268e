"""Question to reply: look, refuse or write, check, cite, reply."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator, Sequence
from functools import partial

from knowledge import clock
from knowledge.answers import Answer, Draft, Inquiry, NoAnswer, Notice, Progress, Reply, Seconds
from knowledge.chat.outgoing import may_leave
from knowledge.documents import Hit
from knowledge.errors import ChatError, ChatRefusedError, ChatSetupError
from knowledge.grounding.composition import Composition
from knowledge.grounding.matching import matchable_text
from knowledge.grounding.support import Material
from knowledge.questions.asking_back import asked_back
from knowledge.questions.conversation import asks_for_more, goes_on_from_it, together
from knowledge.questions.lengths import LONGEST, check_length
from knowledge.questions.persons import without_the_person
from knowledge.questions.small_talk import small_talk
from knowledge.questions.summaries import points_wanted
from knowledge.trace import Trace
from knowledge.writing import wording
from knowledge.writing.choosing import Strength
from knowledge.writing.evidence import Evidence, EvidenceFinder
from knowledge.writing.extractive import further, write
from knowledge.writing.layers import REMINDER, asks_how, reminders
from knowledge.writing.model_writer import ModelWriter, Understood
from knowledge.writing.narrowing import Narrowed, gathered_under
from knowledge.writing.side_by_side import are_apart, figures_differ, side_by_side

NEAREST = 3
"""Passages shown beside a refusal."""

LEANING = 0.3
"""By how much less likely an answer may be to a question that leans with the one before it than to the question alone.
One that names its own matter is read alone: read with the one before it as well, where alone nothing answered, 44 of
the 76 follow-ups of the blind sets had the facts, 47 so."""

LEANS = 0.5
"""Likelihood from which a question is read with the one before it as well: so 90 % of the blind sets' follow-ups are,
and 9 % of their other questions (81 and 15 % by the pointing words and lengths that were read before)."""

LITTLE = 1 / 3
"""Share of a model's sentences that must pass; below it the sources are quoted as well."""


class Answerer:
    """Answers questions from the catalog, or says that it cannot."""

    def __init__(self, *, finder: EvidenceFinder, writer: ModelWriter | None = None) -> None:
        """Answer with a chat model where there is one, otherwise in the words of the sources."""
        self._finder = finder
        self._writer = writer

    def stream(self, asked: Inquiry) -> Progress:
        """Yield the answer as it grows, then the reply.

        Raises:
            BadRequestError: The question is too short or too long to be one.
        """
        question, labels, previous, shown, _, stop = asked
        impersonal = without_the_person(question)
        told: Reply | None = small_talk(question) if question.strip() and impersonal is None else None
        if told is None or len(question) > LONGEST:
            check_length(question)
        if told is None and previous is None:
            told = asked_back(question)
        if told is not None:
            yield told
            return
        if not labels:
            yield NoAnswer(question=question, standalone_question=question, text=wording.NOTHING_HELD)
            return
        trace = Trace()
        goes_on = previous is not None and goes_on_from_it(question)
        standalone = impersonal or (str(previous) if goes_on else question)
        understood = None if goes_on or impersonal else self._understood(question, previous, shown, labels, stop)
        leaning = previous is not None and not goes_on and understood is None and self._finder.leans(question) >= LEANS
        rest = tuple(shown) if asks_for_more(question) else ()
        gather = partial(self._finder.gather, labels=labels, trace=trace, shown=rest, points=points_wanted(question))
        if understood is not None:
            standalone, gather = understood.question, partial(gather, also=understood.phrases)
        found = gathered_under(gather, standalone, today=clock.today())
        aside = Trace()
        apart = {} if goes_on or leaning or understood else self._apart(standalone, labels, aside)
        if are_apart(list(apart.values()), found.evidence):
            reply = side_by_side(question, standalone, apart, found.evidence, wording.SIDE_BY_SIDE, aside)
            yield _unjudged(reply) if impersonal is not None else reply
            return
        if leaning and impersonal is None:
            with_it = together(str(previous), question)
            joined = gathered_under(gather, with_it, today=clock.today())
            if joined.evidence.chosen and joined.evidence.promise >= found.evidence.promise - LEANING:
                found, standalone = joined, with_it
        for piece in self._replied(question, standalone, found, labels, trace, stop):
            yield _unjudged(piece) if impersonal is not None and isinstance(piece, Answer) else piece

    def _understood(
        self,
        question: str,
        previous: str | None,
        shown: Sequence[str],
        labels: frozenset[str],
        stop: threading.Event | None,
    ) -> Understood | None:
        """Return the question as the chat model understands it, where there is one that answers.

        第二点展开说说 has words of the answer before it: no model elsewhere is asked where what bears on it must stay.
        """
        if self._writer is None or (stop is not None and stop.is_set()):
            return None
        if self._writer.elsewhere and not may_leave(
            _materials(self._finder.gather(question, labels=labels, trace=Trace()))
        ):
            return None
        return self._writer.understand(question, previous, shown, stop=stop)

    def _apart(self, question: str, labels: frozenset[str], trace: Trace) -> dict[str, Evidence]:
        """Look up each side of a question by itself."""
        return {
            side.heading: self._finder.gather(side.question, labels=labels, trace=trace)
            for side in self._finder.sides(question)
        }

    def _replied(
        self,
        question: str,
        standalone: str,
        found: Narrowed,
        labels: frozenset[str],
        trace: Trace,
        stop: threading.Event | None,
    ) -> Progress:
        """Let the model write from what was found, else quote what answers, else what comes near; else say so."""
        retrieved = trace.seconds
        composition = Composition(found.evidence.shown)
        evidence, notice = yield from self._modelled(composition, found.evidence, trace, stop)
        modelled = bool(composition.said)
        if not modelled and evidence.strength is Strength.NONE:
            yield self._refusal(question, standalone, found, labels, trace)
            return
        if not modelled or (notice is not None and evidence.answers):
            yield from self._quoted(composition, evidence, labels, stop)
            trace.add("摘录原文", f"引文{len(composition.citations)}处")
        stopped = stop is not None and stop.is_set()
        if not composition.citations:
            yield Notice(question=question, standalone_question=standalone, text=wording.STOPPED)
            return
        strength = Strength.DIRECT if modelled else evidence.strength
        notice = notice or _beside(evidence, composition, modelled=modelled)
        if evidence.answers and not modelled and not stopped:
            yield from further(composition, evidence.further, evidence.documents, stop)
        if strength is Strength.DIRECT and asks_how(evidence.query.text) and evidence.points is None and not stopped:
            yield from _closing(composition, evidence)
        if strength is Strength.RELATED and (papers := self._finder.papers_missing(evidence.query.text, labels)):
            notice = wording.not_held(papers)
        if found.met or found.unmet:
            notice = wording.under_conditions(found.met, found.unmet) + (notice or "")
        yield Answer(
            question=question,
            standalone_question=standalone,
            blocks=composition.blocks,
            strength=strength.value,
            writer="model" if modelled else "extractive",
            fallback=self._writer is not None and not modelled,
            notice=wording.STOPPED_SHORT if stopped else notice,
            citations=tuple(composition.citations),
            checks=composition.checks(),
            nearest=_nearest(evidence),
            conditions=found.met,
            seconds=Seconds(retrieve=retrieved, write=trace.seconds - retrieved, total=trace.seconds),
            trace=tuple(trace.steps),
        )

    def _modelled(
        self, composition: Composition, evidence: Evidence, trace: Trace, stop: threading.Event | None
    ) -> Generator[Draft, None, tuple[Evidence, str | None]]:
        """Let the model write, where there is one; return what is left to quote from, and a line on the model.

        Where it read the sources and says that they do not answer, what was found is shown as related at most.
        """
        if self._writer is None or not evidence.hits or (stop is not None and stop.is_set()):
            return evidence, None
        notice = yield from _written(self._writer, composition, evidence, stop)
        trace.add("模型起草并核对", f"留{len(composition.said)}句，去{len(composition.removed)}句")
        return (evidence if composition.said or notice is not None else evidence.denied()), notice

    def _quoted(
        self, composition: Composition, evidence: Evidence, labels: frozenset[str], stop: threading.Event | None
    ) -> Iterator[Draft]:
        """Quote what answers, or, under a line that says so, what is related."""
        if composition.said:
            composition.remark(wording.QUOTED_BELOW)
        if evidence.strength is Strength.RELATED:
            composition.remark(wording.reservation(evidence.promise if evidence.may_answer else 0.0))
        yield from write(composition, self._finder.parts(evidence, labels=labels), stop)

    def _refusal(
        self, question: str, standalone: str, found: Narrowed, labels: frozenset[str], trace: Trace
    ) -> NoAnswer:
        evidence = found.evidence
        nearest: tuple[Hit, ...] = ()
        text = wording.NO_MORE
        if not evidence.shown:
            nearest, papers = _nearest(evidence), self._finder.papers_missing(evidence.query.text, labels)
            text = wording.not_supported(self._finder.held(labels), nearest, papers, found.unmet)
        return NoAnswer(
            question=question,
            standalone_question=standalone,
            text=text,
            nearest=nearest,
            conditions=found.unmet,
            seconds=Seconds(retrieve=trace.seconds, total=trace.seconds),
            trace=tuple(trace.steps),
        )


def _unjudged(reply: Answer) -> Answer:
    """Say of an answer to a question on a person's case that nothing was said of the case."""
    return reply.model_copy(update={"notice": f"{wording.NOT_JUDGED}{reply.notice or ''}"})


def _materials(evidence: Evidence) -> list[Material]:
    """Return what may be sent to a model, the likeliest first."""
    return [
        Material(passage=hit.passage, document=hit.document, whole=evidence.documents[hit.document.id])
        for hit in evidence.best
        if hit.document.id in evidence.documents
    ]


def _written(
    writer: ModelWriter, composition: Composition, evidence: Evidence, stop: threading.Event | None
) -> Generator[Draft, None, str | None]:
    """Let the model write; return why the sources have to be quoted as well, or None when they need not be."""
    materials = _materials(evidence)
    if writer.elsewhere and not may_leave(materials):
        return wording.KEPT_INSIDE
    layered = asks_how(evidence.query.text)
    try:
        yield from writer.write(composition, evidence.query.text, materials, layered=layered, stop=stop)
    except ChatError as error:
        return _why(error, begun=bool(composition.said))
    if stop is not None and stop.is_set():
        return None
    kept, removed = len(composition.said), len(composition.removed)
    if not kept and not removed:
        return None
    if not kept or kept < LITTLE * (kept + removed):
        return wording.MODEL_UNCHECKED
    figure = evidence.query.figure
    given = figure is None or any(re.search(figure, matchable_text(said)) for said in composition.said)
    return None if given else wording.MODEL_NO_FIGURE


def _why(error: ChatError, *, begun: bool) -> str:
    """Return the line on a model that gave no answer, or no whole one."""
    if isinstance(error, ChatRefusedError):
        return wording.MODEL_REFUSED
    if isinstance(error, ChatSetupError):
        return wording.MODEL_SET_WRONG
    return wording.MODEL_BROKE_OFF if begun else wording.MODEL_DOWN


def _beside(evidence: Evidence, composition: Composition, *, modelled: bool) -> str | None:
    """Return the one line that an answer needs beside it most, or None."""
    if not evidence.answers:
        return None
    if figures_differ(evidence.query, composition.citations):
        return wording.DIFFERENT_FIGURES
    if evidence.points is not None and not modelled:
        return wording.in_few(len(composition.citations))
    return wording.THE_REST if evidence.shown else None


def _nearest(evidence: Evidence) -> tuple[Hit, ...]:
    """Return the best hit of each of the first few texts."""
    firsts = {hit.document.id: hit for hit in reversed(evidence.hits)}
    return tuple(sorted(firsts.values(), key=lambda hit: hit.rank)[:NEAREST])


def _closing(composition: Composition, evidence: Evidence) -> Iterator[Draft]:
    """Add what to mind."""
    lines = reminders(evidence.query.text, composition.citations)
    if lines and REMINDER not in composition.text:
        composition.head(REMINDER)
        for line in lines:
            composition.remark(line)
        yield composition.draft
