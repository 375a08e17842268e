"""Tests of the measures against figures worked out by hand, and of the comparison of two runs."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from knowledge.errors import BadRequestError
from knowledge.evaluation.measures import by_query, compared_runs, means, read_run, write_run

GRADES = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}}
RUN = {"q1": {"x": 3.0, "a": 2.0, "b": 1.0}}


def test_measures_are_those_of_the_textbook() -> None:
    """Two relevant entries at ranks 2 and 3, and a query that returned nothing."""
    measured = by_query(GRADES, RUN)
    ideal = 1 + 1 / math.log2(3)
    assert measured["nDCG@10"]["q1"] == pytest.approx((1 / math.log2(3) + 1 / 2) / ideal)
    assert measured["MRR@10"]["q1"] == pytest.approx(0.5)
    assert measured["R@1"]["q1"] == 0
    assert measured["R@5"]["q1"] == 1


def test_a_query_that_returned_nothing_counts_as_nought() -> None:
    """Leaving hard queries unanswered does not raise the mean."""
    assert means(by_query(GRADES, RUN))["R@5"] == pytest.approx(0.5)


def test_equal_runs_do_not_differ() -> None:
    """The difference is nought, its interval is a point, and p is 1."""
    scores = {str(i): i / 10 for i in range(10)}
    found = compared_runs("nDCG@10", scores, scores)
    assert (found.difference, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_a_steady_gain_is_significant_and_a_chance_one_is_not() -> None:
    """What gains everywhere is told from what gains here and loses there."""
    theirs = {str(i): 0.5 for i in range(40)}
    steady = compared_runs("nDCG@10", {key: value + 0.1 for key, value in theirs.items()}, theirs)
    mixed = compared_runs("nDCG@10", {key: 0.5 + (0.2 if int(key) % 2 else -0.19) for key in theirs}, theirs)
    assert steady.p < 0.001
    assert mixed.p > 0.05
    assert steady.low > 0 > mixed.low


def test_a_run_survives_its_file(tmp_path: Path) -> None:
    """What is written in TREC's format is read back."""
    write_run(tmp_path / "run.trec", RUN)
    assert read_run(tmp_path / "run.trec") == RUN


def test_a_file_that_is_no_run_names_its_line(tmp_path: Path) -> None:
    """A line of other columns is refused."""
    path = tmp_path / "run.trec"
    path.write_text("q1 Q0 a 1 0.5 ronghe\nq1 a 0.4\n", encoding="utf-8")
    with pytest.raises(BadRequestError, match="第2行"):
        read_run(path)
