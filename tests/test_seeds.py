"""Tests on the four real seed documents, where they lie beside the checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

SEEDS = Path(__file__).parents[2] / "shared" / "corpus" / "seeds"
PINYIN = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[）)]")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside this checkout"),
]


def run(home: Path, capture: pytest.CaptureFixture[str], *arguments: str) -> Any:  # Any: the command's object
    capture.readouterr()
    main([*arguments, "--home", str(home), "--json"])
    return json.loads(capture.readouterr().out)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    main(["ingest", str(SEEDS), "--home", str(folder)])
    return folder


def test_four_files_are_seven_documents(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The compilation is taken apart, and each of its articles has its own title."""
    documents = run(home, capsys, "documents")["documents"]
    assert len(documents) == 7
    assert len({document["title"] for document in documents}) == 7


def test_no_stored_text_has_the_dirt(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Junk, counters, link lists, pinyin and evasive abbreviations are gone from every stored text."""
    for document in run(home, capsys, "documents")["documents"]:
        text = run(home, capsys, "show", document["id"])["text"]
        assert not [dirt for dirt in ("精选资料", "阅读:", "友情链接", "上一篇", "xjp") if dirt in text]
        assert not PINYIN.search(text)


def test_unreadable_text_is_reported(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The stretch that cannot be recovered is an error of its document, with its line."""
    shown = [run(home, capsys, "show", d["id"]) for d in run(home, capsys, "documents")["documents"]]
    faults = [problem for document in shown for problem in document["problems"] if problem["severity"] == "error"]
    assert len(faults) == 1
    assert faults[0]["line"]


def test_a_formula_is_answered_whole_from_its_source(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """四融四促 comes with its four parts in Simplified, from the Traditional file."""
    reply = run(home, capsys, "ask", "四融四促是什么")
    assert reply["reply"] == "answer"
    for part in ("组织融合", "工作融合", "力量融合", "责任融合"):
        assert part in reply["text"]
    assert Path(reply["citations"][0]["source"]["path"]).name.startswith("003")


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        (
            "六聚焦六强化是什么",
            ("聚焦政治引领", "聚焦党的领导", "聚焦中心大局", "聚焦为民宗旨", "聚焦创新驱动", "聚焦目标导向"),
        ),
        ("什么是考比拉", ("科学考", "重点比", "适度拉")),
    ],
)
def test_other_formulas_are_whole_too(
    home: Path, capsys: pytest.CaptureFixture[str], question: str, facts: tuple[str, ...]
) -> None:
    """A formula is never cut in the middle."""
    text = run(home, capsys, "ask", question)["text"]
    assert all(fact in text for fact in facts)


def test_what_the_seeds_do_not_say_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tax threshold is not party work, and nothing is made up about it."""
    assert run(home, capsys, "ask", "个人所得税起征点是多少")["reply"] == "no_answer"


def test_every_quotation_stands_in_its_source(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each quotation is in the document's repaired text, and its span covers it in the file."""
    reply = run(home, capsys, "ask", "国企怎么推动党建和业务融合？")
    assert reply["citations"]
    for citation in reply["citations"]:
        assert citation["quote"] in run(home, capsys, "show", citation["document_id"])["text"]
        source = citation["source"]
        raw = Path(source["path"]).read_bytes().decode(source["encoding"])[source["start"] : source["end"]]
        assert [c for c in citation["quote"] if c in raw or c.isspace()] == list(citation["quote"])
