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
