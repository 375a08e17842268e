"""Figures of the judge: `python -m benchmarks.judging.measure FILE.jsonl… [--adapter FILE] [--calibrate] [--cosine]`.

Of labelled questions over texts that training never saw: how often a statement that answers is put before every near
miss, the area under the curve among these, and how often it is before everything that was read. With `--calibrate` the
probabilities are fitted on the questions that somebody read search results for, half of them, reported on the other
half, and written into the adapter.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.judging.labelled import DATA, Labelled, read_labelled
from benchmarks.judging.windows import Placed, bears_of, labels_of, windows_with
from knowledge.models.adapter_files import ADAPTER, calibration_file, judge_folder
from knowledge.models.bundled import models_folder
from knowledge.models.embedding import SentenceEmbedder
from knowledge.models.export_record import is_whole
from knowledge.models.judge_export import export_judge
from knowledge.models.judging import AdaptedJudge, Calibration

BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)


class Scored(NamedTuple):
    """Statements of the windows of one question: what they are and what was said of them."""

    labels: list[bool | None]
    spans: list[float]
    windows: list[float]
    """Of the window that each stands in."""


class Ranking(NamedTuple):
    """Shares over questions, and how many there are."""

    n: int
    first: float
    area: float


def main() -> None:
    """Print the figures; with `--calibrate` write the adapter anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[DATA / "dev.jsonl"])
    parser.add_argument("--adapter", type=Path, default=ADAPTER)
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--cosine", action="store_true", help="the bundled encoder's cosine instead")
    given = parser.parse_args()
    asked = [one for file in given.files for one in read_labelled(file)]
    if given.cosine:
        print("cosine:", ranking([_by_cosine(one) for one in asked if one.answers and one.near]))
        return
    judge = _judge(given.adapter)
    print("judge:", ranking([_named(judge, one) for one in asked if one.answers and one.near]))
    found = [one for one in asked if one.found]
    if found:
        print("of search results:", ranking([_found(judge, one) for one in found if one.answers]))
    if given.calibrate:
        _calibrate(judge, found, given.adapter)


def ranking(scored: Sequence[Scored]) -> Ranking:
    """Return how often what answers stands first, and the mean area under the curve of each question."""
    first, areas = [], []
    for one in scored:
        good = [z for z, label in zip(one.spans, one.labels, strict=True) if label]
        bad = [z for z, label in zip(one.spans, one.labels, strict=True) if label is False]
        if good and bad:
            first.append(max(good) > max(bad))
            areas.append(float(np.mean([(g > b) + 0.5 * (g == b) for g in good for b in bad])))
    return Ranking(len(first), round(float(np.mean(first)), 3), round(float(np.mean(areas)), 3))


def _judge(adapter: Path) -> AdaptedJudge:
    models = models_folder()
    if not calibration_file(adapter).exists():
        calibration_file(adapter).write_text(Calibration().model_dump_json() + "\n", encoding="utf-8")
    if not is_whole(judge_folder(models, adapter)):
        export_judge(models, adapter=adapter)
    return AdaptedJudge(models, adapter=adapter)


def _named(judge: AdaptedJudge, one: Labelled) -> Scored:
    placed = list(dict.fromkeys(windows_with((*one.answers, *one.near))))
    return _scored(judge, one, placed, [labels_of(each, one.answers, one.near) for each in placed])


def _found(judge: AdaptedJudge, one: Labelled) -> Scored:
    placed = list(dict.fromkeys(windows_with(one.found)))
    return _scored(judge, one, placed, [labels_of(each, one.answers, one.found) for each in placed])


def _scored(
    judge: AdaptedJudge, one: Labelled, placed: Sequence[Placed], labels: Sequence[Sequence[bool | None]]
) -> Scored:
    said = judge.logits(one.question, [each.window for each in placed])
    windows = [each.window for each in said for _ in each.spans]
    return Scored([label for each in labels for label in each], [z for each in said for z in each.spans], windows)


