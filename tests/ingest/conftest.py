from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.readers.child import Extractor


@pytest.fixture(scope="session")
def extractor() -> Iterator[Extractor]:
    with Extractor() as running:
        yield running
