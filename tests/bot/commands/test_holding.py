"""`quarantine`: what carries an internal mark waits for an administrator, on an intranet alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe

NOTICE = "内部资料\n\n值班办法\n\n每周由党员干部轮流值班，值班情况按月公布。\n"


@pytest.fixture
def marked(empty: Ronghe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RONGHE_PROFILE", "intranet")
    path = tmp_path / "值班.txt"
    path.write_text(NOTICE, "utf-8")
    assert empty.run("ingest", str(path))[0] == 3
    return path


@pytest.mark.slow
def test_a_marked_file_is_listed_and_let_in(empty: Ronghe, marked: Path) -> None:
    """By a few characters of its number; released, it comes in from where it lies."""
    (file,) = empty.json("quarantine")["files"]
    assert (file["path"], file["grade"], file["decision"]) == (str(marked), "internal", "waiting")
    status, out, _ = empty.run("quarantine", "release", file["sha256"][:12])
    assert (status, "已放行并入库" in out) == (0, True)
    assert [each["title"] for each in empty.json("documents")["documents"]] == ["值班办法"]


def test_what_was_rejected_stays_out(empty: Ronghe, marked: Path) -> None:
    """However often it is handed in; a number that means nothing is said to."""
    (file,) = empty.json("quarantine")["files"]
    assert "不予入库" in empty.run("quarantine", "reject", file["sha256"][:12])[1]
    assert empty.run("ingest", str(marked))[0] == 3
    assert empty.json("documents")["documents"] == []
    assert empty.fault("quarantine", "release", "0" * 12) == (2, "bad_request")


def test_on_the_internet_nothing_is_released(empty: Ronghe, marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was noted on an intranet stays where it is."""
    (file,) = empty.json("quarantine")["files"]
    monkeypatch.setenv("RONGHE_PROFILE", "internet")
    assert empty.fault("quarantine", "release", file["sha256"][:12]) == (2, "bad_request")
    assert marked.is_file()
