"""The child that reads may die in any way: what that means is said in one sentence, and the next file is read."""

from __future__ import annotations

import pytest

from ingest.readers import child
from ingest.readers.child import Extractor
from ingest.readers.extraction import Extraction
from knowledge.documents import Problem
from tests.ingest.readers import made_files as made

SAMPLE = made.pdf(["示例单位学习办法", *made.RULES])

DEATHS = [
    pytest.param("os.abort()", "too_large", "占用内存过多", id="aborts_as_pdfium_without_memory"),
    pytest.param("os._exit(77)", "too_large", "占用内存过多", id="out_of_memory"),
    pytest.param("os.kill(os.getpid(), 11)", "damaged", "已损坏", id="segmentation_fault"),
    pytest.param("sys.exit(1)", "damaged", "已损坏", id="fault_of_a_reader"),
]


@pytest.mark.parametrize(("death", "code", "words"), DEATHS)
def test_how_the_child_died_is_told(monkeypatch: pytest.MonkeyPatch, death: str, code: str, words: str) -> None:
    """Killed for want of memory is too large; any other death is damage; a new child reads the next file."""
    usual = child._PROGRAM
    with Extractor() as extractor:
        monkeypatch.setattr(extractor, "_program", f"import os, sys; sys.stdin.buffer.read(9); {death}")
        found = extractor.answer("pdf", SAMPLE)
        assert isinstance(found, Problem)
        assert found.code == code
        assert words in found.message
        monkeypatch.setattr(extractor, "_program", usual.format("serve_reader"))
        assert isinstance(extractor.answer("pdf", SAMPLE), Extraction)
