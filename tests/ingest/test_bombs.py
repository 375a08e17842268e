"""Files that would fill a machine: each is refused in one sentence, or read so far, within bounds of time and memory."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.members import files_of
from ingest.readers.child import Extractor
from ingest.readers.extraction import LIMITS, RECOGNITION
from ingest.sources import Rejected, SourceFile, SourceText, read_file, source_text
from tests.ingest.readers.bombs import BOMBS, PROSE

pytest.importorskip("rapidocr")

pytestmark = pytest.mark.slow


def read(extractor: Extractor, path: Path) -> list[SourceText | Rejected]:
    file = read_file(path)
    assert isinstance(file, SourceFile)
    found = list(files_of(file, extractor.unpack))
    return [each if isinstance(each, Rejected) else source_text(each, extractor.extract) for each in found]


@pytest.mark.parametrize(("name", "build"), BOMBS.items(), ids=BOMBS)
def test_a_bomb_does_no_harm(extractor: Extractor, tmp_path: Path, name: str, build: Callable[[], bytes]) -> None:
    """Whatever becomes of it is said in a sentence, and the next file is read; no process grew beyond its limit."""
    (tmp_path / name).write_bytes(build())
    for each in read(extractor, tmp_path / name):
        assert isinstance(each, SourceText) or each.problem.message.endswith("。")
    (tmp_path / "next.txt").write_text(PROSE, encoding="utf-8")
    assert isinstance(read(extractor, tmp_path / "next.txt")[0], SourceText)
    grown = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert grown < max(LIMITS.memory, RECOGNITION.memory)
