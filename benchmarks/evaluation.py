"""All retrieval sets, every retriever: `python -m benchmarks.evaluation` writes docs/evaluation.md and its chart.

What is embedded and what is measured is kept in a work folder, so that a run that was stopped goes on where it stood;
as soon as the program or its lexicon changes, everything but the vectors is measured anew. The page is written after
every set, and says which are missing. `--ids dev_ids.txt` measures the tuning half and writes no page.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from benchmarks.baselines import FIXED, ask_fixed
from benchmarks.chart import chart
from benchmarks.embedding_cache import CachedEmbedder
from benchmarks.machine import describe, load
from bot.cli import open_workplace
from bot.retrieval_measuring import RETRIEVERS, AllAsked, ask_all, fill
from knowledge.documents import Frozen
from knowledge.evaluation.judgements import JudgedQueries, read_corpus, read_judged
from knowledge.evaluation.measures import MEASURES, Difference, by_query, compared_runs, means
from knowledge.library import Library

ROOT = Path(__file__).parents[1]
SETS = ROOT.parent / "shared" / "eval"
PAGE = ROOT / "docs" / "evaluation.md"
CHART = ROOT / "docs" / "evaluation.svg"
LIMIT = 100
SECTION = "\n## Answers"
"""How the part of the page begins that another program writes; it is left as it is."""


class Result(Frozen):
    """What one retriever reached on one set."""

    set: str
    retriever: str
    measures: Mapping[str, float]
    queries: Mapping[str, float]
    """nDCG@10 by query."""

    seconds: tuple[float, ...]


def main() -> None:
    """Measure what has not been measured yet and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS)
    parser.add_argument("--ids", default="test_ids.txt")
    parser.add_argument("--work", type=Path, default=user_cache_path("ronghe") / "evaluation")
    parser.add_argument("--only", nargs="*", help="names of sets")
    arguments = parser.parse_args()
    folders = sorted(path for path in arguments.sets.iterdir() if path.is_dir())
    results: list[Result] = []
    for folder in folders:
        if arguments.only and folder.name not in arguments.only:
            continue
        results += _measured(folder, arguments.ids, arguments.work)
        if arguments.ids == "test_ids.txt":
            _write(results, [each.name for each in folders], arguments.ids)


def _write(results: list[Result], sets: list[str], ids: str) -> None:
    missing = [name for name in sets if name not in _sets(results)]
    machine = f"{describe()}; load average {load():.1f} at the end"
    begun, end, answers = (PAGE.read_text(encoding="utf-8") if PAGE.exists() else "").partition(SECTION)
    del begun
    PAGE.write_text(_page(results, ids, machine, missing) + end + answers, encoding="utf-8")
    scores = {name: {r.retriever: r.measures["nDCG@10"] for r in results if r.set == name} for name in _sets(results)}
    CHART.write_text(chart(scores), encoding="utf-8")


def _measured(folder: Path, ids: str, work: Path) -> Iterator[Result]:
    """Yield the results on one set, kept or measured now."""
    state = work / _state()
    kept = {name: state / f"{folder.name}.{ids}.{name}.json" for name in (*RETRIEVERS, *FIXED)}
    for name, path in kept.items():
        if not path.exists():
            with _filled(folder, state, work) as library:
                result = _result(folder.name, name, _judged(folder, ids), library)
            path.write_text(result.model_dump_json(), encoding="utf-8")
        yield Result.model_validate_json(path.read_text(encoding="utf-8"))


def _filled(folder: Path, state: Path, work: Path) -> Library:
    """Open the library that holds a set's corpus, ingested unless it is there already."""
    place = open_workplace(None, state / _corpus_name(folder))
    library = Library.open_owner(place.home, CachedEmbedder(place.embedder(), work / "vectors.sqlite3"))
    if not library.documents():
        fill(place, library, folder / "corpus.jsonl", read_corpus(folder / "corpus.jsonl"))
    return library


def _judged(folder: Path, ids: str) -> JudgedQueries:
    known = frozenset(entry.id for entry in read_corpus(folder / "corpus.jsonl"))
    return read_judged(folder / "queries.jsonl", folder / "qrels.tsv", folder / ids, known=known)


def _result(name: str, retriever: str, judged: JudgedQueries, library: Library) -> Result:
    fixed = FIXED.get(retriever)
    asked: AllAsked = (
        ask_all(library, judged, RETRIEVERS[retriever], limit=LIMIT)
        if fixed is None
        else ask_fixed(library, judged, fixed, limit=LIMIT)
    )
    measured = by_query(judged.grades, asked.rankings)
    print(name, retriever, means(measured), flush=True)
    return Result(
        set=name,
        retriever=retriever,
        measures=means(measured),
        queries=measured["nDCG@10"],
        seconds=asked.seconds,
    )


def _state() -> str:
    """Name the program as it is now: by what is in the files that retrieval depends on."""
    files = sorted(file for part in ("knowledge", "ingest") for file in (ROOT / part).rglob("*.*"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files if file.suffix in {".py", ".txt"}))
    return digest.hexdigest()[:12]


def _corpus_name(folder: Path) -> str:
    """Name a corpus by its content: several sets ask the same one."""
    return hashlib.sha256((folder / "corpus.jsonl").read_bytes()).hexdigest()[:12]


def _sets(results: list[Result]) -> list[str]:
    return list(dict.fromkeys(result.set for result in results))


def _page(results: list[Result], ids: str, machine: str, missing: list[str]) -> str:
    absent = f"Not measured in this run: {', '.join(missing)}.\n\n" if missing else ""
    parts = [_HEAD.format(ids=ids, machine=machine), absent, _MEASURES_HEAD, *map(_row, results), "\n", _GAINS_HEAD]
    for name in _sets(results):
        own = {result.retriever: result for result in results if result.set == name}
        parts += [
            _gain(name, other, compared_runs("nDCG@10", own["hybrid"].queries, own[other].queries))
            for other in (*FIXED, "dense", "lexical")
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
`hybrid` is what the program does; `min-max` is what one convex combination of the same signals reaches on the same
index, each stretched to 0..1 over its best hundred, with the question's own words alone; `dense` and `lexical` are the
program's signals by themselves, official words included.

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
