"""Tests of reading retrieval sets: what is wrong with a file is said with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.errors import BadRequestError
from knowledge.evaluation.judgements import read_corpus, read_judged

KNOWN = frozenset({"d1", "d2"})


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    return lines(tmp_path / "queries.jsonl", {"_id": "q1", "text": "谁管采购"}, {"_id": "q2", "text": "谁管验收"})


@pytest.fixture
def qrels(tmp_path: Path) -> Path:
    path = tmp_path / "qrels.tsv"
    path.write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\n", encoding="utf-8")
    return path


def test_judged_queries_are_read_with_their_grades(queries: Path, qrels: Path) -> None:
    """Each query has the grades of its entries."""
    judged = read_judged(queries, qrels, None, known=KNOWN)
    assert judged.queries == {"q1": "谁管采购", "q2": "谁管验收"}
    assert judged.grades == {"q1": {"d1": 1}, "q2": {"d2": 2}}


def test_only_the_named_queries_are_kept(queries: Path, qrels: Path, tmp_path: Path) -> None:
    """A file of ids chooses a half of the set."""
    ids = tmp_path / "ids.txt"
    ids.write_text("q2\n", encoding="utf-8")
    assert list(read_judged(queries, qrels, ids, known=KNOWN).queries) == ["q2"]


def test_columns_of_trec_are_read_too(queries: Path, tmp_path: Path) -> None:
    """A column of zeros after the query is passed over."""
    path = tmp_path / "qrels.txt"
    path.write_text("q1 0 d1 1\n", encoding="utf-8")
    assert read_judged(queries, path, None, known=KNOWN).grades == {"q1": {"d1": 1}}


@pytest.mark.parametrize("line", ["q1\td1", "q1\td1\t高", "q9\td1\t1", "q1\td9\t1"])
def test_a_bad_judgement_names_its_line(line: str, queries: Path, tmp_path: Path) -> None:
    """Missing columns, grades that are none, and unknown names are refused with file and line."""
    path = tmp_path / "qrels.tsv"
    path.write_text(f"q1\td1\t1\n{line}\n", encoding="utf-8")
    with pytest.raises(BadRequestError, match=r"qrels\.tsv 第2行"):
        read_judged(queries, path, None, known=KNOWN)


@pytest.mark.parametrize("line", ["{", "[]", '{"_id": "d2"}', '{"_id": "d1", "text": "重复"}'])
def test_a_bad_entry_names_its_line(line: str, tmp_path: Path) -> None:
    """What is no JSON object, lacks a field or comes twice is refused with file and line."""
    path = lines(tmp_path / "corpus.jsonl", {"_id": "d1", "title": "", "text": "采购由三人小组经办。"})
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(BadRequestError, match=r"corpus\.jsonl 第2行"):
        read_corpus(path)


def test_a_set_without_judged_queries_is_refused(queries: Path, tmp_path: Path) -> None:
    """Files that do not belong together are noticed."""
    path = tmp_path / "qrels.tsv"
    path.write_text("q1\td1\t0\n", encoding="utf-8")
    with pytest.raises(BadRequestError, match="没有留下"):
        read_judged(queries, path, None, known=KNOWN)
