"""Files of other formats through the command line: stored, shown, reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.ingest.readers import made_files as made

pytestmark = pytest.mark.slow


def run(capture: pytest.CaptureFixture[str], home: Path, *arguments: str) -> Any:  # Any: the command's object
    capture.readouterr()
    main([*arguments, "--home", str(home), "--json"])
    return json.loads(capture.readouterr().out)


def test_a_pdf_is_stored_shown_and_cited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The span of a hit, in the text that `show --extracted` prints, holds the words of the hit."""
    path, home = tmp_path / "办法.pdf", tmp_path / "home"
    path.write_bytes(made.pdf(["示例单位学习办法", *made.RULES[:2]], list(made.RULES[2:])))
    (added,) = run(capsys, home, "ingest", str(path), "--report", str(tmp_path / "r.html"))["documents"]
    assert (added["state"], added["articles"]) == ("added", 4)
    assert "示例单位学习办法" in (tmp_path / "r.html").read_text(encoding="utf-8")
    extracted = run(capsys, home, "show", added["id"], "--extracted")["text"]
    assert "— 1 —" in extracted
    hit = run(capsys, home, "search", "学习活动由谁组织")["hits"][0]
    span = extracted[hit["source"]["start"] : hit["source"]["end"]]
    assert "".join(hit["text"].split()) == "".join(span.split())
    (again,) = run(capsys, home, "ingest", str(path))["documents"]
    assert (again["state"], again["articles"], again["quality"]) == ("unchanged", 4, added["quality"])


def test_a_page_is_named_shown_and_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hit names its page, which is saved as a picture; an unchanged file is read again only when that is asked."""
    path, home, picture = tmp_path / "办法.pdf", tmp_path / "home", tmp_path / "第2页.jpg"
    path.write_bytes(made.pdf(["示例单位学习办法", *made.RULES[:2]], list(made.RULES[2:])))
    (added,) = run(capsys, home, "ingest", str(path))["documents"]
    assert (added["read_as"], added["pages"], added["recognised_pages"]) == ("pdf", 2, 0)
    hits = run(capsys, home, "search", "本办法自2021年7月1日起施行")["hits"]
    assert (hits[0]["source"]["page"], hits[0]["source"]["recognised"]) == (2, False)
    saved = run(capsys, home, "show", added["id"], "--page", "2", "--picture", str(picture))
    assert (saved["page"], saved["recognised"], saved["picture"]) == (2, False, str(picture))
    assert picture.read_bytes().startswith(b"\xff\xd8\xff")
    missing = run(capsys, home, "show", added["id"], "--page", "9", "--picture", str(picture))
    assert missing["error"]["message"] == "这份材料没有第9页，它在第1—2页。"
    for options, state in (((), "unchanged"), (("--again",), "updated")):
        (again,) = run(capsys, home, "ingest", str(path), *options)["documents"]
        assert (again["state"], again["outdated"]) == (state, False)
