"""`doctor`, `reindex` and `migrate`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.bot.ronghe import Ronghe
from tests.databases import Server

pytestmark = pytest.mark.slow


def test_doctor_finds_a_sound_home_sound(ronghe: Ronghe) -> None:
    """After an ordinary ingest nothing is wrong, and each finding is a sentence."""
    checks = ronghe.json("doctor")["checks"]
    assert checks
    assert all(check["ok"] for check in checks), checks


def test_another_model_is_named_with_the_way_out(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of different models are never compared: the fault names the command to rebuild."""
    monkeypatch.setenv("RONGHE_EMBEDDING_MODEL", "somebody/another-model")
    assert main(["ask", "国企怎么抓党建", "--home", str(sample_home)]) == 2
    assert "ronghe reindex" in capsys.readouterr().err


def test_a_home_on_a_server_answers_as_one_in_a_file(
    sample_home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgresql: Server,
) -> None:
    """Every command of before, by the settings' address or without it; a wrong address changes nothing."""
    shutil.copytree(sample_home, tmp_path / "home", ignore=shutil.ignore_patterns("*.lock"))
    moved, address = Ronghe(tmp_path / "home", capsys), postgresql.take()
    asked = ("search", "走访"), ("keyword", "支部"), ("documents",), ("ask", "支部怎样走访")
    before = [without_times(moved.json(*each)) for each in asked]
    monkeypatch.setenv("RONGHE_DATABASE_URL", address)
    assert moved.fault("documents") == (2, "bad_request")
    assert moved.json("migrate", "--to", address)["rows"] > 100
    for set_to in (address, ""):
        monkeypatch.setenv("RONGHE_DATABASE_URL", set_to)
        assert [without_times(moved.json(*each)) for each in asked] == before
    assert all(check["ok"] for check in moved.json("doctor")["checks"])
    assert moved.json("stats")["catalog_bytes"] > 0
    assert moved.json("purge", "--expired")["database"] == "postgresql"
    assert moved.json("backup", str(tmp_path / "b.tar"))["documents"] == len(before[2]["documents"])
    assert moved.json("migrate", "--to", "sqlite")["left"].startswith("PostgreSQL")
    assert [without_times(moved.json(*each)) for each in asked] == before
    postgresql.give_back()


def without_times(said: Any) -> Any:  # Any: JSON
    """Return what was printed without what differs from run to run."""
    if isinstance(said, dict):
        return {key: without_times(value) for key, value in said.items() if key not in {"seconds", "reply_id"}}
    return [without_times(each) for each in said] if isinstance(said, list) else said


def test_a_new_home_is_made_on_the_server_of_the_settings(
    empty: Ronghe, monkeypatch: pytest.MonkeyPatch, postgresql: Server
) -> None:
    """Not before `ronghe migrate` was run."""
    monkeypatch.setenv("RONGHE_DATABASE_URL", postgresql.make("settings_of_a_new_home"))
    assert empty.fault("documents") == (1, "storage")
    assert empty.json("migrate")["place"].endswith("settings_of_a_new_home")
    assert empty.json("documents")["documents"] == []
    monkeypatch.setenv("RONGHE_DATABASE_URL", "mysql://elsewhere/db")
    assert empty.fault("documents") == (2, "bad_request")
