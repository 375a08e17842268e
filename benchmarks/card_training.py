"""Learns which sentences tell a measure from the labelled reports: `make train-cards` writes ingest/cards/telling.json.

Learned from all labels (benchmarks/cards.py) but those of `kept`, which are left for the figures. The penalty and how
much a string weighs beside a sign were chosen by leaving out a tenth of the reports ten times.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.cards import LABELS, Label, near, read_labelled
from ingest.cards.sentences import read_by_rules, told_by_place
from ingest.cards.telling import features
from ingest.readers.child import Extractor

WEIGHTS = Path("ingest/cards/telling.json")
_LEARNED = ("dev", "test", "opened")
_STRING, _PENALTY, _FEWEST = 0.5, 1.0, 3
"""How much a string weighs beside a sign; what is in fewer sentences is not learned."""

_LEAST = 0.01
_TRIED = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25)
"""Sums from which a sentence would be a measure."""

Row = tuple[dict[str, float], bool, str]


def main() -> None:
    """Learn, say how well by leaving reports out, and write the weights."""
    lines = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    with Extractor() as extractor:
        rows = [row for line in lines if line["half"] in _LEARNED for row in _rows(line, extractor)]
    names = DictVectorizer(sparse=True)
    held = names.fit_transform([row[0] for row in rows])
    kept = np.flatnonzero(np.asarray((held != 0).sum(axis=0)).ravel() >= _FEWEST)
    held, told = held[:, kept], np.array([row[1] for row in rows])
    sums = np.zeros(len(rows))
    for learned, tried in GroupKFold(10).split(held, told, [row[2] for row in rows]):
        sums[tried] = _model().fit(held[learned], told[learned]).decision_function(held[tried])
    sys.stdout.write(f"{len(rows)} sentences, {told.sum()} of them measures; reports left out:\n")
    for least in _TRIED:
        found = sums > least
        right = int((found & told).sum())
        precision, recall = right / found.sum(), right / told.sum()
        sys.stdout.write(
            f"from {least:+.2f}: P {precision:.3f} R {recall:.3f} F1 {2 * right / (found.sum() + told.sum()):.3f}\n"
        )
    model = _model().fit(held, told)
    called = names.get_feature_names_out()[kept]
    weights = {
        name: round(float(weight) * _scale(name), 3)
        for name, weight in zip(called, model.coef_[0], strict=True)
        if abs(weight) * _scale(name) >= _LEAST
    }
    whole = {"": round(float(model.intercept_[0]), 3), **dict(sorted(weights.items()))}
    WEIGHTS.write_text(json.dumps(whole, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _rows(line: Label, extractor: Extractor) -> list[Row]:
    labelled = [tuple(span) for card in line["cards"] if not card["optional"] for span in card["measures"]]
    found = []
    for document, _ in read_labelled(line, extractor) if labelled else ():
        read = read_by_rules(document)
        for one, told in zip(read, told_by_place(document, read), strict=True):
            source = document.source_of(one.start, one.end)
            signs = {name: _scale(name) for name in features(told)}
            found.append((signs, near((source.start, source.end), labelled), line["file"]))
    return found


def _scale(name: str) -> float:
    return _STRING if " " not in name and len(name) < len("said") else 1.0


def _model() -> LogisticRegression:
    return LogisticRegression(C=_PENALTY, max_iter=3000)


if __name__ == "__main__":
    main()