def _by_cosine(one: Labelled) -> Scored:
    embedder = SentenceEmbedder("bundled", models=models_folder())
    placed = list(dict.fromkeys(windows_with((*one.answers, *one.near))))
    labels = [label for each in placed for label in labels_of(each, one.answers, one.near)]
    texts = [each.window.text[start:end] for each in placed for start, end in each.window.spans]
    cosines = embedder.embed_passages(texts) @ embedder.embed_query(one.question)
    return Scored(labels, cosines.tolist(), cosines.tolist())


def _calibrate(judge: AdaptedJudge, found: Sequence[Labelled], adapter: Path) -> None:
    """Fit on the even ones, report on the odd ones, then fit on all and write."""
    halves = [list(_rows(judge, found[parity::2])) for parity in (0, 1)]
    fitted = _fitted(halves[0])
    print("calibration of one half, on the other:")
    for name, told, true in _reliability(fitted, halves[1]):
        print(f"  {name}: {told} said {true}")
    calibration = _fitted([*halves[0], *halves[1]])
    print(calibration)
    calibration_file(adapter).write_text(calibration.model_dump_json() + "\n", encoding="utf-8")


class _Row(NamedTuple):
    span: float
    window: float
    near: float
    answers: bool
    holds: bool
    """Whether a statement of its window does."""

    bears: bool
    first: bool
    """Whether it is the first of its window: windows are counted once."""


def _rows(judge: AdaptedJudge, found: Sequence[Labelled]) -> Iterator[_Row]:
    for one in found:
        placed = list(dict.fromkeys(windows_with(one.found)))
        said = judge.logits(one.question, [each.window for each in placed])
        for each, logits in zip(placed, said, strict=True):
            labels = labels_of(each, one.answers, one.found)
            for position, (z, label) in enumerate(zip(logits.spans, labels, strict=True)):
                if label is not None:
                    bears = bool(bears_of(each, one))
                    holds = any(labels)
                    yield _Row(float(z), logits.window, logits.near, label, holds, bears, position == 0)


def _fitted(rows: Sequence[_Row]) -> Calibration:
    spans = LogisticRegression(C=10.0).fit([(row.span, row.window) for row in rows], [row.answers for row in rows])
    once = [row for row in rows if row.first]
    near = LogisticRegression(C=10.0).fit([(row.near,) for row in once], [row.bears for row in once])
    windows = LogisticRegression(C=10.0).fit([(row.window,) for row in once], [row.holds for row in once])
    (own, around), added = spans.coef_[0], spans.intercept_[0]
    return Calibration(
        span=(round(float(own), 4), round(float(around), 4), round(float(added), 4)),
        window=(round(float(windows.coef_[0][0]), 4), round(float(windows.intercept_[0]), 4)),
        near=(round(float(near.coef_[0][0]), 4), round(float(near.intercept_[0]), 4)),
    )


def _reliability(fitted: Calibration, rows: Sequence[_Row]) -> Iterator[tuple[str, str, str]]:
    """Yield, by tenth of the probability said, how many were said and what share was true."""
    own, around, added = fitted.span
    spans = _sigmoid(np.array([own * row.span + around * row.window + added for row in rows]))
    once = [row for row in rows if row.first]
    near = _sigmoid(np.array([fitted.near[0] * row.near + fitted.near[1] for row in once]))
    windows = _sigmoid(np.array([fitted.window[0] * row.window + fitted.window[1] for row in once]))
    yield from _bins("holds", windows, np.array([row.holds for row in once]))
    yield from _bins("answers", spans, np.array([row.answers for row in rows]))
    yield from _bins("bears", near, np.array([row.bears for row in once]))


def _bins(name: str, said: NDArray[np.float64], true: NDArray[np.bool_]) -> Iterator[tuple[str, str, str]]:
    for low, high in pairwise(BINS):
        here = (said >= low) & (said < high)
        if here.any():
            yield (
                f"{name} {low:.1f}–{min(high, 1):.1f}",
                f"n {here.sum()}, {said[here].mean():.2f}",
                f"{true[here].mean():.2f}",
            )


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 1 / (1 + np.exp(-values))
    return found


if __name__ == "__main__":
    main()
