"""How a test of faults has a victim die and sees what is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from knowledge.catalog import vectors as stored
from knowledge.catalog.schema import State, documents, passage_texts, passages, vectors
from knowledge.catalog.sqlite.full_text import word_terms
from knowledge.library import Library
from tests.fakes import BigramEmbedder
from tests.faults.victim import PATHS, SUBJECTS, text_of

ROOT = Path(__file__).parents[2]


class Scene(NamedTuple):
    """Where the victims work."""

    home: Path
    folder: Path
    journal: Path

    @classmethod
    def at(cls, place: Path) -> Scene:
        """Return a scene below a folder."""
        (place / "files").mkdir(parents=True)
        return cls(place / "home", place / "files", place / "journal")


class Victims:
    """Starts victims one after the other."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    def die(self, scene: Scene, seed: int, *, failpoint: str = "", most: float = 1.2) -> None:
        """Have one work until it is killed: at the fail-point, else after a moment."""
        chance = random.Random(seed)  # noqa: S311  # no secret
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write("\t".join((*map(str, scene), str(seed), failpoint)) + "\n")
        self._server.stdin.flush()
        number = int(self._server.stdout.readline())
        if not failpoint:
            time.sleep(chance.uniform(0.05, most))
            os.kill(number, signal.SIGKILL)
        assert os.WTERMSIG(int(self._server.stdout.readline())) == signal.SIGKILL


@contextmanager
def victims() -> Iterator[Victims]:
    """Give what starts victims, loaded once."""
    command = [sys.executable, "-m", "tests.faults.victim"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        yield Victims(server)
        assert server.stdin is not None
        server.stdin.close()


def faults(scene: Scene) -> list[str]:
    """Return what is wrong in a home after a kill, as a reader meets it."""
    with Library.open_reader(scene.home, BigramEmbedder()) as library:
        return list(_contents(scene, library))


def faults_of_owner(scene: Scene) -> list[str]:
    """Return what is wrong after the next owner started: nothing half done may be left, and the index is in step."""
    with Library.open_owner(scene.home, BigramEmbedder()) as library:
        with library.catalog.database.reading() as connection:
            pending = connection.scalar(select(func.count()).where(documents.c.state == State.PENDING.value))
            wanted = stored.keys(connection)
        kept = {place.name for place in (scene.home / "originals").iterdir()} if library.documents() else set()
        files = {library.file_hash(each.path) for each in library.documents()}
        assert library._owned is not None
        with library._owned.writing() as index:
            off = len(index.keys() ^ wanted.keys()) if index is not None else -1
        found = [f"owner: {fault}" for fault in _contents(scene, library)]
    found += [f"{pending} pending"] if pending else []
    found += [f"originals {len(kept)}, files {len(files)}"] if kept != files else []
    return found + ([f"index differs by {off}"] if off else [])


def _contents(scene: Scene, library: Library) -> Iterator[str]:
    """Compare what answers with what was acknowledged: every file whole, in one version, none lost, none back."""
    allowed = _allowed(scene)
    held: dict[int, int] = {}
    labels = library.catalog.labels()
    for each in library.documents():
        number = int(Path(each.path).stem)
        document = library.catalog.document(each.id, labels)
        assert document is not None
        versions = [v for v in allowed[number] if v and document.text.strip() == text_of(number, v).strip()]
        if len(versions) != 1 or number in held:
            yield f"file {number} is not one whole version"
            continue
        held[number] = versions[0]
        yield from _parts(library, each.id, number, versions[0])
    for number in range(PATHS):
        if held.get(number, 0) not in allowed[number]:
            yield f"file {number}: {held.get(number, 0)} is held, one of {allowed[number]} was acknowledged"


def _parts(library: Library, document_id: str, number: int, version: int) -> Iterator[str]:
    """Compare passages, words and vectors of a document with one another."""
    texts = [each.text for each in library.catalog.passages_of(document_id, library.catalog.labels())]
    for line in range(len(SUBJECTS)):
        if sum(f"第{number}号文件第{version}版第{line}段" in text for text in texts) != 1:
            yield f"file {number}: paragraph {line} is not there once"
    own = select(passages.c.pk).join(documents).where(documents.c.id == document_id, documents.c.state == "committed")
    kept = {
        "vectors": select(func.count()).where(vectors.c.passage.in_(own)),
        "texts": select(func.count()).where(passage_texts.c.passage.in_(own)),
        "words": select(func.count()).where(word_terms.c.rowid.in_(own)),
    }
    with library.catalog.database.reading() as connection:
        for name, query in kept.items():
            count = connection.execute(query).scalar_one()
            if count != len(texts):
                yield f"file {number}: {count} {name} for {len(texts)} passages"


def _allowed(scene: Scene) -> dict[int, set[int]]:
    """Return for each file the versions that may answer: the one acknowledged last, or one begun since; 0 is none."""
    allowed: dict[int, set[int]] = {number: {0} for number in range(PATHS)}
    lines = scene.journal.read_text(encoding="utf-8").splitlines() if scene.journal.exists() else []
    for line in lines:
        what, number, version = line.split()
        if what in {"begun", "going"}:
            allowed[int(number)].add(int(version) if what == "begun" else 0)
        else:
            allowed[int(number)] = {int(version) if what == "put" else 0}
    return allowed
