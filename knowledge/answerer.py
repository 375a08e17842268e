"""Question to reply: look, refuse or write, check, cite, reply."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from knowledge.answers import Answer, Draft, NoAnswer, Notice, Progress, Reply, Seconds
from knowledge.chat.outgoing import may_leave
from knowledge.errors import BadRequestError, ChatError, ChatRefusedError, ChatSetupError
from knowledge.grounding.evidence import matchable_text
from knowledge.grounding.support import Material
from knowledge.questions.asking_back import asked_back
from knowledge.questions.asking_clauses import asking_clause
from knowledge.questions.carrying import carried_over
from knowledge.questions.comparisons import compared
from knowledge.questions.conversation import asks_for_more, standalone_question
from knowledge.questions.parts import parts_of
from knowledge.questions.persons import without_the_person
from knowledge.questions.small_talk import small_talk
from knowledge.questions.summaries import points_wanted
from knowledge.trace import Trace
from knowledge.writing import wording
from knowledge.writing.composition import Composition
from knowledge.writing.extractive import Part, write
from knowledge.writing.layers import REMINDER, UNSETTLED, asks_how, reminders
from knowledge.writing.looking import Look, Looker
from knowledge.writing.model_writer import ModelWriter
from knowledge.writing.narrowing import Narrowed, look_under
from knowledge.writing.side_by_side import figures_differ, side_by_side

SHORTEST, LONGEST = 2, 20_000
"""Characters of what is sent: one alone names nothing; above the limit it is a book, not a question."""

NEAREST = 3
"""Passages shown beside a refusal."""

LITTLE = 1 / 3
"""Share of a model's sentences that must pass; below it the sources are quoted as well."""


class Answerer:
    """Answers questions from the catalog, or says that it cannot."""

    def __init__(self, *, looker: Looker, writer: ModelWriter | None = None) -> None:
        """Answer with a chat model where there is one, otherwise in the words of the sources."""
        self._looker = looker
        self._writer = writer

    def stream(
        self,
        question: str,
        *,
        labels: frozenset[str],
        previous: str | None = None,
        shown: Sequence[str] = (),
        stop: threading.Event | None = None,
    ) -> Progress:
        """Yield the answer as it grows, then the reply to `question`, as of `QuestionAnswerer.stream`.

        Raises:
            BadRequestError: The question is too short or too long to be one.
        """
        impersonal = without_the_person(question)
        told: Reply | None = small_talk(question) if question.strip() and impersonal is None else None
        if told is None or len(question) > LONGEST:
            check_length(question)
        if told is None and previous is None:
            told = asked_back(question)
        if told is not None:
            yield told
            return
        standalone = impersonal or standalone_question(question, previous)
        if not labels:
            yield NoAnswer(question=question, standalone_question=standalone, text=wording.NOTHING_HELD)
            return
        trace = Trace()
        apart = self._apart(standalone, labels, trace)
        if any(look.answers for look in apart.values()):
            remark = wording.SIDE_BY_SIDE if compared(standalone) else None
            if (carried := carried_over(standalone)) is not None:
                remark = wording.for_reference(carried.source, carried.target)
            yield side_by_side(question, standalone, apart, remark, trace)
            return
        rest = tuple(shown) if asks_for_more(question) else ()
        look_for = partial(self._looker.look, labels=labels, trace=trace, shown=rest, points=points_wanted(question))
        today = datetime.now(UTC).date()
        found = look_under(look_for, standalone, today=today)
        if not found.answers and (clause := asking_clause(standalone)) is not None:
            alone = look_under(look_for, clause, today=today)
            found, standalone = (alone, clause) if alone.answers else (found, standalone)
        if not found.answers:
            yield self._refusal(question, standalone, found, labels, trace)
            return
        parts = self._looker.parts(found.look, labels=labels)
        trace.add("选句", f"{sum(len(part.points) for part in parts)}句")
        for piece in self._written(question, standalone, found, parts, trace, stop):
            yield _unjudged(piece) if impersonal is not None and isinstance(piece, Answer) else piece

    def _apart(self, standalone: str, labels: frozenset[str], trace: Trace) -> dict[str, Look]:
        """Look up by itself each thing that is compared or carried over, or each of several questions in one."""
        if (carried := carried_over(standalone)) is not None:
            asked = carried.asked
        elif (pair := compared(standalone)) is not None:
            asked = {f"“{name}”": f"{name}是什么" for name in pair}
        else:
            asked = {part: part for part in parts_of(standalone)}
        return {heading: self._looker.look(each, labels=labels, trace=trace) for heading, each in asked.items()}

    def _written(
        self,
        question: str,
        standalone: str,
        found: Narrowed,
        parts: Sequence[Part],
        trace: Trace,
        stop: threading.Event | None,
    ) -> Progress:
        """Write the answer, with the model where that is possible, and yield it as it grows, then as a reply."""
        look = found.look
        composition = Composition(look.shown)
        retrieved = trace.seconds
        notice = None
        if self._writer is not None:
            notice = yield from _modelled(self._writer, composition, look, stop)
            trace.add("模型起草并核对", f"留{len(composition.said)}句，去{len(composition.removed)}句")
        modelled = bool(composition.said)
        if notice is not None or self._writer is None:
            if modelled:
                composition.remark(wording.QUOTED_BELOW)
            yield from write(composition, parts, stop)
            trace.add("摘录原文", f"引文{len(composition.citations)}处")
        stopped = stop is not None and stop.is_set()
        if not composition.citations:
            yield Notice(question=question, standalone_question=standalone, text=wording.STOPPED)
            return
        if asks_how(look.query.text) and look.points is None and not stopped:
            yield from _closing(composition, look)
        notice = notice or _beside(look, composition, modelled=modelled)
        if found.met or found.unmet:
            notice = wording.under_conditions(found.met, found.unmet) + (notice or "")
        yield Answer(
            question=question,
            standalone_question=standalone,
            blocks=composition.blocks,
            writer="model" if modelled else "extractive",
            fallback=self._writer is not None and not modelled,
            notice=wording.STOPPED_SHORT if stopped else notice,
            citations=tuple(composition.citations),
            checks=composition.checks(),
            nearest=tuple(look.hits[:NEAREST]),
            conditions=found.met,
            seconds=Seconds(retrieve=retrieved, write=trace.seconds - retrieved, total=trace.seconds),
            trace=tuple(trace.steps),
        )

    def _refusal(
        self, question: str, standalone: str, found: Narrowed, labels: frozenset[str], trace: Trace
    ) -> NoAnswer:
        look = found.look
        nearest = () if look.shown else tuple(look.hits[:NEAREST])
        trace.add("不作答", f"证据{look.evidence.strength:.2f}，缺{'、'.join(look.evidence.missing[:3]) or '无'}")
        return NoAnswer(
            question=question,
            standalone_question=standalone,
            text=wording.NO_MORE
            if look.shown
            else wording.not_supported(
                self._looker.held(labels),
                look.evidence,
                nearest,
                self._looker.papers_missing(look.query.text, labels),
                found.unmet,
            ),
            nearest=nearest,
            conditions=found.unmet,
            candidates=(found.wider,) if found.wider else (),
            seconds=Seconds(retrieve=trace.seconds, total=trace.seconds),
            trace=tuple(trace.steps),
        )


