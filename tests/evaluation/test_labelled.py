"""Tests of the labelled questions that are committed: every stretch lies in its text, and facts are found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmarks.blind.questions import CLOSED, OPEN, SECOND, has_fact, has_facts, read_blind
from benchmarks.judging.labelled import CORPUS, DATA, MADE, Span, read_labelled

BLIND = (OPEN, CLOSED, SECOND)
FILES = (DATA / "train.jsonl", DATA / "dev.jsonl", *BLIND)


def spans_of(file: Path) -> Iterator[Span]:
    if file in BLIND:
        for asked in read_blind(file):
            yield from (*asked.answers, *asked.near, *(span for side in asked.sides for span in side.answers))
    else:
        for labelled in read_labelled(file):
            yield from (*labelled.answers, *labelled.near, *labelled.found, *labelled.bears)


@cache
def text_of(file: Path) -> str:
    return file.read_bytes().decode()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_stretch_lies_in_its_text(file: Path) -> None:
    """Offsets lead into the texts as they are today: our own always, other people's where they are at hand."""
    spans = [span for span in spans_of(file) if span.path.startswith(MADE) or CORPUS.is_dir()]
    assert spans
    for span in spans:
        assert 0 <= span.start < span.end <= len(text_of(span.file)), span


def test_no_question_is_asked_twice() -> None:
    """What training asks is not measured, and no file asks a question twice."""
    trained, measured = ([each.question for each in read_labelled(file)] for file in FILES[:2])
    blind = [each.question for file in BLIND for each in read_blind(file)]
    assert all(len(asked) == len(set(asked)) for asked in (trained, measured))
    assert not set(trained) & {*measured, *blind}


def test_training_reads_no_document_of_the_closed_half() -> None:
    """What answers there is no answer, near miss or search result in training."""
    trained = {span.path for span in spans_of(DATA / "train.jsonl")}
    assert not trained & {span.path for each in read_blind(CLOSED) for span in each.answers}


def test_what_is_measured_is_answered_where_training_never_looked() -> None:
    """The judge's figures are of texts that training has not; of questions over several, few have one that it has."""
    trained = {span.path for span in spans_of(DATA / "train.jsonl")}
    answered = [{span.path for span in each.answers} for each in read_labelled(DATA / "test.jsonl") if each.answers]
    assert all(paths - trained for paths in answered)
    assert sum(bool(paths & trained) for paths in answered) <= 0.1 * len(answered)


def test_training_has_next_to_nothing_of_the_second_closed_set() -> None:
    """Three texts that answer there too lie in training: copies of some that do not."""
    trained = {span.path for span in spans_of(DATA / "train.jsonl")}
    assert len(trained & {span.path for each in read_blind(SECOND) for span in each.answers}) <= 3


@pytest.mark.parametrize("file", BLIND, ids=lambda file: file.stem)
def test_a_blind_question_has_its_facts_where_it_is_answered(file: Path) -> None:
    """A reply that quotes what answers has the facts; a follow-up names a question of the set."""
    asked = read_blind(file)
    named = {each.id for each in asked}
    assert all(each.previous is None or each.previous in named for each in asked)
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the checkout")
    for each in asked:
        spans = (*each.answers, *(span for side in each.sides for span in side.answers))
        quoted = "\n".join(text_of(span.file)[span.start : span.end] for span in spans)
        assert not each.answers or all(has_fact(quoted, fact) for fact in each.facts), each.id


@pytest.mark.parametrize(
    ("text", "fact", "has"),
    [
        pytest.param("自第十二条起", "第12条", True, id="ordinals"),
        pytest.param("预备期为一年，可延长六个月", "延长6个月", True, id="counts"),
        pytest.param("預備期為一年。", "预备期", True, id="script"),
        pytest.param("办理期限６０日", "60日", True, id="width"),
        pytest.param("支部 委员会", "支部委员会", True, id="spaces"),
        pytest.param("《信访工作条例》", "信访工作条例", True, id="marks"),
        pytest.param("由组织部门办理", "组织部/宣传部", True, id="another_wording"),
        pytest.param("由工会办理", "组织部/宣传部", False, id="none_of_them"),
    ],
)
def test_a_fact_is_found_however_it_is_written(text: str, fact: str, *, has: bool) -> None:
    """Script, width, numerals, spaces and marks are nothing to a reader; a slash stands between wordings."""
    assert has_fact(text, fact) is has


def test_two_thirds_of_the_facts_satisfy() -> None:
    """Of three facts two are enough, of two both are asked."""
    assert has_facts("甲和乙都有。", ("甲", "乙", "丙"))
    assert not has_facts("只有甲。", ("甲", "乙"))
    assert has_facts("不问什么。", ())
