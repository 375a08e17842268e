"""Tests of `evaluate`, `search --explain` and `reindex --embedding-model`, over the bundled model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.samples import sample_files
from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow

ENTRIES = {
    "d1": ("仓库管理办法", "物资出库须经保管员和领用人双人签字，月底盘点一次。"),
    "d2": ("车辆管理办法", "公务用车实行派单制，节假日封存停放，行驶里程每周公示。"),
    "d3": ("會議管理辦法", "會議材料提前兩日送達，沒有議題不開會。"),
    "d4": ("档案管理办法", "档案借阅期限为十五天，逾期未还的停止借阅三个月。\n" * 60),
}
QUERIES = {
    "q1": ("领东西要几个人签字", "d1"),
    "q2": ("公车；节假日", "d2"),
    "q3": ("会议材料什么时候送达", "d3"),
    "q4": ("档案借多久要还", "d4"),
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    def written(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    corpus = [json.dumps({"_id": key, "title": title, "text": text}) for key, (title, text) in ENTRIES.items()]
    queries = [json.dumps({"_id": key, "text": text}) for key, (text, _) in QUERIES.items()]
    qrels = ["query-id\tcorpus-id\tscore", *(f"{key}\t{entry}\t1" for key, (_, entry) in QUERIES.items())]
    return [
        "--corpus", written("corpus.jsonl", "\n".join(corpus)),
        "--queries", written("queries.jsonl", "\n".join(queries)),
        "--qrels", written("qrels.tsv", "\n".join(qrels)),
    ]  # fmt: skip


@pytest.fixture
def ronghe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(tmp_path / "home", capsys)


def test_a_set_is_measured_and_compared(ronghe: Ronghe, files: list[str], tmp_path: Path) -> None:
    """Every retriever finds what was asked for; a run compared with itself does not differ."""
    run = str(tmp_path / "run.trec")
    done = ronghe.json("evaluate", *files, "--run", run)
    assert done["queries"] == 4
    assert done["passages"] > 4, "a long entry is split"
    assert done["measures"]["R@5"] == 1
    assert len((tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()) == 16
    ronghe.home = tmp_path / "second"
    again = ronghe.json("evaluate", *files, "--against", run)
    assert {each["difference"] for each in again["comparison"]} == {0}


def test_a_home_with_documents_is_not_evaluated_in(ronghe: Ronghe, files: list[str]) -> None:
    """Nobody's library is mixed with a test set."""
    assert ronghe.run("evaluate", *files)[0] == 0
    assert ronghe.fault("evaluate", *files) == (2, "bad_request")


def test_a_malformed_set_is_refused(ronghe: Ronghe, files: list[str]) -> None:
    """A line that is no entry is named before anything is ingested."""
    Path(files[1]).write_text("{\n", encoding="utf-8")
    assert ronghe.fault("evaluate", *files) == (2, "bad_request")


def test_a_search_shows_what_it_read_and_why(ronghe: Ronghe) -> None:
    """Conditions of the question are filters that can be taken away, and every hit's signals are laid open."""
    ronghe.run("ingest", *map(str, sample_files()))
    found = ronghe.json("search", "2023年以后医院的案例", "--explain")
    assert {(each["field"], each["value"]) for each in found["filters"]} == {
        ("since", "2023"),
        ("kind", "case"),
        ("sector", "医院"),
    }
    assert {hit["kind"] for hit in found["hits"]} == {"case"}
    assert len(found["explanation"]["scores"]) == len(found["hits"])
    assert "医院" in found["explanation"]["scores"][0]["matched"]
    assert ronghe.json("search", "2023年以后医院的案例", "--literal")["filters"] == []
    assert "得分说明" in ronghe.run("search", "医院的案例", "--explain")[1]


def test_punctuation_finds_nothing_and_says_so(ronghe: Ronghe) -> None:
    """A query without a word has no hits and a reason."""
    ronghe.run("ingest", *map(str, sample_files()))
    found = ronghe.json("search", "？！——")
    assert found["hits"] == []
    assert found["reason"]


def test_reindexing_with_a_model_that_is_not_here_changes_nothing(ronghe: Ronghe) -> None:
    """The fault names the model, and the old vectors answer as before."""
    ronghe.run("ingest", str(sample_files()[0]))
    assert ronghe.fault("reindex", "--embedding-model", "nobody/no-such-model")[0] == 2
    assert ronghe.json("search", "融合")["hits"]
