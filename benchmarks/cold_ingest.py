"""A child program: ingest files into a home; the time and what of it the embedder took, as JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from hashlib import shake_128
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.processes import KILOBYTES
from bot.cli import open_workplace
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.ports import Embedder, Vectors


class TimedEmbedder:
    """An embedder with a watch: how long it was asked for vectors, loading included."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0
        self.passages = 0

    @property
    def identity(self) -> str:
        """Name of the model."""
        return self._embedder.identity

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions)."""
        started = perf_counter()
        vectors = self._embedder.embed_passages(texts)
        self.seconds += perf_counter() - started
        self.passages += len(texts)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,)."""
        return self._embedder.embed_query(text)


class MadeVectors:
    """Vectors drawn from a hash of the text, under the name of a model: what everything but the encoder costs."""

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        drawn = [np.frombuffer(shake_128(text.encode()).digest(384), dtype=np.int8) for text in texts]
        rows = np.stack(drawn).astype(np.float32)
        made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made

    def embed_query(self, text: str) -> Vectors:
        """Return one vector."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def main(home: Path, vectors: str, paths: Sequence[Path]) -> None:
    """Ingest as `ronghe ingest` does, with `made` vectors or those of the `model`, and print the figures."""
    place = open_workplace(None, home)
    model = place.embedder()
    embedder = TimedEmbedder(model if vectors == "model" else MadeVectors(model.identity))
    started = perf_counter()
    with Library.open_reader(home, embedder) as library:
        report = place.ingest(paths, library, Choices(), progress=_said)
    stored = perf_counter()
    place.settle_index()
    seconds = perf_counter() - started
    held = [document for document in report.documents if document.state not in {"rejected", "removed"}]
    figures = {
        "seconds": seconds,
        "megabytes": sum(Path(path).stat().st_size for path in {each.path for each in held}) / 1e6,
        "embedder_seconds": embedder.seconds,
        "index_seconds": started + seconds - stored,
        "embedded_passages": embedder.passages,
        "documents": len(held),
        "passages": sum(document.passages for document in held),
        "rejected": sum(document.state == "rejected" for document in report.documents),
    }
    print(json.dumps(figures))


def _said(done: int, total: int, _what: str) -> None:
    """Tell on stderr how memory grows."""
    print(f"{done}/{total} bytes, peak {_megabytes():.0f} MB", file=sys.stderr, flush=True)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [Path(argument) for argument in sys.argv[3:]])
