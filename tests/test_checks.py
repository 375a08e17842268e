"""What is run before a commit is what is run before a change goes in."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_hooks_run_what_make_check_runs() -> None:
    """The same programs with the same arguments, on what is staged; and nothing that has to be fetched."""
    recipe = re.search(r"^check: setup\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe
    checks = {line.strip().removesuffix(" .").replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()}
    config = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"entry: ([^,]+),", config)) == checks
    assert re.findall(r"repo: (\S+)", config) == ["local"]
    assert set(re.findall(r"language: (\w+)", config)) == {"system"}
