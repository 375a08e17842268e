"""T-F6: on a disk that is full, questions are answered, ingest fails with a sentence, and space makes it go on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, StorageError
from knowledge.library import Library
from knowledge.upkeep.health import checks
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.slow

PUBLIC = frozenset({"public"})


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)],  # noqa: S607
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)  # noqa: S607


def put(library: Library, number: int) -> None:
    library.replace_file(*source_file(f"/{number}.txt", *(f"第{number}支部第{line}次走访。" * 9 for line in range(9))))


def put_until_refused(library: Library) -> tuple[list[int], str]:
    """Ingest until the disk is full; return what was acknowledged and what was said then."""
    held: list[int] = []
    for number in range(1000):
        try:
            put(library, number)
        except StorageError as error:
            return held, str(error)
        held.append(number)
    pytest.fail("the disk never became full")


def fill_up(place: Path) -> Path:
    """Leave no byte free."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        piece = 1 << 16
        while piece:
            try:
                file.write(os.urandom(piece))
            except OSError:
                piece //= 2
    return ballast


@pytest.mark.parametrize("role", ["owner", "reader"])
def test_a_full_disk_stops_ingest_and_nothing_else(small: Path, role: str) -> None:
    """At whichever write it strikes: what was acknowledged answers, nothing half done does, and space heals it."""
    opened = {"owner": Library.open_owner, "reader": Library.open_reader}[role]
    home = small / "home"
    with opened(home, BigramEmbedder()) as library:
        reserve = small / "reserve"
        reserve.write_bytes(os.urandom(2 << 20))
        held, refusal = put_until_refused(library)
        assert refusal.endswith("。")
        fill_up(small)
        for number in (1001, 1002):
            with pytest.raises(KnowledgeError):
                put(library, number)
        query = library.embedder.embed_query("第0支部走访")
        assert library.search(query, limit=3, labels=PUBLIC)
        assert {each.path for each in library.documents()} == {f"/{number}.txt" for number in held}
        reserve.unlink()
        put(library, 1001)
        assert {each.path for each in library.documents()} == {f"/{number}.txt" for number in (*held, 1001)}
    named = {check.name: check.ok for check in checks(home, BigramEmbedder())}
    assert named["catalog"]
    assert named["terms"]
