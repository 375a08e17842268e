"""Which windows are read for a question in training: what answers, what comes near, and what else stands beside it."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.judging.labelled import Labelled
from benchmarks.judging.windows import Example, Placed, bears_of, labels_of, placed_windows, windows_with

ANSWERS, NEAR, BESIDE, FOUND, ELSEWHERE = 1, 1, 1, 3, 1
"""Windows of each sort at most: with an answer, with a near miss, of the same text, that a search found and somebody
read, and of another text where nobody did."""

NEAREST = 6
"""Windows of the same text, and of others, that one is drawn from."""

ALIKE, NEAR_ELSEWHERE = 400, 40
"""Windows most alike in words that others of the same text, and of other texts, are drawn from."""

SKIPPED = 4
"""Nearest windows of other texts that are left out where nobody read those texts for the question: they may answer."""


class Sampler:
    """Draws windows for questions; those beside what is labelled by the characters they share with the question."""

    def __init__(self, labelled: Sequence[Labelled]) -> None:
        self._paths = list(
            dict.fromkeys(span.path for one in labelled for span in (*one.answers, *one.near, *one.found))
        )
        self._placed = [each for path in self._paths for each in placed_windows(path)]
        weighing = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
        texts = [f"{each.window.heading}\n{each.window.text}" for each in self._placed]
        self._texts = weighing.fit_transform(texts)
        asked = weighing.transform([one.question for one in labelled])
        self._asked = {one.question: asked[row] for row, one in enumerate(labelled)}

    def example(self, one: Labelled) -> Example:
        """Return the question with windows drawn anew."""
        near = self._nearest(one)
        named = {span.path for span in (*one.answers, *one.near)} if one.answers else set()
        answering = windows_with(one.answers)
        missing = [each for each in windows_with(one.near) if each not in answering]
        beside = [self._placed[row] for row in near if self._placed[row].path in {s.path for s in one.answers}]
        elsewhere = [self._placed[row] for row in near[:NEAR_ELSEWHERE] if self._placed[row].path not in named]
        found = [each for each in windows_with(one.found) if each not in answering]
        drawn = [
            *random.sample(answering, min(ANSWERS, len(answering))),
            *random.sample(missing, min(NEAR, len(missing))),
            *(
                random.sample(found, min(FOUND, len(found)))
                or [*_some(beside, BESIDE), *_some(elsewhere[SKIPPED:], ELSEWHERE)]
            ),
        ]
        return self._labelled(one, list(dict.fromkeys(drawn)), told=True)

    def named(self, one: Labelled) -> Example:
        """Return the question with every window that has an answer or a near miss."""
        return self._labelled(one, list(dict.fromkeys(windows_with((*one.answers, *one.near)))), told=False)

    def _labelled(self, one: Labelled, placed: Sequence[Placed], *, told: bool) -> Example:
        labels = tuple(labels_of(each, one.answers, one.near) for each in placed)
        if told:
            labels = tuple(tuple(bool(label) for label in each) for each in labels)
        bears = tuple(bears_of(each, one) for each in placed)
        return Example(question=one.question, kind=one.kind, placed=tuple(placed), labels=labels, bears=bears)

    def _nearest(self, one: Labelled) -> list[int]:
        alike = (self._texts @ self._asked[one.question].T).toarray()[:, 0]
        order: list[int] = np.argsort(-alike)[:ALIKE].tolist()
        return order


def _some(placed: Sequence[Placed], count: int) -> list[Placed]:
    pool = placed[:NEAREST]
    return random.sample(list(pool), min(count, len(pool)))
