"""T-F2, T-F7, T-F9: a second process, an index older than the catalog, and a clock that goes back."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.callers import OPERATOR, Conversation
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.conversations import Conversations
from knowledge.library import Library
from knowledge.questions.turns import Turn
from knowledge.vectors.check import FOLDERS
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PUBLIC = frozenset({"public"})

SECOND = """
import sys
from pathlib import Path
from knowledge.library import Library
from tests.builders import source_file
from tests.fakes import BigramEmbedder
with Library.open_owner(Path(sys.argv[1]), BigramEmbedder()) as library:
    assert not library.owns_index
    library.replace_file(*source_file("/second.txt", "第二个进程装入的值班安排。"))
    library.search(library.embedder.embed_query("值班安排"), limit=1, labels=frozenset({"public"}))
assert "chromadb" not in sys.modules
"""

HERE = Conversation(channel="console", place="operator")


def found(library: Library, text: str) -> str | None:
    hits = library.search(library.embedder.embed_query(text), limit=1, labels=PUBLIC)
    passage = library.catalog.passage(hits[0][0], PUBLIC) if hits else None
    return passage[0].text if passage else None


def test_a_second_process_reads_and_ingests_without_the_index(tmp_path: Path) -> None:
    """It never opens Chroma, and the owner has what it ingested with the next search."""
    with Library.open_owner(tmp_path, BigramEmbedder()) as library:
        library.replace_file(*source_file("/first.txt", "第一个进程装入的学习安排。"))
        done = subprocess.run([sys.executable, "-c", SECOND, str(tmp_path)], cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        assert found(library, "值班安排") == "第二个进程装入的值班安排。"
        assert found(library, "学习安排") == "第一个进程装入的学习安排。"


def test_an_index_older_than_the_catalog_is_not_believed(tmp_path: Path) -> None:
    """As after a power cut: the catalog is newer than the index files, which Chroma never syncs."""
    home, old = tmp_path / "home", tmp_path / "old"
    with Library.open_owner(home, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", *(f"第{number}支部走访{number}户。" for number in range(1100))))
        shutil.copytree(home / FOLDERS, old)
        library.replace_file(
            *source_file("/b.txt", *(f"第{number}支部走访{number}户。" for number in range(1100, 1300)))
        )
        expected = [found(library, f"第{number}支部走访{number}户") for number in (5, 700, 1199)]
    shutil.rmtree(home / FOLDERS)
    shutil.copytree(old, home / FOLDERS)
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert [found(library, f"第{number}支部走访{number}户") for number in (5, 700, 1199)] == expected


@pytest.mark.parametrize("moved", [lambda now: now - 3600, lambda now: now + 86400, lambda _: 2**31 + 5.0])
def test_order_does_not_come_from_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: Callable[[float], float]
) -> None:
    """An hour back, a day on, and beyond 2038: the last question is the one that was asked last."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        talk, log = Conversations(library.catalog.database), AuditLog(library.catalog.database)
        talk.remember(HERE, by=OPERATOR, question="甲", turn=Turn(standalone="甲"))
        log.record(OPERATOR, "search", passages=("a",))
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: moved(now))
        talk.remember(HERE, by=OPERATOR, question="乙", turn=Turn(standalone="乙"))
        log.record(OPERATOR, "search", passages=("b",))
        assert talk.last_turn(HERE) == Turn(standalone="乙")
        assert log.entries()[0].passages == ("b",)
        assert log.is_intact()
