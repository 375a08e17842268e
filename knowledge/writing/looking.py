"""Looking for an answer: passages, their sentences, what speaks for answering, and which sentences would be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.documents import Document, DocumentSummary, Frozen, Hit, Kind, Passage
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.evidence import Evidence, Weights, gather, matchable, may_answer, missing_words, weigh
from knowledge.grounding.instructions import speaks_to_a_program
from knowledge.grounding.statements import Statement, statements_of
from knowledge.ports import Embedder, LexicalIndex
from knowledge.questions.asking_clauses import asking_clause
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.issuers import Papers, papers_asked
from knowledge.questions.queries import PAIR, Query, parse_query, straddling, synonyms, without_name
from knowledge.questions.roles import Role
from knowledge.regulations.scope import instrument_asked_of
from knowledge.retrieval import Findings, Retriever
from knowledge.tokens import fold, literal_grams
from knowledge.trace import Trace
from knowledge.writing.extractive import ON_A_TRACK, Part, flat, layered
from knowledge.writing.layers import asks_how
from knowledge.writing.points import listed_points, with_items
from knowledge.writing.surroundings import matters_of, near_by
from knowledge.writing.writers import Scored, choose, score_statements, supports

HITS = 10
"""Passages whose sentences may answer."""

PER_KIND = 4
"""Passages of rules and of speeches that are looked at beside them for an answer in layers."""

RULING = (Kind.REGULATION, Kind.NORMATIVE, Kind.SPEECH)
"""Kinds that a search over everything finds too late: there are ten cases to one of them."""


class Shelf(Protocol):
    """Where whole documents are read: committed ones that the person may see."""

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return the document, or None when it is not there for this person."""

    def passages_of(self, document_id: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return its passages in order."""

    def documents(self, labels: frozenset[str]) -> Sequence[DocumentSummary]:
        """Return what this person may see."""


class Look(Frozen):
    """What was found for one question."""

    query: Query
    weights: Weights
    hits: tuple[Hit, ...]
    fitting: tuple[Hit, ...]
    """Those that have everything the question names exactly and are still there."""

    documents: Mapping[str, Document]
    """Of the fitting hits, by id."""

    evidence: Evidence
    scored: tuple[Scored, ...]
    chosen: tuple[Scored, ...]
    """What would be said in the words of the sources, best first."""

    ruling: tuple[Hit, ...] = ()
    """What rules and speeches have beside them, where a way of doing something is asked for."""

    shown: tuple[str, ...] = ()
    """What was said before and is not said again; then the rest is asked for."""

    within: Filters = EVERYTHING
    """In which documents was looked."""
    points: int | None = None
    """How many sentences are wanted, where what was answered is to be summed up."""

    @property
    def best(self) -> list[Hit]:
        """Return the fitting hits, those first that the chosen statements stand in."""
        ranks = {one.statement.passage.id: rank for rank, one in reversed(list(enumerate(self.chosen)))}
        return sorted(self.fitting, key=lambda hit: ranks.get(hit.passage.id, len(ranks) + HITS))

    @property
    def answers(self) -> bool:
        """Whether the sources support an answer."""
        return self.evidence.sufficient and bool(self.chosen)

    @property
    def lacks_results(self) -> bool:
        """Whether results were asked for and nothing that would be said tells any."""
        return self.query.role is Role.RESULT and all(one.matter is None for one in self.chosen)

    @property
    def unsettled(self) -> list[str]:
        """Return lines on the words of the question that none of the passages has."""
        text = "\n".join(matchable(hit) for hit in self.fitting)
        asks = fold(asking_clause(self.query.text) or self.query.text)
        missing = [word for word in missing_words(text, self.weights) if word in asks][:2]
        return [f"· {'、'.join(f'“{word}”' for word in missing)}：资料未载。"] if missing else []


class Looker:
    """Finds what the library has on a question."""

    def __init__(
        self,
        *,
        retriever: Retriever,
        embedder: Embedder,
        lexical: LexicalIndex,
        shelf: Shelf,
        within: Filters = EVERYTHING,
    ) -> None:
        """Find with these parts, in the documents that `within` admits."""
        self._within = within
        self._retriever = retriever
        self._embedder = embedder
        self._lexical = lexical
        self._shelf = shelf

    def look(
        self,
        question: str,
        *,
        labels: frozenset[str],
        trace: Trace,
        shown: tuple[str, ...] = (),
        points: int | None = None,
        wanted: Filters = EVERYTHING,
    ) -> Look:
        """Return what was found for a question that stands alone, in the documents wanted.

        Args:
            question: Stands alone.
            labels: What the person may see.
            trace: Gets the steps.
            shown: What was said before and is not said again.
            points: How many sentences are wanted of a summary.
            wanted: In which documents to look, beside those of this looker.
        """
        within = self._within.within(wanted)
        query, findings, ruling = self._found(parse_query(question), labels, within)
        hits = findings.hits
        trace.add("检索", f"{len(hits)}段，首位《{hits[0].document.title}》" if hits else "0段")
        fitting, documents = self._readable([hit for hit in hits if may_answer(query, hit)], labels)
        fitting += near_by(query.role, fitting, documents, lambda one: self._shelf.passages_of(one.id, labels))
        weights = self._weights(query)
        scored = self._scored(query, fitting, documents, weights)
        evidence = gather(
            query,
            fitting,
            weights,
            sentences=supports(query, scored, weights),
            nearest=nearest_of(findings, fitting),
            model=self._embedder.identity,
        )
        trace.add("判断证据", f"覆盖{evidence.coverage:.2f}，接近{evidence.closeness:+.3f}，可用{len(fitting)}段")
        return Look(
            query=query,
            weights=weights,
            hits=tuple(hits),
            fitting=tuple(fitting),
            documents=documents,
            evidence=evidence,
            scored=tuple(scored),
            chosen=tuple(choose(query, scored, shown)) if evidence.sufficient else (),
            ruling=tuple(ruling),
            shown=shown,
            points=points,
        )

    def parts(self, look: Look, *, labels: frozenset[str]) -> list[Part]:
        """Return what is said in the words of the sources: a whole list, layers, or the points one after the other."""
        chosen = [one.statement for one in look.chosen]
        if look.points is not None:
            return flat(chosen[: look.points], dict(look.documents))
        points = chosen if look.shown else self._listed(look, chosen, labels)
        if points != chosen:
            return flat(points, dict(look.documents))
        if asks_how(look.query.text):
            return self._layers(look, labels)
        return flat(chosen, dict(look.documents))

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

    def _found(self, query: Query, labels: frozenset[str], within: Filters) -> tuple[Query, Findings, list[Hit]]:
        """Find what may answer, and what rules and speeches have where a layered answer may need them.

        Where the question names an instrument, it is answered in that instrument alone.
        """
        kinds = RULING if asks_how(query.text) else ()
        beside = [Filters(kind=kind).within(within) for kind in kinds if within.kind in {None, kind}]
        wanted = [(within, HITS), *((each, PER_KIND) for each in beside)]
        findings, *others = self._retriever.look_each(query.text, labels=labels, wanted=wanted)
        ruling = [hit for each in others for hit in each.hits]
        instrument = instrument_asked_of(query.text, findings.hits)
        if instrument is None:
            return query, findings, ruling
        alone = Filters(document=instrument.id).within(within)
        found = self._retriever.look(query.text, labels=labels, limit=HITS, filters=alone)
        return without_name(query, instrument.title), found, ruling

    def _listed(self, look: Look, chosen: list[Statement], labels: frozenset[str]) -> list[Statement]:
        """Say the whole list where a document has what is asked as a list, otherwise what was chosen."""

        def passages_of(document: Document) -> Sequence[Passage]:
            return self._shelf.passages_of(document.id, labels)

        summaries = {statement.document.id: statement.document for statement in chosen}
        candidates = [(look.documents[document_id], summary) for document_id, summary in summaries.items()]
        return listed_points(look.query, look.weights, candidates, passages_of) or with_items(
            chosen, look.documents[chosen[0].document.id], passages_of
        )

    def _layers(self, look: Look, labels: frozenset[str]) -> list[Part]:
        """Return the chosen points by layers, with what rules and speeches say beside them."""
        known = {hit.passage.id for hit in look.fitting}
        ruling = [hit for hit in look.ruling if hit.passage.id not in known and may_answer(look.query, hit)]
        fitting, documents = self._readable(ruling, labels)
        beside = self._scored(look.query, fitting, documents, look.weights, enough=ON_A_TRACK)
        found = (one for one in (*look.scored, *beside) if not says_as_much(one.statement.reading, look.shown))
        others = sorted(found, key=lambda one: -one.coverage)
        return layered(look.chosen, others, {**look.documents, **documents})

    def _readable(self, hits: Sequence[Hit], labels: frozenset[str]) -> tuple[list[Hit], dict[str, Document]]:
        """Return the hits whose documents are still there, and those; removed in the meantime, none answers."""
        found = (self._shelf.document(document_id, labels) for document_id in {hit.document.id for hit in hits})
        documents = {document.id: document for document in found if document is not None}
        return [hit for hit in hits if hit.document.id in documents], documents

    def _scored(
        self,
        query: Query,
        hits: Sequence[Hit],
        documents: Mapping[str, Document],
        weights: Weights,
        *,
        enough: float = 0.0,
    ) -> list[Scored]:
        statements = [
            one
            for hit in hits
            for one in statements_of(hit.passage, hit.document, documents[hit.document.id])
            if not speaks_to_a_program(one.quote)
        ]
        matters = matters_of(query.role, statements, documents)
        return score_statements(
            query, statements, hits, weights=weights, embedder=self._embedder, enough=enough, matters=matters
        )

    def _weights(self, query: Query) -> Weights:
        """Weigh the question's content words; a word counts wherever it or a synonym of it stands."""
        variants = {word: synonyms(word) for word in query.content}
        frequency = self._lexical.document_frequency([variant for group in variants.values() for variant in group])
        common = {word: max(frequency.get(variant, 0) for variant in group) for word, group in variants.items()}
        unknown = [word for word, count in common.items() if count == 0]
        misread = self._misread(query, unknown)
        # The segmenter cuts a text as it cuts it: 旗面 may stand in it as 先将旗|面对|分.
        uncertain = {word: 1 for word in unknown if all(self._lexical.gram_frequency(literal_grams(word)).values())}
        known = {word: count for word, count in {**common, **uncertain}.items() if word not in misread}
        return weigh(known, self._lexical.passage_count())

    def _misread(self, query: Query, unknown: Sequence[str]) -> set[str]:
        """Return the words that no text has because the question was cut wrongly: 国会 in 公款出国会受什么处分."""
        across = {word: straddling(query, word) for word in unknown if len(word) == PAIR}
        used = self._lexical.document_frequency([pair for pairs in across.values() for pair in pairs])
        return {word for word, pairs in across.items() if any(used.get(pair) for pair in pairs)}


def nearest_of(findings: Findings, hits: Sequence[Hit]) -> float | None:
    """Return the best cosine that the dense signal gave one of the hits, or None when it found none of them."""
    wanted = {hit.passage.id for hit in hits}
    given = [
        scores.dense
        for hit, scores in zip(findings.hits, findings.scores, strict=True)
        if hit.passage.id in wanted and scores.dense is not None
    ]
    return max(given, default=None)
