"""All retrieval sets, every retriever: `python -m benchmarks.evaluation` writes docs/evaluation.md and its chart.

`--homes DIR` keeps the ingested sets, so that a second run only asks. `--ids dev_ids.txt` measures the tuning half.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.chart import chart
from benchmarks.machine import describe
from bot.cli import open_workplace
from bot.retrieval_measuring import RETRIEVERS, Asked, ask_all, fill
from knowledge.fusion import Weighting, Weights
from knowledge.judgements import Judged, read_corpus, read_judged
from knowledge.measures import MEASURES, Difference, by_query, compare, means

ROOT = Path(__file__).parents[1]
SETS = ROOT.parent / "shared" / "eval"
PAGE = ROOT / "docs" / "evaluation.md"
CHART = ROOT / "docs" / "evaluation.svg"
LIMIT = 100

FIXED: Mapping[str, Weighting] = {
    "fixed .6 .2 .2": lambda _: Weights(dense=0.6, words=0.2, grams=0.2),
    "fixed .4 .3 .3": lambda _: Weights(dense=0.4, words=0.3, grams=0.3),
}
"""The best combinations that others reached with one set of weights for everything; on our terms and index."""


class Result(NamedTuple):
    """What one retriever reached on one set."""

    set: str
    retriever: str
    measures: Mapping[str, float]
    queries: Mapping[str, float]
    """nDCG@10 by query."""

    seconds: tuple[float, ...]


def main() -> None:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS)
    parser.add_argument("--ids", default="test_ids.txt")
    parser.add_argument("--homes", type=Path)
    parser.add_argument("--only", nargs="*", help="names of sets")
    arguments = parser.parse_args()
    machine = describe()
    with tempfile.TemporaryDirectory() as scratch:
        results = list(_results(arguments.sets, arguments.homes or Path(scratch), arguments.ids, arguments.only))
    page = _page(results, arguments.ids, machine)
    print(page)
    if arguments.ids == "test_ids.txt" and not arguments.only:
        PAGE.write_text(page, encoding="utf-8")
        scores = {
            name: {r.retriever: r.measures["nDCG@10"] for r in results if r.set == name} for name in _sets(results)
        }
        CHART.write_text(chart(scores), encoding="utf-8")


def _results(sets: Path, homes: Path, ids: str, only: list[str] | None) -> Iterator[Result]:
    for folder in sorted(path for path in sets.iterdir() if path.is_dir()):
        if only and folder.name not in only:
            continue
        entries = read_corpus(folder / "corpus.jsonl")
        known = frozenset(entry.id for entry in entries)
        judged = read_judged(folder / "queries.jsonl", folder / "qrels.tsv", folder / ids, known=known)
        place = open_workplace(None, homes / _corpus_name(folder))
        with place.library("owner") as library:
            if not library.documents():
                fill(place, library, folder / "corpus.jsonl", entries)
            for name, weighting in {**RETRIEVERS, **FIXED}.items():
                yield _result(folder.name, name, judged, ask_all(library, judged, weighting, limit=LIMIT))


def _result(name: str, retriever: str, judged: Judged, asked: Asked) -> Result:
    measured = by_query(judged.grades, asked.rankings)
    print(name, retriever, means(measured), flush=True)
    return Result(name, retriever, means(measured), measured["nDCG@10"], asked.seconds)


def _corpus_name(folder: Path) -> str:
    """Name a corpus by its content: several sets ask the same one."""
    import hashlib

    return hashlib.sha256((folder / "corpus.jsonl").read_bytes()).hexdigest()[:12]


def _sets(results: list[Result]) -> list[str]:
    return list(dict.fromkeys(result.set for result in results))


def _page(results: list[Result], ids: str, machine: str) -> str:
    parts = [_HEAD.format(ids=ids, machine=machine), _MEASURES_HEAD, *map(_row, results), "\n", _GAINS_HEAD]
    for name in _sets(results):
        own = {result.retriever: result for result in results if result.set == name}
        parts += [
            _gain(name, other, compare("nDCG@10", own["hybrid"].queries, own[other].queries))
            for other in ("fixed .6 .2 .2", "fixed .4 .3 .3", "dense", "lexical")
        ]
    return "".join(parts)


def _row(result: Result) -> str:
    figures = " | ".join(f"{result.measures[name]:.4f}" for name in MEASURES)
    middle, late = (1000 * float(np.quantile(result.seconds, share)) for share in (0.5, 0.95))
    return f"| {result.set} | {result.retriever} | {len(result.queries)} | {figures} | {middle:.0f} | {late:.0f} |\n"


def _gain(name: str, other: str, each: Difference) -> str:
    interval = f"{each.low:+.4f} to {each.high:+.4f}"
    return f"| {name} | {other} | {each.queries} | {each.difference:+.4f} | {interval} | {each.p:.4f} |\n"


_HEAD = """# Evaluation of retrieval

Written by `make evaluate`; queries of `{ids}` only. Each corpus is ingested as files are: long entries are split and
scored by their best passage. Times are of one query at a time, in this process, the embedding of the query included.
`hybrid` is what the program does; `fixed` weights are what one combination for everything reaches on the same index.

{machine}.

![nDCG@10 by set and retriever](evaluation.svg)

"""

_MEASURES_HEAD = (
    f"| set | retriever | n | {' | '.join(MEASURES)} | p50 ms | p95 ms |\n|---|---|--:|{'--:|' * (len(MEASURES) + 2)}\n"
)

_GAINS_HEAD = """## hybrid against the others, nDCG@10

Mean difference over the same queries, 95 % interval by bootstrap, p by Fisher's randomisation test (two-sided).

| set | against | n | difference | 95 % interval | p |
|---|---|--:|--:|---|--:|
"""


if __name__ == "__main__":
    main()
