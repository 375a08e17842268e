"""Beside what people use: plain Chroma and LangChain's EnsembleRetriever (BM25 and Chroma): `make evaluate-peers`.

Each asks the queries of a set in a process of its own, over the same passages, in Simplified script, with the same
embedder; BM25 gets our words. What `python -m benchmarks.evaluation` keeps is used, so nothing is embedded twice.
Writes its part of docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from platformdirs import user_cache_path

from benchmarks.answering import with_section
from benchmarks.embedding_cache import CachedEmbedder
from benchmarks.evaluation import PAGE, SETS
from benchmarks.machine import describe, load
from benchmarks.processes import run
from bot.cli import open_workplace
from bot.retrieval_measuring import RETRIEVERS, ask_all, fill
from knowledge.documents import Frozen
from knowledge.evaluation.judgements import JudgedQueries, read_corpus, read_judged
from knowledge.evaluation.measures import MEASURES, by_query, compared_runs, means
from knowledge.library import Library
from knowledge.tokens import embedding_text, simplified, words

LIMIT = 100
MARKS = "<!-- peers -->\n", "<!-- /peers -->\n"
OURS, CHROMA, ENSEMBLE = "ronghe", "Chroma", "EnsembleRetriever"

Ask = Callable[[str], list[str]]
"""Question to entry ids, best first; an entry may come more than once."""


class Measured(Frozen):
    """What one of them reached on one set."""

    filled: float
    """Seconds that making its index took, without embedding."""

    seconds: tuple[float, ...]
    """Of each query, its embedding included."""

    measures: dict[str, float]
    queries: dict[str, float]
    """nDCG@10 by query."""


def main() -> None:
    """Measure every set and write the table, or be the process that measures one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS)
    parser.add_argument("--ids", default="test_ids.txt")
    parser.add_argument("--work", type=Path, default=user_cache_path("ronghe") / "evaluation")
    parser.add_argument("--only", nargs="*", help="names of sets")
    parser.add_argument("--measure", choices=(OURS, CHROMA, ENSEMBLE), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folders = [each for each in sorted(arguments.sets.iterdir()) if not arguments.only or each.name in arguments.only]
    if arguments.measure:
        print(_measured(arguments.measure, folders[0], arguments.ids, arguments.work).model_dump_json())
        return
    rows = [row for folder in folders for row in _rows(folder, arguments)]
    text = _HEAD.format(machine=describe(), load=load()) + _TABLE + "".join(rows)
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), text, MARKS), encoding="utf-8")


def _rows(folder: Path, arguments: argparse.Namespace) -> list[str]:
    found: dict[str, tuple[Measured, float]] = {}
    for name in (OURS, ENSEMBLE, CHROMA):
        command = [sys.executable, "-m", "benchmarks.peers", "--measure", name, "--only", folder.name]
        child = run([*command, "--sets", arguments.sets, "--ids", arguments.ids, "--work", arguments.work])
        found[name] = (Measured.model_validate_json(child.output.splitlines()[-1]), child.peak_megabytes)
        print(folder.name, name, found[name][0].measures, f"{child.peak_megabytes:.0f} MB", flush=True)
    ours = found[OURS][0].queries
    return [_row(folder.name, name, each, megabytes, ours) for name, (each, megabytes) in found.items()]


def _row(folder: str, name: str, each: Measured, megabytes: float, ours: dict[str, float]) -> str:
    figures = " | ".join(f"{each.measures[one]:.4f}" for one in MEASURES)
    middle, late = (1000 * float(np.quantile(each.seconds, share)) for share in (0.5, 0.95))
    gain = compared_runs("nDCG@10", ours, each.queries)
    over = "" if name == OURS else f"{gain.difference:+.4f} ({gain.low:+.4f} to {gain.high:+.4f})"
    pace = f"{1 / float(np.mean(each.seconds)):.1f} | {middle:.0f} | {late:.0f} | {each.filled:.0f} | {megabytes:.0f}"
    return f"| {folder} | {name} | {len(each.queries)} | {figures} | {over} | {pace} |\n"


