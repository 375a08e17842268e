"""Files on their way into a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.intake import intake_of
from knowledge.secrecy import REFUSED

BODY = "关于开展示范支部创建工作的通知\n\n各支部：\n\n每季度召开一次融合例会，由党员牵头逐项销号。\n\n2024年3月5日\n"


@pytest.mark.parametrize("profile", ["internet", "intranet"])
def test_a_file_is_described_and_a_marked_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """A description stores nothing; of a marked file nothing is repeated, on an intranet neither."""
    monkeypatch.setenv("RONGHE_PROFILE", profile)
    place = open_workplace(tmp_path / "home", None)
    good, marked = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(BODY, "utf-8")
    marked.write_text(f"内部资料\n\n{BODY}", "utf-8")
    with place.library("reader") as library:
        intake = intake_of(place, library)
        described, refused = intake.describe(good), intake.describe(marked)
        assert not library.documents()
    assert described.usable
    assert "《关于开展示范支部创建工作的通知》" in described.told
    assert refused == (False, REFUSED)
    assert intake.drafts_allowed == (profile == "intranet")
