"""`ingest`, `documents`, `show` and `remove`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe, Terminal

pytestmark = pytest.mark.slow


def test_a_document_is_shown_with_its_outline(ronghe: Ronghe) -> None:
    """Each heading stands in the text where the outline says."""
    listed = ronghe.json("documents")["documents"]
    shown = ronghe.json("show", next(d["id"] for d in listed if d["kind"] == "normative"))
    assert shown["outline"]
    for heading in shown["outline"]:
        assert shown["text"][heading["start"] : heading["end"]] == heading["heading"]


def test_the_extracted_text_is_the_file(ronghe: Ronghe) -> None:
    """Before repair, a text file is itself, to the character."""
    listed = ronghe.json("documents")["documents"][0]
    shown = ronghe.json("show", listed["id"], "--extracted")
    assert shown["text"] == Path(listed["path"]).read_bytes().decode("utf-8")


def test_what_was_removed_answers_no_more(empty: Ronghe, tmp_path: Path) -> None:
    """A removed document is gone from list, search and keyword; removing it again is no fault."""
    (tmp_path / "note.txt").write_text(
        "关于设立青石岭联络点的说明\n\n各支部在青石岭设一个联络点，每月值班两次。\n", "utf-8"
    )
    added = empty.json("ingest", str(tmp_path / "note.txt"))["documents"][0]
    assert empty.json("keyword", "青石岭")["documents"] == 1
    assert empty.json("remove", added["id"])["removed"] == [added["id"]]
    assert empty.json("remove", added["id"])["removed"] == []
    assert empty.json("keyword", "青石岭")["documents"] == 0
    assert empty.json("search", "青石岭联络点")["hits"] == []


def test_a_label_hides_a_document_from_others(empty: Ronghe, tmp_path: Path) -> None:
    """Material of a department answers the command line, but nobody whom it was not meant for."""
    (tmp_path / "note.txt").write_text(
        "关于青石岭联络点的说明\n\n青石岭联络点每月值班两次，由支部委员轮流负责。\n", "utf-8"
    )
    empty.json("ingest", str(tmp_path / "note.txt"), "--label", "dept:7")
    assert empty.json("ask", "青石岭联络点怎么值班")["reply"] == "answer"
    assert empty.json("ask", "青石岭联络点怎么值班", "--as", "42")["reply"] == "no_answer"
    assert empty.json("search", "青石岭联络点", "--as", "42")["hits"] == []
    assert empty.json("keyword", "青石岭", "--as", "42")["passages"] == 0


def test_a_bad_file_is_reported_and_the_rest_is_stored(empty: Ronghe, tmp_path: Path) -> None:
    """One rejected file makes the status 3 and stops nothing."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(
        "党员责任区办法\n\n每个车间划分三个党员责任区，由党员轮流负责巡查。\n", "utf-8"
    )
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "binary.txt").write_bytes(bytes(range(256)) * 8)
    status, out, _ = empty.run("ingest", str(tmp_path / "in"), "--json")
    states = {Path(d["path"]).name: d["state"] for d in json.loads(out)["documents"]}
    assert status == 3
    assert states == {"good.txt": "added", "empty.txt": "rejected", "binary.txt": "rejected"}


DUTY = "值班办法\n\n本厂各车间每班由{people}人值守，夜班另加一名党员干部带班，交接班时当面清点工具并签字。\n"


@pytest.mark.parametrize(("typed", "held"), [("y\n", ["新"]), ("n\n", ["旧", "新"])])
def test_a_file_sent_again_is_asked_about(
    empty: Ronghe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, held: list[str]
) -> None:
    """At a terminal the former file of the same name goes only where that is agreed to; a script is not asked."""
    for folder, people in (("旧", "三"), ("新", "六")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "值班办法.txt").write_text(DUTY.format(people=people), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert "是否移除" not in empty.run("ingest", str(tmp_path / "旧" / "值班办法.txt"))[1]
    status, out, _ = empty.run("ingest", str(tmp_path / "新" / "值班办法.txt"))
    assert (status, "三人→六人" in out, "是否移除原有的一份" in out) == (0, True, True)
    listed = empty.json("documents")["documents"]
    assert sorted(Path(each["path"]).parent.name for each in listed) == sorted(held)
    assert "六人" in empty.json("search", "值班办法每班几人值守")["hits"][0]["text"]


@pytest.mark.parametrize("name", ["别的名字.txt", "值班办法.txt"])
def test_who_is_not_asked(empty: Ronghe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A file of another name is held beside the former without a question, and so is any where nobody is there."""
    (tmp_path / "新").mkdir()
    (tmp_path / "值班办法.txt").write_text(DUTY.format(people="三"), "utf-8")
    (tmp_path / "新" / name).write_text(DUTY.format(people="六"), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal("y\n") if name == "别的名字.txt" else io.StringIO("y\n"))
    empty.run("ingest", str(tmp_path / "值班办法.txt"))
    assert "是否移除" not in empty.run("ingest", str(tmp_path / "新" / name))[1]
    assert len(empty.json("documents")["documents"]) == 2


def test_a_dry_run_does_not_say_that_something_was_stored(empty: Ronghe, tmp_path: Path) -> None:
    """People read what would happen, and that nothing did."""
    (tmp_path / "note.txt").write_text("值班办法\n\n每周由党员干部轮流值班，值班情况按月公布。\n", "utf-8")
    _, out, _ = empty.run("ingest", str(tmp_path / "note.txt"), "--dry-run")
    assert "可入库" in out
    assert "已入库" not in out
    assert empty.json("documents")["documents"] == []
