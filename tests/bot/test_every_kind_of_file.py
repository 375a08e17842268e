"""A folder with one file of every kind goes in with one command, and each answers from its own place."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.bot.every_kind import ASKED, REFUSED, Asked, write_folder

pytest.importorskip("rapidocr")
pytest.importorskip("pi_heif")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which one command has put the folder."""
    place = tmp_path_factory.mktemp("every_kind")
    folder, home = place / "材料", place / "home"
    folder.mkdir()
    write_folder(folder)
    assert main(["ingest", str(folder), "--report", str(place / "report.html"), "--home", str(home)]) == 3
    return home


@pytest.fixture(scope="module")
def replies(home: Path) -> dict[str, Any]:
    """What is answered to each question, by question."""
    lines = "\n".join(each.question for each in ASKED)
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setattr("sys.stdin", io.StringIO(lines))
        patch.setattr("sys.stdout", out)
        main(["ask", "--lines", "--no-model", "--home", str(home)])
    return {reply["question"]: reply for reply in map(json.loads, out.getvalue().splitlines())}


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.file}:{each.page}")
def test_each_file_answers_from_its_place(home: Path, replies: dict[str, Any], asked: Asked) -> None:
    """The answer is direct, and its first source is the file, its page, sheet or member, with the mark where due."""
    reply = replies[asked.question]
    assert (reply["reply"], reply["strength"]) == ("answer", "direct"), reply["text"]
    first = reply["citations"][0]
    assert asked.words in first["quote"]
    source = first["source"]
    assert source["path"] == str(home.with_name("材料") / asked.file)
    assert (source["page"], source["recognised"]) == (asked.page, asked.recognised)
    assert asked.place in first["locator"]
    assert ("据图像识别，请核对原件" in reply["text"]) is asked.recognised


def test_what_cannot_be_read_is_named(home: Path) -> None:
    """The report has every file, how it was read, and what to do with the one that was not."""
    report = (home.with_name("report.html")).read_text(encoding="utf-8")
    assert all(Path(each.file).name in report for each in ASKED)
    assert REFUSED in report
    assert "请用 WPS 打开，另存为 .docx 后再导入" in report
