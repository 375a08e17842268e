"""The extractive writer: picks the sentences that answer, in the words of the sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.documents import Frozen, Hit, SourceClass
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.evidence import Support, Weights, coverage, matchable_text, named_in_one_piece
from knowledge.grounding.statements import Statement
from knowledge.ports import Embedder
from knowledge.questions.queries import PAIR, Query, synonyms
from knowledge.questions.roles import TOLD_ALONE, plays
from knowledge.sentences import sentence_spans
from knowledge.tokens import fold, grams
from knowledge.writing.fitness import asks_for_sorts, fitness, has_one_answer, lists, says_no_to_it
from knowledge.writing.surroundings import Matter

NONE: Mapping[Statement, Matter] = {}

POINTS = 5
"""Points of an answer: what is read on a telephone without scrolling twice."""

PER_DOCUMENT = 3
"""Points from one document, so that an answer shows more than one source where there is more than one."""

WORTH_SAYING, WORTH_ADDING = 0.75, 0.85
"""Share of the best point's score below which another point is left out; the second where one sentence can be the whole
answer (how many, whether, what it is). Of 331 points of the own set 90 fall below, no answer of it among them."""

THE_REST = 0.7
"""The same for what is shown when more is asked for."""

ON_THE_SUBJECT = 0.7
"""Share of the best point's coverage below which a sentence is near the subject, not on it."""

PLAYING = 0.7
"""The same for a sentence that plays the role asked for and does not name its matter, of what any sentence has."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+(?=[年月日天个名人次条%倍])")

SAME = 0.5
"""Share of grams (Jaccard) from which two sentences say the same."""

SHORTLIST = 24
"""Sentences compared by meaning: embedding takes about 5 ms each on two cores, and the answer waits for it."""

COVERAGE, SIMILARITY, RANK, LEANING, TEMPLATE = 0.45, 0.35, 0.2, 0.15, 0.15
"""What makes a sentence answer: words of the question, meaning, its passage's rank; less for leaning on another, and
for standing in a model essay, which is no basis where anything else says the same."""


class Scored(Frozen):
    """A statement with what speaks for it."""

    statement: Statement
    coverage: float
    """Share of the question's weight in its words, 0 to 1."""

    cosine: float
    """Similarity to the question, -1 to 1."""

    matter: str | None = None
    """What tells its matter, where it plays the role asked for and need not name it; as `matchable_text` gives it."""

    score: float
    """Higher is better; comparable within one question."""


