"""A command in a process of its own, once for all tests that look at what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE = """
import json, sys
from pathlib import Path
from bot.cli import main
status = main(sys.argv[1:])
io = Path("/proc/self/io")
read = next((line for line in io.read_text().splitlines() if line.startswith("rchar")), "0 0") if io.exists() else "0 0"
print(json.dumps([status, [name for name, module in sys.modules.items() if module], int(read.split()[1])]))
"""


class Taken(NamedTuple):
    """What a command came to."""

    status: int
    modules: frozenset[str]
    """Imported."""

    megabytes: float
    """Read, where Linux counts them; what is mapped is not counted."""


@cache
def cold(home: Path, *command: str) -> Taken:
    """Run a command once and return what it took."""
    return again(home, *command)


def again(home: Path, *command: str) -> Taken:
    """Run a command and return what it took."""
    run = [sys.executable, "-c", CODE, "--home", str(home), *command]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT)
    status, modules, read = json.loads(done.stdout.splitlines()[-1])
    return Taken(status, frozenset(modules), read / 1e6)
