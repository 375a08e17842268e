"""Training the head that says whether a question leans on the one before it: `python -m benchmarks.judging.leaning`.

Reads `data/follow_ups.jsonl`, of which a seventh is never trained on, and questions that stand alone; prints how many
of either are told so, there and in the blind sets, and writes the head. The network underneath stays as the judge has
it, so that this takes some minutes; train the judge first.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression

from benchmarks.blind.questions import CLOSED, OPEN, SECOND, read_blind
from benchmarks.judging.labelled import DATA, read_labelled
from knowledge.answerer import LEANS
from knowledge.models.adapter_files import ADAPTER, leaning_file
from knowledge.models.bundled import models_folder
from knowledge.models.judging import AdaptedJudge
from knowledge.models.leaning import LEANING_SHAPES, LeaningHead
from knowledge.models.numbers import Floats

SEED, ALONE, KEPT = 20261201, 1400, 7
STRENGTH = 0.03
"""Inverse of the weight decay, of states at unit variance; .01 to .1 tell alike (five folds of the training data)."""


class Figures(NamedTuple):
    """Shares: of follow-ups said to lean, and of questions that stand alone said to lean; with how many there are."""

    follow_ups: float
    leaning: int
    alone: float
    standing: int


def main() -> int:
    """Train, print the figures, write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=leaning_file(ADAPTER))
    given = parser.parse_args()
    random.seed(SEED)
    if not leaning_file(ADAPTER).exists():  # the network is asked before there is a head
        nothing = {name: np.zeros(shape, dtype=np.float16) for name, shape in LEANING_SHAPES.items()}
        save_file(nothing, leaning_file(ADAPTER))
    judge = AdaptedJudge(models_folder())
    asked = [json.loads(line) for line in (DATA / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()]
    random.shuffle(asked)
    alone = random.sample([one.question for one in read_labelled(DATA / "train.jsonl")], ALONE)
    kept, trained = asked[::KEPT], [each for place, each in enumerate(asked) if place % KEPT]
    kept_alone, trained_alone = alone[::KEPT], [each for place, each in enumerate(alone) if place % KEPT]
    leaning = [_mean(judge, follow) for _, _, follow in trained]
    standing = [_mean(judge, each) for each in (*trained_alone, *(before for _, before, _ in trained))]
    weights = _fitted(np.array([*leaning, *standing]), [True] * len(leaning) + [False] * len(standing))
    save_file({name: np.asarray(each, dtype=np.float16) for name, each in weights.items()}, given.out)
    head = LeaningHead(weights)
    print("kept:", _figures(judge, head, [follow for _, _, follow in kept], kept_alone))
    blind = [one for file in (OPEN, CLOSED, SECOND) for one in read_blind(file)]
    follow_ups, others = ([one.question for one in blind if bool(one.previous) is told] for told in (True, False))
    print("blind sets:", _figures(judge, head, follow_ups, others))
    return 0


def _fitted(states: Floats, leaning: Sequence[bool]) -> dict[str, Floats]:
    spread = states.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced").fit(states / spread, leaning)
    bias = np.asarray(fitted.intercept_[0], dtype=np.float32)
    return {"weight": (fitted.coef_[0] / spread).astype(np.float32), "bias": bias}


def _figures(judge: AdaptedJudge, head: LeaningHead, follow_ups: Sequence[str], alone: Sequence[str]) -> Figures:
    told = [
        [head.likelihood(_mean(judge, each)[None]) >= LEANS for each in questions] for questions in (follow_ups, alone)
    ]
    shares = [round(float(np.mean(each)), 3) for each in told]
    return Figures(shares[0], len(follow_ups), shares[1], len(alone))


def _mean(judge: AdaptedJudge, question: str) -> Floats:
    mean: Floats = judge.states(question)[1].mean(axis=0)
    return mean


if __name__ == "__main__":
    sys.exit(main())