def score_statements(
    query: Query,
    statements: Sequence[Statement],
    hits: Sequence[Hit],
    *,
    weights: Weights,
    embedder: Embedder,
    enough: float = 0.0,
    matters: Mapping[Statement, Matter] = NONE,
) -> list[Scored]:
    """Return the statements with their scores, best first.

    Args:
        query: The question.
        statements: Of the hits' passages.
        hits: Whose scores their statements inherit.
        weights: Of the question's content words.
        embedder: Compares question and statement.
        enough: Coverage from which a statement is worth comparing.
        matters: What tells the matter of statements that play the role asked for and need not name it.
    """
    ranks = {hit.passage.id: hit.score for hit in hits}
    answering = [one for one in statements if has_figure(query, one) and has_role(query, one)]
    covered = ((one, _covered(one, weights, matters.get(one)), ranks[one.passage.id]) for one in answering)
    promising = _shortlist([each for each in covered if each[1] >= enough])
    if not promising:
        return []
    vectors = embedder.embed_passages(
        [f"{one.document.title}：{one.reading}" if one in matters else one.reading for one, _, _ in promising]
    )
    cosines = (vectors @ embedder.embed_query(query.sought)).tolist()
    least, spread = min(cosines), max(max(cosines) - min(cosines), 1e-6)
    scored = [
        Scored(
            statement=statement,
            coverage=covered,
            cosine=cosine,
            matter=matters[statement].far if statement in matters else None,
            score=COVERAGE * covered
            + SIMILARITY * (cosine - least) / spread
            + RANK * rank
            - LEANING * statement.leans_back
            - TEMPLATE * (statement.document.source_class is SourceClass.TEMPLATE)
            + _fit(query, statement.reading, covered),
        )
        for (statement, covered, rank), cosine in zip(promising, cosines, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def _fit(query: Query, reading: str, covered: float) -> float:
    """Return what the sort of sentence adds: the less, the less of the question it has; what it takes away, whole."""
    worth = fitness(query, reading)
    return worth * covered if worth > 0 else worth


def has_figure(query: Query, statement: Statement) -> bool:
    """Tell whether a sentence of a statement has a figure of the sort that is asked for, beside a word of the question.

    Any statement does when none is asked for. 每年谈话1次 in the same 款 says nothing of how often 民主生活会 is held.
    """
    if query.figure is None:
        return True
    variants = (variant for word in query.content for variant in synonyms(word))
    # 记过处分 is 记过 in the list of penalties: two characters of a word are enough to say what the figure is of.
    pairs = {pair for variant in variants for pair in grams(variant) if len(pair) == PAIR}
    sentences = (statement.quote[start:end] for start, end in sentence_spans(statement.quote))
    return any(
        re.search(query.figure, said) is not None and (not pairs or any(pair in said for pair in pairs))
        for said in map(matchable_text, sentences)
    )


def has_role(query: Query, statement: Statement) -> bool:
    """Tell whether a statement tells marks or faults where these are asked for; nothing else answers them."""
    return query.role not in TOLD_ALONE or plays(query.role, matchable_text(statement.quote))


def _covered(statement: Statement, weights: Weights, matter: Matter | None) -> float:
    """Return the share of the question's weight in a statement and its heading path, or in what tells its matter."""
    own = coverage(matchable_text(f"{statement.passage.locator}\n{statement.quote}"), weights)
    return max(own, matter.covered(weights)) if matter else own


def _shortlist(candidates: list[tuple[Statement, float, float]]) -> list[tuple[Statement, float, float]]:
    """Keep the (statement, coverage, rank) triples that are worth the model's time."""
    return sorted(candidates, key=lambda one: -(COVERAGE * one[1] + RANK * one[2]))[:SHORTLIST]


def supports(query: Query, scored: Sequence[Scored], weights: Weights) -> list[Support]:
    """Return what each sentence offers the question."""
    return [
        Support(
            one.statement.passage.id,
            one.coverage,
            one.cosine,
            names=_names(query, one.statement, weights, one.matter),
            around=one.coverage if one.matter else 0.0,
        )
        for one in scored
    ]


def _names(query: Query, statement: Statement, weights: Weights, matter: str | None) -> bool:
    """Tell whether a statement names the question's matter, in quotation marks or in one piece, or says no to it."""
    coined = (
        query.subject is not None and re.search(rf"[“‘]{re.escape(query.subject)}", fold(statement.quote)) is not None
    )
    said_no = says_no_to_it(query, statement.reading)
    return coined or said_no or named_in_one_piece(query, weights, matter or matchable_text(statement.quote))


def choose(query: Query, scored: Sequence[Scored], shown: Sequence[str] = ()) -> list[Scored]:
    """Return the points of the answer, best first: about the subject, not twice the same, from several documents.

    Args:
        query: The question.
        scored: Statements, the best first.
        shown: What was said before: the rest of what bears on the question is asked for.
    """
    about = _about_the_subject(query, scored)
    worth = WORTH_ADDING if has_one_answer(query) else WORTH_SAYING
    worth = THE_REST if shown else worth
    chosen: list[Scored] = []
    per_document: Counter[str] = Counter()
    for one in about:
        if len(chosen) == POINTS or one.score < worth * about[0].score:
            break
        if one.coverage < ON_THE_SUBJECT * about[0].coverage or says_as_much(one.statement.reading, shown):
            continue
        document_id = one.statement.document.id
        if per_document[document_id] < PER_DOCUMENT and not any(says_the_same(one, other) for other in chosen):
            chosen.append(one)
            per_document[document_id] += 1
    return chosen


def _about_the_subject(query: Query, scored: Sequence[Scored]) -> list[Scored]:
    """Keep the statements that explain, tell or list what is asked for, when any does."""
    most = max((one.coverage for one in scored), default=0.0)
    if playing := [one for one in scored if one.matter is not None and one.coverage >= PLAYING * most]:
        return playing
    if scored and asks_for_sorts(query) and lists(scored[0].statement.reading):
        return [one for one in scored if lists(one.statement.reading)]
    if query.subject is None:
        return list(scored)
    naming = [one for one in scored if query.subject in fold(one.statement.quote)]
    return naming or list(scored)


def says_the_same(one: Scored, other: Scored) -> bool:
    """Tell whether two statements share so many grams, and all figures, that one of them is enough."""
    readings = one.statement.reading, other.statement.reading
    first, second = (set(grams(reading)) for reading in readings)
    if len(first & second) < SAME * len(first | second):
        return False
    figures, others = (set(_FIGURE.findall(reading)) for reading in readings)
    return figures == others
