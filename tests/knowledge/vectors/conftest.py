"""One Chroma server for all tests of this folder; where it cannot start, what needs it is skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.knowledge.vectors.chroma_server import ChromaProcess


@pytest.fixture(scope="session")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    process = ChromaProcess(tmp_path_factory.mktemp("chroma-server"))
    try:
        process.start()
    except RuntimeError as error:
        pytest.skip(str(error))
    yield process
    process.kill()
