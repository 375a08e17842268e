"""T-F1: killed at any moment, nothing that was acknowledged is lost and nothing half done answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.failpoints import POINTS
from tests.faults.rounds import Scene, Victims, faults, faults_of_owner, victims

pytestmark = pytest.mark.slow

INGESTING = [point for point in POINTS if point not in {"linked", "index_filled", "index_named"}]


@pytest.fixture(scope="module")
def killer() -> Iterator[Victims]:
    with victims() as started:
        yield started


def test_a_kill_at_each_phase_harms_nothing(tmp_path: Path, killer: Victims) -> None:
    """Each named place of ingest, index and removal, in one home that goes on being used."""
    scene = Scene.at(tmp_path)
    found = {}
    for seed, point in enumerate(INGESTING):
        killer.die(scene, seed, failpoint=f"{point}:{seed % 2 + 1}")
        found[point] = faults(scene)
        if point in {"indexed", "committed", "withdrawn"}:
            found[point] += faults_of_owner(scene)
    assert not any(found.values()), found


def test_kills_at_random_harm_nothing(tmp_path: Path, killer: Victims, full: bool) -> None:  # noqa: FBT001  # an option
    """Ten here, two hundred under `make fault`: 0 lost, 0 partial, 0 twice."""
    scene = Scene.at(tmp_path)
    found = {}
    for seed in range(200 if full else 11):
        killer.die(scene, seed)
        found[seed] = faults(scene)
    found[-1] = faults_of_owner(scene)
    assert not any(found.values()), {seed: each for seed, each in found.items() if each}
