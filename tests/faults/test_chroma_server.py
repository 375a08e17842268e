"""A Chroma server that dies again and again, and one whose contents are not ours: the catalog says what answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.ports import VectorKey
from knowledge.vectors import reconciling
from knowledge.vectors import served as served_index
from knowledge.vectors.chroma import ChromaIndex
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.reconciling import served
from tests.builders import source_file
from tests.fakes import BigramEmbedder
from tests.knowledge.vectors.chroma_server import ChromaProcess
from tests.knowledge.vectors.test_served import asked, scanned, until

pytestmark = pytest.mark.fault

LABELS = ("public", "unit", "dept:a", "dept:b", "dept:c")
KILLS, PROBES = 200, 20_000


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ChromaProcess]:
    process = ChromaProcess(tmp_path / "server")
    process.start()
    yield process
    process.kill()


@pytest.fixture
def library(tmp_path: Path, process: ChromaProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setattr(served_index, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 0.2)
    with Library.open_owner(tmp_path / "home", BigramEmbedder(), ChromaServer(process.url)) as library:
        yield library


def stored(library: Library, number: int, label: str) -> list[str]:
    """Store a file of five passages under a label and return their ids; one of its name before it goes."""
    texts = (f"第{number * 5 + each}支部本月走访{number * 7 + each}户。" for each in range(5))
    path, original, entries = source_file(f"/{number}.txt", *texts, label=label)
    library.replace_file(path, original, entries)
    return [passage.id for _, passages in entries for passage in passages]


def test_kills_of_the_server_lose_nothing(library: Library, process: ChromaProcess) -> None:
    """Killed at any moment while documents come and go, it is in step again after each start, and answers as a scan."""
    chance = random.Random(5)  # noqa: S311  # chance is wanted, secrecy is not
    for number in range(KILLS):
        stored(library, number, chance.choice(LABELS[:2]))
        if chance.random() < 0.5:
            until(lambda: library.index_is_ready)
        process.kill()
        stored(library, chance.randrange(number + 1), "public")
        assert asked(library) == scanned(library)
        process.start()
        until(lambda: library.index_is_ready)
        assert asked(library) == scanned(library)
    print(f"\n{KILLS} kills of the Chroma server: nothing lost")  # noqa: T201


def test_nothing_leaks_whatever_the_server_holds(library: Library, process: ChromaProcess) -> None:
    """Labels move, foreign and misplaced vectors come in, rights are any: only what carries such a label is found."""
    chance, label_of = random.Random(6), dict[str, str]()  # noqa: S311  # the same
    for probe in range(PROBES):
        if probe % 100 == 0:
            number, label = chance.randrange(40), chance.choice(LABELS)
            label_of |= dict.fromkeys(stored(library, number, label), label)
            until(lambda: library.index_is_ready)
            put_astray(library, process, label_of, chance)
        labels = frozenset(chance.sample(LABELS, chance.randrange(len(LABELS) + 1)))
        question = library.embedder.embed_query(f"第{chance.randrange(200)}支部走访")
        found = [passage for passage, _ in library.search(question, limit=20, labels=labels)]
        assert all(label_of[passage] in labels for passage in found), (probe, labels)
    print(f"\n{PROBES} probes: 0 leaks")  # noqa: T201


def put_astray(library: Library, process: ChromaProcess, label_of: dict[str, str], chance: random.Random) -> None:
    """Put passages under labels that they do not carry, and passages of nobody, as a server of others' has them."""
    noted = served(library.catalog.database)
    assert noted is not None
    index = ChromaIndex.connect(ChromaServer(process.url), noted.generation, seconds=10)
    astray = [VectorKey(chance.choice(LABELS), passage, "0" * 32) for passage in chance.sample(sorted(label_of), 5)]
    nobodys = [VectorKey(chance.choice(LABELS), f"{chance.getrandbits(96):024x}", "0" * 32) for _ in range(5)]
    vectors = library.embedder.embed_passages([f"第{chance.randrange(200)}支部走访" for _ in range(10)])
    index.upsert([*astray, *nobodys], np.asarray(vectors))
    index.close()
