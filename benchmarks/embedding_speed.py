"""A child program: passages a second of the bundled embedder in one precision, several times, as JSON."""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import get_args

from benchmarks.texts import passages
from bot.settings import Settings
from knowledge.models.embedding import SentenceEmbedder
from knowledge.models.openvino_runtime import Precision

RUNS = 5
PASSAGES = 64


def main(precision: Precision) -> None:
    """Measure after one warm-up, so that neither loading nor the first allocation counts."""
    embedder = SentenceEmbedder("bundled", models=Settings().models, precision=precision)
    texts = passages(PASSAGES)
    embedder.embed_passages(texts[:16])
    print(json.dumps([PASSAGES / _seconds(embedder, texts) for _ in range(RUNS)]))


def _seconds(embedder: SentenceEmbedder, texts: list[str]) -> float:
    started = perf_counter()
    embedder.embed_passages(texts)
    return perf_counter() - started


if __name__ == "__main__":
    (chosen,) = (name for name in get_args(Precision) if name == sys.argv[1])
    main(chosen)
