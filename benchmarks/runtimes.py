"""The bundled model read by torch and by openvino, in turn: passages a second, a question, cosine, memory.

Others at work on the machine are felt by both alike, since the runtimes take turns.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, Protocol

import numpy as np

from benchmarks.processes import run
from benchmarks.table import Row
from benchmarks.texts import DIFFERENT_QUESTIONS, PASSAGE_CHARACTERS, passages
from bot.settings import Settings
from knowledge.models.bundled import BUNDLED_MODEL
from knowledge.models.exported_encoder import ExportedEncoder
from knowledge.models.torch_encoder import TorchEncoder
from knowledge.ports import Vectors

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
PASSAGES, QUESTIONS, ROUNDS = 96, 10, 3


class Encoder(Protocol):
    """What both runtimes are."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a question."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""


RUNTIMES: dict[str, Callable[[Path], Encoder]] = {
    "torch": lambda models: TorchEncoder(str(models / BUNDLED_MODEL), precision="bf16", advice="make setup"),
    "openvino": lambda models: ExportedEncoder(models, precision="bf16"),
}
"""Those that people with a processor of our day get; the vectors of both are held against torch in fp32."""


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Measure both runtimes in turn; made passages have the length of the corpus's."""
    del scratch, before  # the earlier version read the model by the other runtime, which is still here
    models, texts = Settings().models, _texts()
    command = [sys.executable, "-m", "benchmarks.runtimes"]
    # First of all: a process that is started counts the memory of the one that starts it.
    former_peak, peak = ([run([*command, name]).peak_megabytes] for name in RUNTIMES)
    former, ours = (RUNTIMES[name](models) for name in RUNTIMES)
    rounds = [(_round(former, texts), _round(ours, texts)) for _ in range(ROUNDS)]
    before_it, now = zip(*rounds, strict=True)
    speed, former_speed = ([len(texts) / each.passages for each in one] for one in (now, before_it))
    yield Row("passages of 330 characters", "a second", "≥ 50", speed, f"{len(texts)} passages a round", former_speed)
    asked, once = ([1000 * each for one in which for each in one.questions] for which in (now, before_it))
    yield Row("a question", "ms", "", asked, "", once)
    yield Row("peak memory of a process", "MiB", "", peak, "16 passages", former_peak)
    wanted = _unit(TorchEncoder(str(models / BUNDLED_MODEL), precision="fp32", advice="").encode_passages(texts))
    cosines, closeness = (np.sum(_unit(each.encode_passages(texts)) * wanted, axis=1) for each in (ours, former))
    note = f"least {cosines.min():.5f}; before {closeness.min():.5f}"
    yield Row("cosine to torch in fp32", "", "≥ .9999", cosines.tolist(), note, closeness.tolist())


class Round(NamedTuple):
    """What one runtime took when it was its turn, in seconds."""

    passages: float
    questions: list[float]


def _round(encoder: Encoder, texts: list[str]) -> Round:
    began = perf_counter()
    encoder.encode_passages(texts)
    return Round(perf_counter() - began, [_asked(encoder, text) for text in DIFFERENT_QUESTIONS[:QUESTIONS]])


def _asked(encoder: Encoder, text: str) -> float:
    began = perf_counter()
    encoder.encode_queries([text])
    return perf_counter() - began


def _only(encoder: Encoder) -> None:
    """Embed one question and some passages, for the memory of the process."""
    encoder.encode_queries(DIFFERENT_QUESTIONS[:1])
    encoder.encode_passages(passages(16))


def _texts() -> list[str]:
    """Return excerpts of 330 characters of the corpus beside the checkout, else made passages."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    files = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".txt", ".md"})
    read = [path.read_text(encoding="utf-8", errors="replace") for path in chance.sample(files, min(200, len(files)))]
    long = [text for text in read if len(text) > PASSAGE_CHARACTERS][:PASSAGES]
    starts = [chance.randrange(len(text) - PASSAGE_CHARACTERS) for text in long]
    cut = [text[start : start + PASSAGE_CHARACTERS] for text, start in zip(long, starts, strict=True)]
    return cut or passages(PASSAGES)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    _only(RUNTIMES[sys.argv[1]](Settings().models))
