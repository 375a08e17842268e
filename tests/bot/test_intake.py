"""Files on their way into a real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.intake import intake_of
from knowledge.secrecy import REFUSED


def untold(_done: int, _pages: int) -> None:
    """Hear nothing of pages."""


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
        described, refused = intake.describe(good, untold), intake.describe(marked, untold)
        assert not library.documents()
    assert described.usable
    assert "《关于开展示范支部创建工作的通知》" in described.told
    assert (refused.usable, refused.told) == (False, REFUSED)
    assert intake.drafts_allowed == (profile == "intranet")


DUTY = "值班办法\n\n本厂各车间每班由{people}人值守，夜班另加一名党员干部带班，交接班时当面清点工具并签字。\n"


def test_what_a_newer_file_changes_is_said_before_it_is_stored(tmp_path: Path) -> None:
    """Whoever decides on a file reads what it changes; then the newer one answers and both are held."""
    place = open_workplace(tmp_path / "home", None)
    files = [tmp_path / f"{people}.txt" for people in ("三", "六")]
    for file in files:
        file.write_text(DUTY.format(people=file.stem), "utf-8")
    with place.library("reader") as library:
        intake = intake_of(place, library)
        assert "→" not in intake.describe(files[0], untold).told
        intake.take_in(files[0], "public", untold)
        described = intake.describe(files[1], untold)
        assert [document.title for document in library.documents()] == ["值班办法"]
        stored = intake.take_in(files[1], "public", untold)
        held = {Path(document.path).stem: document.linked_to is None for document in library.documents()}
        ids = {Path(document.path).stem: document.id for document in library.documents()}
        assert "是否移除原有的一份" in stored.told
        refused = (("六", "public"), ("三", "dept:7"))  # it answers; it is not theirs to see
        assert not any(intake.drop_former(ids[name], frozenset({label})) for name, label in refused)
        assert stored.former == ids["三"]
        assert intake.drop_former(ids["三"], frozenset({"public"}))
        assert [document.id for document in library.documents()] == [ids["六"]]
    assert all("三人→六人" in each.told and "作答以这一份为准" in each.told for each in (described, stored))
    assert held == {"三": False, "六": True}


def test_a_difference_from_what_others_may_not_see_is_not_told(tmp_path: Path) -> None:
    """Of a former file that a department alone may see, neither the title nor the words are repeated."""
    place = open_workplace(tmp_path / "home", None)
    files = [tmp_path / f"{people}.txt" for people in ("三", "六")]
    for file in files:
        file.write_text(DUTY.format(people=file.stem), "utf-8")
    with place.library("reader") as library:
        intake = intake_of(place, library)
        intake.take_in(files[0], "dept:7", untold)
        described, stored = intake.describe(files[1], untold), intake.take_in(files[1], "public", untold)
    assert not any("三人" in each.told or "原有" in each.told for each in (described, stored))
    assert stored.former is None