def _measured(name: str, folder: Path, ids: str, work: Path) -> Measured:
    corpus = folder / "corpus.jsonl"
    entries = read_corpus(corpus)
    known = frozenset(entry.id for entry in entries)
    judged = read_judged(folder / "queries.jsonl", folder / "qrels.tsv", folder / ids, known=known)
    with tempfile.TemporaryDirectory() as scratch:
        place = open_workplace(None, Path(scratch))
        embedder = CachedEmbedder(place.embedder(), work / "vectors.sqlite3")
        cut = place.entries(entries, corpus, corpus.read_bytes())
        texts = [embedding_text(d.title, p.locator, p.text) for d, passages in cut for p in passages]
        owners = [d.id for d, passages in cut for _ in passages]
        embedder.embed_passages(texts)  # what is not kept yet is embedded here, outside the time of filling
        began = perf_counter()
        if name == OURS:
            with Library.open_owner(place.home, embedder) as library:
                fill(place, library, corpus, entries)
                filled = perf_counter() - began
                asked = ask_all(library, judged, RETRIEVERS["hybrid"], limit=LIMIT)
            return _of(judged, asked.rankings, filled, asked.seconds)
        ask = (
            _chroma(embedder, texts, owners, scratch) if name == CHROMA else _ensemble(embedder, texts, owners, scratch)
        )
        filled = perf_counter() - began
        ask(next(iter(judged.queries.values())))
        rankings, seconds = {}, []
        for query, text in judged.queries.items():
            began = perf_counter()
            found = list(dict.fromkeys(ask(simplified(text))))[:LIMIT]
            seconds.append(perf_counter() - began)
            rankings[query] = {entry: 1 / rank for rank, entry in enumerate(found, start=1)}
    return _of(judged, rankings, filled, tuple(seconds))


def _of(
    judged: JudgedQueries, rankings: dict[str, dict[str, float]], filled: float, seconds: tuple[float, ...]
) -> Measured:
    measured = by_query(judged.grades, rankings)
    return Measured(filled=filled, seconds=seconds, measures=means(measured), queries=measured["nDCG@10"])


def _chroma(embedder: CachedEmbedder, texts: Sequence[str], owners: Sequence[str], folder: str) -> Ask:
    store = _store(embedder, texts, owners, folder)
    return lambda question: [each.metadata["entry"] for each in store.similarity_search(question, k=LIMIT)]


def _ensemble(embedder: CachedEmbedder, texts: Sequence[str], owners: Sequence[str], folder: str) -> Ask:
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever

    by_words = BM25Retriever.from_texts(list(texts), _metadata(owners), preprocess_func=words, k=LIMIT)
    by_meaning = _store(embedder, texts, owners, folder).as_retriever(search_kwargs={"k": LIMIT})
    both = EnsembleRetriever(retrievers=[by_words, by_meaning], weights=[0.5, 0.5], id_key="passage")
    return lambda question: [each.metadata["entry"] for each in both.invoke(question)]


def _metadata(owners: Sequence[str]) -> list[dict[str, str]]:
    """Return what is kept beside each passage; by its number the ensemble keeps copies of one text apart."""
    return [{"entry": owner, "passage": str(number)} for number, owner in enumerate(owners)]


def _store(embedder: CachedEmbedder, texts: Sequence[str], owners: Sequence[str], folder: str) -> Any:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [row.tolist() for row in embedder.embed_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, embedder.embed_query(text)))

    store = Chroma("peers", Ours(), persist_directory=folder, collection_metadata={"hnsw:space": "cosine"})
    entries = _metadata(owners)
    for start in range(0, len(texts), 1000):
        some = slice(start, start + 1000)
        store.add_texts(list(texts[some]), entries[some])
    return store


_HEAD = """## Beside what people use

Written by `make evaluate-peers`: each in a process of its own over the same passages, in Simplified script, with the
same embedder. BM25 of LangChain gets our words; EnsembleRetriever weighs both alike and tells passages apart by number
(by their text, as it does unless told, copies of a text count twice). `filled` is the time the index took without
embedding, MB the peak of the process, model included. In brackets the 95 % interval of our gain.

{machine}; load average {load:.1f} at the end.

"""

_COLUMNS = (*MEASURES, "our gain, nDCG@10", "queries/s", "p50 ms", "p95 ms", "filled s", "MB")
_TABLE = f"| set | retriever | n | {' | '.join(_COLUMNS)} |\n|---|---|{'--:|' * (len(_COLUMNS) + 1)}\n"


if __name__ == "__main__":
    main()
