"""`ronghe` as a test types it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$")


class Ronghe:
    """`ronghe` on one home: runs a command, returns its exit status and what it printed."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capture = capture

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self._capture.readouterr()
        status = main([*arguments, "--home", str(self.home)])
        printed = self._capture.readouterr()
        return status, printed.out, printed.err

    def json(self, command: str, *arguments: str) -> Any:  # Any: whatever the command's object is
        status, out, _ = self.run(command, *arguments, "--json")
        assert status in {0, 3}, out
        result = json.loads(out)
        schema = json.loads((ROOT / "docs" / "schemas" / f"{command}.json").read_text(encoding="utf-8"))
        jsonschema.validate(result, schema)
        return result

    def fault(self, *arguments: str) -> tuple[int, str]:
        status, out, _ = self.run(*arguments, "--json")
        fault = json.loads(out)["error"]
        assert CHINESE_SENTENCE.search(fault["message"]), fault
        return status, fault["code"]


class Terminal(io.StringIO):
    """Somebody at a keyboard, with the answers that they will type."""

    def isatty(self) -> bool:
        return True
