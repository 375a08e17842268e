"""Damaged files: each is read as far as it goes, or refused in one sentence, and the next one is read as usual."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.readers.child import Extractor
from ingest.sources import Rejected, SourceText, read_source
from tests.ingest.readers import made_files as made

SAMPLE = made.pdf(["示例单位学习办法", *made.RULES], ["附件", *made.RULES])
COPIES = 120


def damaged(data: bytes) -> Iterator[bytes]:
    """Yield copies that were cut short, or of which 1, 10 or 200 bytes were changed or left out."""
    draw = random.Random(19)  # noqa: S311  # the same copies each time
    for number in range(COPIES):
        copy = bytearray(data)
        match number % 4:
            case 0:
                del copy[draw.randrange(1, len(data)) :]
            case 1:
                at = draw.randrange(len(data) - 200)
                del copy[at : at + draw.choice((1, 10, 200))]
            case _:
                for _ in range(draw.choice((1, 10, 200))):
                    copy[draw.randrange(len(copy))] = draw.randrange(256)
        yield bytes(copy)


@pytest.mark.slow
def test_damaged_pdfs_are_read_or_refused(extractor: Extractor, tmp_path: Path) -> None:
    """No copy ends the reader; what is refused says what to do, and what is read is words of the file."""
    read = 0
    for data in damaged(SAMPLE):
        (tmp_path / "a.pdf").write_bytes(data)
        found = read_source(tmp_path / "a.pdf", extractor.answer)
        if isinstance(found, Rejected):
            assert found.problem.message.endswith("。")
        else:
            read += 1
    assert 0 < read < COPIES
    (tmp_path / "a.pdf").write_bytes(SAMPLE)
    assert isinstance(read_source(tmp_path / "a.pdf", extractor.extract), SourceText)
