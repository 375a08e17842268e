"""A retrieval set ingested into a home of its own, every query asked, the rankings measured."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Literal

import numpy as np

from bot.contracts.basic import EvaluateJson, TimesJson
from bot.workplace import Workplace
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError
from knowledge.evaluation.judgements import CorpusEntry, JudgedQueries, read_corpus, read_judged
from knowledge.evaluation.measures import Difference, Run, by_query, compared_runs, means
from knowledge.library import Library
from knowledge.ranking.diversity import as_ranked
from knowledge.ranking.fusion import DENSE_ALONE, LEXICAL_ALONE, Weighting, weights_for
from knowledge.retrieval import Retriever

RETRIEVERS: Mapping[str, Weighting] = {
    "lexical": lambda _: LEXICAL_ALONE,
    "dense": lambda _: DENSE_ALONE,
    "hybrid": weights_for,
}

PASSAGES_PER_ENTRY = 2
"""Passages fetched for each entry wanted: a long entry has several, of which the best counts."""

Rankings = dict[str, dict[str, float]]


class SetFiles(Frozen):
    """The files of a set."""

    corpus: Path
    queries: Path
    qrels: Path
    ids: Path | None = None


class AllAsked(Frozen):
    """What came of asking every query."""

    rankings: Rankings
    seconds: tuple[float, ...]


def measure(
    place: Workplace,
    files: SetFiles,
    *,
    retriever: Literal["lexical", "dense", "hybrid"],
    limit: int,
    earlier: Run | None,
    keep: bool,
) -> tuple[EvaluateJson, Rankings]:
    """Return the measures over a set, and the rankings that they are of.

    Args:
        place: Its home is used where `keep` says so; otherwise one that is thrown away.
        files: The set.
        retriever: Which signals are asked.
        limit: Entries returned for each query.
        earlier: A run to compare with.
        keep: Leave the home behind.

    Raises:
        BadRequestError: A file is malformed, or the home holds documents already.
    """
    entries = read_corpus(files.corpus)
    known = frozenset(entry.id for entry in entries)
    judged = read_judged(files.queries, files.qrels, files.ids, known=known)
    with _own_home(place, keep=keep) as own, own.library("owner") as library:
        began = perf_counter()
        fill(own, library, files.corpus, entries)
        ingested = perf_counter() - began
        asked = ask_all(library, judged, RETRIEVERS[retriever], limit=limit)
        passages = library.lexical.passage_count()
    measured = by_query(judged.grades, asked.rankings)
    done = EvaluateJson(
        queries=len(judged.queries),
        passages=passages,
        retriever=retriever,
        measures=means(measured),
        comparison=tuple(_comparison(judged, measured, earlier)) if earlier is not None else (),
        seconds=_times(ingested, asked.seconds),
    )
    return done, asked.rankings


def fill(place: Workplace, library: Library, corpus: Path, entries: list[CorpusEntry]) -> None:
    """Put every entry into an empty library, cut as files are.

    Raises:
        BadRequestError: The library holds documents.
    """
    if library.documents():
        raise BadRequestError("这个资料库里已有材料，评测须用空的资料库；不给 --home 时自动使用临时的。")
    data = corpus.read_bytes()
    library.replace_file(str(corpus.absolute()), data, place.entries(entries, corpus, data))


def ask_all(library: Library, judged: JudgedQueries, weighting: Weighting, *, limit: int) -> AllAsked:
    """Ask every query, after one that warms everything up, and rank the entries by their best passages."""
    retriever = Retriever(
        embedder=library.embedder,
        vectors=library,
        lexical=library.lexical,
        passages=library.catalog,
        weighting=weighting,
        arrange=as_ranked,
    )
    labels = library.catalog.labels()
    retriever.retrieve(next(iter(judged.queries.values())), labels=labels)
    rankings: Rankings = {}
    seconds = []
    for query, text in judged.queries.items():
        began = perf_counter()
        hits = retriever.retrieve(text, labels=labels, limit=PASSAGES_PER_ENTRY * limit)
        seconds.append(perf_counter() - began)
        entries = list(dict.fromkeys(hit.document.id for hit in hits))[:limit]
        # Scores that fall with the rank: ties and reordering would be undone by who sorts by score.
        rankings[query] = {entry: 1 / rank for rank, entry in enumerate(entries, start=1)}
    return AllAsked(rankings=rankings, seconds=tuple(seconds))


def _comparison(
    judged: JudgedQueries, measured: Mapping[str, Mapping[str, float]], earlier: Run
) -> Iterator[Difference]:
    shared = {query: grades for query, grades in judged.grades.items() if query in earlier}
    if not shared:
        raise BadRequestError("用来比较的结果里没有这些问题，请检查 --against 的文件是否配套。")
    theirs = by_query(shared, earlier)
    for name, values in measured.items():
        yield compared_runs(name, values, theirs[name])


def _times(ingested: float, seconds: tuple[float, ...]) -> TimesJson:
    middle, late = (round(float(np.quantile(seconds, share)), 4) for share in (0.5, 0.95))
    return TimesJson(ingest=round(ingested, 2), per_query_p50=middle, per_query_p95=late)


@contextmanager
def _own_home(place: Workplace, *, keep: bool) -> Iterator[Workplace]:
    if keep:
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="ronghe-evaluate-") as folder:
        yield replace(place, home=Path(folder))
