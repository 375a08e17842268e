"""How good rankings are: the usual measures, a run in TREC's format, and two runs held against each other.

Only this module imports ir_measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from knowledge.documents import Frozen
from knowledge.errors import BadRequestError
from knowledge.evaluation.judgements import Grades

MEASURES = {"nDCG@10": "nDCG@10", "R@1": "R@1", "R@5": "R@5", "R@10": "R@10", "R@100": "R@100", "MRR@10": "RR@10"}
"""Our name of each measure, and that of ir_measures (MacAvaney, Macdonald, Ounis 2022)."""

RESAMPLES = 10_000
"""Of the bootstrap and of the randomisation: the p of a real .05 is then known to ±.004 (two standard errors)."""

SEED = 20_261_122
"""The same runs give the same interval."""

Run = Mapping[str, Mapping[str, float]]
"""By query: the score of each entry that was returned; higher is better."""


class Difference(Frozen):
    """How two runs differ in one measure, over the same queries."""

    measure: str
    queries: int
    difference: float
    """Mean of ours minus theirs."""

    low: float
    """95 % interval of the mean difference, by bootstrap over queries."""

    high: float
    p: float
    """Two-sided, by random change of signs: Fisher's randomisation test."""


def by_query(grades: Grades, run: Run) -> dict[str, dict[str, float]]:
    """Return each measure for each query; a query that returned nothing has 0."""
    import ir_measures

    named = {ir_measures.parse_measure(theirs): ours for ours, theirs in MEASURES.items()}
    found = {name: dict.fromkeys(grades, 0.0) for name in MEASURES}
    qrels = {query: dict(judged) for query, judged in grades.items()}
    returned = {query: dict(scores) for query, scores in run.items() if query in grades and scores}
    for each in ir_measures.iter_calc(list(named), qrels, returned):
        found[named[each.measure]][each.query_id] = float(each.value)
    return found


def means(measured: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each measure over its queries, to four digits."""
    return {name: round(fmean(values.values()), 4) for name, values in measured.items()}


def compared_runs(measure: str, ours: Mapping[str, float], theirs: Mapping[str, float]) -> Difference:
    """Hold two runs against each other, query by query.

    Args:
        measure: Its name.
        ours: By query.
        theirs: By query; only queries that both have count.

    Raises:
        ValueError: They share no query.

    Source:
        Smucker, Allan, Carterette (2007), "A Comparison of Statistical Significance Tests for Information Retrieval
        Evaluation", CIKM: the randomisation test and the bootstrap agree, and are preferred.
    """
    import numpy as np

    shared = sorted(ours.keys() & theirs.keys())
    if not shared:
        raise ValueError("two runs without a common query")
    gains = np.array([ours[query] - theirs[query] for query in shared])
    random = np.random.default_rng(SEED)
    samples = gains[random.integers(len(gains), size=(RESAMPLES, len(gains)))].mean(axis=1)
    signs = random.choice((-1.0, 1.0), size=(RESAMPLES, len(gains)))
    extreme = np.abs((signs * gains).mean(axis=1)) >= abs(gains.mean()) - 1e-12
    low, high = np.quantile(samples, (0.025, 0.975))
    return Difference(
        measure=measure,
        queries=len(shared),
        difference=round(float(gains.mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        p=round(float((extreme.sum() + 1) / (RESAMPLES + 1)), 4),
    )


def write_run(path: Path, run: Run, *, name: str = "ronghe") -> None:
    """Write a run in TREC's format: query, Q0, entry, rank, score, name.

    Raises:
        BadRequestError: The file cannot be written.
    """
    lines = [
        f"{query} Q0 {entry} {rank} {score:.6f} {name}\n"
        for query, scores in run.items()
        for rank, (entry, score) in enumerate(scores.items(), start=1)
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BadRequestError(f"写不了 {path}，请检查路径和权限。") from error


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Return a run that was written in TREC's format.

    Raises:
        BadRequestError: The file cannot be read, or a line is not of six columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequestError(f"打不开 {path}，请检查路径和权限。") from error
    run: dict[str, dict[str, float]] = {}
    for number, line in enumerate(lines, start=1):
        query, entry, score = _run_line(line.split(), path, number)
        run.setdefault(query, {})[entry] = score
    return run


def _run_line(fields: Sequence[str], path: Path, number: int) -> tuple[str, str, float]:
    try:
        query, _, entry, _, score, _ = fields
        return query, entry, float(score)
    except ValueError as error:
        raise BadRequestError(f"{path} 第{number}行不是 TREC 格式（问题 Q0 条目 名次 得分 名称）。") from error
