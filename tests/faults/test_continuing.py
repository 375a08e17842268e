"""A run over a folder that is killed goes on where it was: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from knowledge.failpoints import VARIABLE
from knowledge.library import Library
from knowledge.receiving import BATCH
from tests.fakes import BigramEmbedder

FILES = 8
PUBLIC = frozenset({"public"})

# As the command does it: the catalog alone while files come in, the index once at the end.
PROGRAM = """
import json, sys
from pathlib import Path
from ingest.pipeline import ingest
from knowledge import receiving
from knowledge.library import Library
from tests.fakes import BigramEmbedder
home, folder = map(Path, sys.argv[1:3])
receiving.BATCH = int(sys.argv[3])
with Library.open_reader(home, BigramEmbedder()) as library:
    report = ingest([folder], library)
with Library.open_owner(home, BigramEmbedder()) as library:
    library.catch_up()
print(json.dumps([document.state for document in report.documents]))
"""


def text_of(number: int) -> str:
    """Return a text that is like no other file's: ten paragraphs of characters that only it has."""
    first = ord("一") + 400 * number
    lines = ("".join(map(chr, range(first + 40 * line, first + 40 * line + 40))) for line in range(10))
    return f"第{number}号材料\n" + "。\n".join(lines) + "。\n"


def run(home: Path, folder: Path, batch: int, failpoint: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {VARIABLE: failpoint}
    command = [sys.executable, "-c", PROGRAM, str(home), str(folder), str(batch)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(
    ("batch", "failpoint", "done"),
    [(1, "published:4", 3), (1, "committed:4", 4), (BATCH, "published", 0), (BATCH, "committed", FILES)],
)
def test_a_killed_run_goes_on(tmp_path: Path, batch: int, failpoint: str, done: int) -> None:
    """What was stored before the kill is passed over, the rest is added; every text is held and indexed once.

    Files are stored file by file, or all in one batch, which is there whole or not at all.
    """
    home, folder = tmp_path / "home", tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(text_of(number), encoding="utf-8")
    assert run(home, folder, batch, failpoint).returncode == -signal.SIGKILL
    states = json.loads(run(home, folder, batch).stdout)
    assert Counter(states) == +Counter(unchanged=done, added=FILES - done)
    with Library.open_owner(home, BigramEmbedder()) as library:
        held = library.documents()
        assert sorted(Path(each.path).name for each in held) == [f"{number}.txt" for number in range(FILES)]
        passages = {passage.id for each in held for passage in library.catalog.passages_of(each.id, PUBLIC)}
        found = library.search(library.embedder.embed_query("支部"), limit=1000, labels=PUBLIC)
        assert sorted(passage_id for passage_id, _ in found) == sorted(passages)
        assert len(passages) == sum(each.passages for each in held)
