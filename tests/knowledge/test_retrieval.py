"""Tests of fusion and diversity; retrieval as a whole is tested over a library in test_answerer.py."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import DocumentSummary, Kind, Script, Status
from knowledge.retrieval import PER_DOCUMENT, Filters, fuse, spread

RANKING = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-50, 50)), max_size=8, unique_by=lambda p: p[0])


def test_agreement_beats_one_loud_signal() -> None:
    """A passage that both signals like stands before one that only one of them likes."""
    fused = fuse((0.5, [("loud", 90), ("both", 80), ("x", 0)]), (0.5, [("both", 3.0), ("y", 1.0)]))
    assert next(passage for passage, _ in fused) == "both"


@given(RANKING, RANKING, RANKING)
def test_fused_scores_are_between_nought_and_one(
    first: list[tuple[str, float]], second: list[tuple[str, float]], third: list[tuple[str, float]]
) -> None:
    """Whatever the scales of the signals, scores stay comparable, in 0 to 1, best first, each passage once."""
    fused = fuse((0.4, first), (0.3, second), (0.3, third))
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)
    assert len({passage for passage, _ in fused}) == len(fused)


def test_equal_scores_have_one_order() -> None:
    """The same question gives the same order, run after run."""
    assert fuse((1.0, [("b", 1), ("a", 1)])) == [("a", 1.0), ("b", 1.0)]


def test_no_document_crowds_out_the_others() -> None:
    """After a few passages of one document the next document has its turn."""
    ranked = [("long", i) for i in range(6)] + [("short", 6)]
    assert spread(ranked)[PER_DOCUMENT] == 6


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=20))
def test_spreading_loses_nothing(documents: list[str]) -> None:
    """Every position is kept exactly once."""
    assert sorted(spread(list(zip(documents, range(len(documents)), strict=True)))) == list(range(len(documents)))


def summary(date: str | None, kind: Kind = Kind.CASE) -> DocumentSummary:
    return DocumentSummary(
        id="d", path="/d", title="d", kind=kind, issuer=None, date=date, status=Status.UNKNOWN, checked_on=None,
        source_class=None, label="public", script=Script.SIMPLIFIED, sample=False, passages=1,
    )  # fmt: skip


def test_years_are_whole_years() -> None:
    """Both bounds belong to the range, and a document without a date is in no range."""
    since_2023 = Filters(since=2023, until=2023)
    assert since_2023.admits(summary("2023-12-31"))
    assert not since_2023.admits(summary("2024"))
    assert not since_2023.admits(summary(None))


def test_a_kind_admits_only_itself() -> None:
    """Who asks for cases gets no speeches."""
    assert not Filters(kind=Kind.CASE).admits(summary("2023", Kind.SPEECH))
