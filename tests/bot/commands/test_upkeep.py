"""`doctor` and `reindex`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.ronghe import Ronghe

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
