"""Ctrl-C in the middle of a scan: what was read before it is held, the library is whole, the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.bot.every_kind import BADGES, SHELVES, VISITS
from tests.fakes import BigramEmbedder
from tests.ingest.readers.pictures import chinese_page, saved, scan

pytest.importorskip("rapidocr")

pytestmark = pytest.mark.slow

# Says each page that is about to be recognised, and waits to be interrupted at the one that is named.
PROGRAM = """
import json, signal, sys, time
from pathlib import Path
from ingest.pipeline import ingest
from knowledge.library import Library
from tests.fakes import BigramEmbedder
home, folder, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a script

def page(done, pages):
    print(done, pages, flush=True)
    if pages == 3 and done == last:
        time.sleep(30)

try:
    with Library.open_owner(home, BigramEmbedder()) as library:
        report = ingest([folder], library, pages=page)
except KeyboardInterrupt:
    sys.exit(130)
print(json.dumps({Path(each.path).name: each.state for each in report.documents}))
"""


def started(home: Path, folder: Path, last: int) -> subprocess.Popen[str]:
    """Start a run as a terminal does: in a group of processes that all hear Ctrl-C."""
    command = [sys.executable, "-c", PROGRAM, str(home), str(folder), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def names_held(home: Path) -> list[str]:
    with Library.open_owner(home, BigramEmbedder()) as library:
        return sorted(Path(each.path).name for each in library.documents())


def test_an_interrupted_scan_is_read_again_and_nothing_else(tmp_path: Path) -> None:
    """At the second of three pages: the scan before it stays, of this one there is nothing; no process is left."""
    home, folder = tmp_path / "home", tmp_path / "in"
    folder.mkdir()
    (folder / "1.png").write_bytes(saved(chinese_page(*VISITS)))
    (folder / "2.pdf").write_bytes(scan(*(chinese_page(*page) for page in (BADGES, SHELVES, VISITS))))
    (folder / "3.txt").write_text("图书角每周二、周四中午开放，每人一次可以借两本书。\n", encoding="utf-8")
    with started(home, folder, 1) as first:
        assert first.stdout is not None
        for line in first.stdout:
            if line == "1 3\n":
                break
        os.killpg(first.pid, signal.SIGINT)
        assert first.wait(timeout=20) == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(first.pid, 0)
    assert names_held(home) == ["1.png"]
    with started(home, folder, -1) as again:
        told, _ = again.communicate(timeout=120)
    assert json.loads(told.splitlines()[-1]) == {"1.png": "unchanged", "2.pdf": "added", "3.txt": "added"}
    assert names_held(home) == ["1.png", "2.pdf", "3.txt"]