def _unjudged(reply: Answer) -> Answer:
    """Say of an answer to a question on a person's case that nothing was said of the case."""
    return reply.model_copy(update={"notice": f"{wording.NOT_JUDGED}{reply.notice or ''}"})


def _modelled(
    writer: ModelWriter, composition: Composition, look: Look, stop: threading.Event | None
) -> Generator[Draft, None, str | None]:
    """Let the model write; return why the sources have to be quoted as well, or None when they need not be."""
    materials = [
        Material(passage=h.passage, document=h.document, whole=look.documents[h.document.id]) for h in look.best
    ]
    if writer.elsewhere and not may_leave(materials):
        return wording.KEPT_INSIDE
    layered = asks_how(look.query.text)
    try:
        yield from writer.write(composition, look.query.text, materials, layered=layered, stop=stop)
    except ChatError as error:
        return _why(error, begun=bool(composition.said))
    if stop is not None and stop.is_set():
        return None
    kept, removed = len(composition.said), len(composition.removed)
    if not kept or kept < LITTLE * (kept + removed):
        return wording.MODEL_UNCHECKED
    given = look.query.figure is None or any(re.search(look.query.figure, matchable_text(s)) for s in composition.said)
    return None if given else wording.MODEL_NO_FIGURE


def _why(error: ChatError, *, begun: bool) -> str:
    """Return the line on a model that gave no answer, or no whole one."""
    if isinstance(error, ChatRefusedError):
        return wording.MODEL_REFUSED
    if isinstance(error, ChatSetupError):
        return wording.MODEL_SET_WRONG
    return wording.MODEL_BROKE_OFF if begun else wording.MODEL_DOWN


def _beside(look: Look, composition: Composition, *, modelled: bool) -> str | None:
    """Return the one line that an answer needs beside it most, or None."""
    if figures_differ(look.query, composition.citations):
        return wording.DIFFERENT_FIGURES
    if look.points is not None and not modelled:
        return wording.in_few(len(composition.citations))
    if look.lacks_results and not modelled:
        return wording.NO_RESULTS
    if look.shown:
        return wording.THE_REST
    return None if asks_how(look.query.text) else wording.stands_nowhere(look.evidence.missing)


def _closing(composition: Composition, look: Look) -> Iterator[Draft]:
    """Add what to mind, and what no source says."""
    for heading, lines in ((REMINDER, reminders(look.query.text, composition.citations)), (UNSETTLED, look.unsettled)):
        if lines and heading not in composition.text:
            composition.head(heading)
            for line in lines:
                composition.remark(line)
            yield composition.draft


def check_length(question: str) -> None:
    """Refuse what cannot be a question.

    Raises:
        BadRequestError: Fewer than two characters, or more than a thousand.
    """
    length = len(question.strip())
    if not any(character.isalnum() for character in question):
        raise BadRequestError("只有标点，没有可查的字词；请写一句话，例如“国企怎么推动党建和业务融合”。")
    if length < SHORTEST:
        raise BadRequestError("问题太短，请写成一句话，例如“国企怎么推动党建和业务融合”。")
    if length > LONGEST:
        raise BadRequestError(f"问题有{length}字，超过{LONGEST}字的上限；请概括成一两句话再问。")
