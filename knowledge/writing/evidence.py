"""What the library has on a question: passages, and what the judge says of their statements; here it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.documents import Document, Frozen, Hit, Kind
from knowledge.grounding.instructions import speaks_to_a_program
from knowledge.grounding.matching import lacks_specifics
from knowledge.grounding.windows import Read, windows_of
from knowledge.ports import Judge, Judgement
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.issuers import Papers, papers_asked
from knowledge.questions.queries import Query
from knowledge.questions.sides import Side, sides_of
from knowledge.regulations.scope import instrument_asked_of
from knowledge.retrieval import Findings, Retriever
from knowledge.shelves import Shelf
from knowledge.tokens import fold
from knowledge.trace import Trace
from knowledge.writing.choosing import (
    DIRECT,
    MAY_ANSWER,
    WAYS,
    Judged,
    Point,
    Strength,
    direct_points,
    further_points,
    layered_points,
    related_points,
    ruling_points,
    strength_of,
)
from knowledge.writing.extractive import Part, flat, layered, titled
from knowledge.writing.layers import Track, asks_how, track_of
from knowledge.writing.points import with_items

HITS = 12
"""Passages that are judged."""

PER_KIND = 2
"""Passages of rules and of speeches that are judged beside them for an answer in layers."""

RULING = (Kind.REGULATION, Kind.NORMATIVE, Kind.SPEECH)
"""Kinds that a search over everything finds too late: there are ten cases to one of them."""

PER_PHRASE = 6
"""Passages that each further phrase adds."""

LACKING = 0.4
"""What is left of the likelihood that a passage answers which lacks what the question names exactly: a place, a year, a
name in quotation marks."""


class Evidence(Frozen):
    """What was found for one question."""

    query: Query
    hits: tuple[Hit, ...]
    documents: Mapping[str, Document]
    """Of the statements, by id."""

    judged: tuple[Judged, ...]
    """The statements of the hits, best first."""

    shown: tuple[str, ...] = ()
    """What was said before and is not said again; then the rest is asked for."""

    may_answer: bool = False
    """Whether what is shown as related may answer after all."""

    points: int | None = None
    """How many sentences are wanted, where what was answered is to be summed up."""

    strength: Strength
    """How strongly this answers the question."""

    chosen: tuple[Point, ...]
    """What would be said, best first; nothing where nothing bears on the matter."""

    further: tuple[Point, ...] = ()
    """What is shown below an answer as related."""

    @property
    def promise(self) -> float:
        """How likely an answer is among what would be said, 0 to 1; below 0 where nothing would be."""
        return max((point.judged.holds for point in self.chosen), default=-1.0)

    @property
    def answers(self) -> bool:
        """Whether the sources answer, and do not only bear on the matter."""
        return self.strength is Strength.DIRECT

    def denied(self) -> Evidence:
        """Return the same where somebody read what was found and says that it does not answer."""
        related = self.as_related() if self.answers else self
        return related.model_copy(update={"may_answer": False})

    def as_related(self) -> Evidence:
        """Return the same with what was found shown as related, for it is not likely to answer."""
        chosen = tuple(related_points(self.judged, self.documents, self.shown))
        strength = Strength.RELATED if chosen else Strength.NONE
        return self.model_copy(update={"strength": strength, "chosen": chosen, "further": ()})

    @property
    def best(self) -> list[Hit]:
        """Return the hits, those first whose statements are most likely to answer."""
        likely: dict[str, float] = {}
        for one in self.judged:
            likely[one.hit.passage.id] = max(likely.get(one.hit.passage.id, 0.0), one.answers + one.bears)
        found = {one.hit.passage.id: one.hit for one in self.judged}
        return sorted(found.values(), key=lambda hit: -likely[hit.passage.id])


class EvidenceFinder:
    """Finds what the library has on a question."""

    def __init__(self, *, retriever: Retriever, judge: Judge, shelf: Shelf, within: Filters = EVERYTHING) -> None:
        """Find with these parts, in the documents that `within` admits."""
        self._within = within
        self._retriever = retriever
        self._judge = judge
        self._shelf = shelf

    def gather(
        self,
        question: str,
        *,
        labels: frozenset[str],
        trace: Trace,
        shown: tuple[str, ...] = (),
        points: int | None = None,
        wanted: Filters = EVERYTHING,
        also: Sequence[str] = (),
    ) -> Evidence:
        """Return what was found for a question that stands alone, in the documents wanted.

        Args:
            question: Stands alone.
            labels: What the person may see.
            trace: Gets the steps.
            shown: What was said before and is not said again.
            points: How many sentences are wanted of a summary.
            wanted: Which documents, beside the limits of this finder.
            also: Further phrases to search for; what they find is judged by the question.
        """
        within = self._within.within(wanted)
        findings, ruling = self._found(question, labels, within)
        for phrase in also:
            ruling += self._retriever.retrieve(phrase, labels=labels, limit=PER_PHRASE, filters=within)
        hits = findings.hits
        trace.add("检索", f"{len(hits)}段，首位《{hits[0].document.title}》" if hits else "0段")
        among = {hit.passage.id: hit for hit in (*ruling, *hits)}
        documents = self._documents(list(among.values()), labels)
        readable = [hit for hit in among.values() if hit.document.id in documents]
        judged = self._judged(findings.query, readable, documents)
        trace.add("判断", f"{len(judged)}句，最高{max((one.answers for one in judged), default=0.0):.2f}")
        chosen = _chosen(question, judged, documents, shown)
        evidence = Evidence(
            query=findings.query,
            hits=hits,
            documents=documents,
            judged=tuple(judged),
            strength=strength_of(judged, WAYS if asks_how(question) else DIRECT),
            chosen=tuple(chosen),
            further=() if shown or points else tuple(further_points(judged, documents, shown, chosen)),
            shown=shown,
            points=points,
            may_answer=any(one.holds >= MAY_ANSWER for one in judged),
        )
        return evidence if evidence.answers and evidence.chosen else evidence.as_related()

    def sides(self, question: str) -> tuple[Side, ...]:
        """Return the sides of a question that stands alone; nothing where it has one."""
        return sides_of(question, self._judge.sides(question))

    def leans(self, question: str) -> float:
        """Return how likely a question leaves to the one before it what it is about, 0 to 1."""
        return self._judge.leans(question)

    def parts(self, evidence: Evidence, *, labels: frozenset[str]) -> list[Part]:
        """Return what is said in the words of the sources: a whole list, layers, or the points one after the other."""
        documents = evidence.documents
        if not evidence.answers:
            return titled(evidence.chosen, documents)
        if evidence.points is not None or evidence.shown:
            return flat(evidence.chosen[: evidence.points], documents)
        best = evidence.chosen[0]
        items = with_items(
            best.judged.statement,
            documents[best.stretch.document.id],
            lambda document: self._shelf.passages_of(document.id, labels),
        )
        if items:
            return flat(
                [Point(judged=best.judged, stretch=each) for each in (best.judged.statement, *items)], documents
            )
        arranged = layered if asks_how(evidence.query.text) else flat
        return arranged(evidence.chosen, documents)

    def held(self, labels: frozenset[str]) -> int:
        """Return how many documents are searched."""
        return sum(map(self._within.admits, self._shelf.documents(labels)))

    def papers_missing(self, question: str, labels: frozenset[str]) -> Papers | None:
        """Return whose papers, of which year, a question asks for where no document held is one; else None."""
        papers = papers_asked(question)
        if papers is None:
            return None
        theirs = (
            papers.body in fold(f"{one.issuer or ''} {one.title}") and (one.date or papers.year).startswith(papers.year)
            for one in self._shelf.documents(labels)
        )
        return None if any(theirs) else papers

    def _found(self, question: str, labels: frozenset[str], within: Filters) -> tuple[Findings, list[Hit]]:
        """Find what may answer, and what rules and speeches have where a layered answer may need them.

        Where the question names an instrument, it is answered in that instrument alone.
        """
        kinds = RULING if asks_how(question) else ()
        beside = [Filters(kind=kind).within(within) for kind in kinds if within.kind in {None, kind}]
        wanted = [(within, HITS), *((each, PER_KIND) for each in beside)]
        findings, *others = self._retriever.find_each(question, labels=labels, wanted=wanted)
        ruling = [hit for each in others for hit in each.hits]
        instrument = instrument_asked_of(question, findings.hits)
        if instrument is None:
            return findings, ruling
        alone = Filters(document=instrument.id).within(within)
        return self._retriever.find(question, labels=labels, limit=HITS, filters=alone), ruling

    def _documents(self, hits: Sequence[Hit], labels: frozenset[str]) -> dict[str, Document]:
        """Return the documents of the hits that are still there, by id; removed in the meantime, none answers."""
        found = (self._shelf.document(document_id, labels) for document_id in {hit.document.id for hit in hits})
        return {document.id: document for document in found if document is not None}

    def _judged(self, query: Query, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Judged]:
        reads = [
            (hit, read) for hit in hits for read in windows_of(hit.passage, hit.document, documents[hit.document.id])
        ]
        said = self._judge.judge(query.text, [read.window for _, read in reads])
        lacking = {hit.passage.id: LACKING for hit in hits if lacks_specifics(query, hit)}
        found = [
            one
            for (hit, read), judgement in zip(reads, said, strict=True)
            for one in _statements(hit, read, judgement, lacking.get(hit.passage.id, 1.0))
        ]
        return sorted(found, key=lambda one: -one.answers)


def _chosen(
    question: str, judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]
) -> list[Point]:
    """Return the points of an answer; where a way of doing something is asked for, with what rules and speeches say."""
    if not asks_how(question):
        return direct_points(judged, documents, shown)
    points = layered_points(judged, documents, shown)
    ruling = [one for one in judged if track_of(one.statement.document, one.statement.quote) is not Track.PRACTICE]
    return [*points, *ruling_points(ruling, documents, shown, points)]


def _statements(hit: Hit, read: Read, judgement: Judgement, share: float) -> list[Judged]:
    return [
        Judged(
            statement=one,
            hit=hit,
            answers=share * answers,
            holds=share * judgement.holds,
            bears=judgement.bears,
            beside=read.statements,
        )
        for one, answers in zip(read.statements, judgement.answers, strict=True)
        if not speaks_to_a_program(one.quote)
    ]
