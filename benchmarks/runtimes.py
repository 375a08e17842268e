"""The bundled model read by torch and by openvino, in turn: passages a second, a question, cosine, memory.

    python -m benchmarks.runtimes [--texts FOLDER]

Passages are excerpts of 330 characters of the text files in a folder, else made ones. Others at work on the machine are
felt by all alike, since the runtimes take turns; the seconds of the processor are printed as well.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple, Protocol

import numpy as np

from benchmarks.machine import describe, load
from benchmarks.processes import run
from benchmarks.texts import DIFFERENT_QUESTIONS, PASSAGE_CHARACTERS, passages
from bot.settings import Settings
from knowledge.models.bundled import BUNDLED_MODEL
from knowledge.models.exported_encoder import ExportedEncoder
from knowledge.models.openvino_runtime import Precision
from knowledge.models.torch_encoder import TorchEncoder
from knowledge.ports import Vectors

PASSAGES, QUESTIONS, ROUNDS = 24, 10, 5


class Encoder(Protocol):
    """What both runtimes are."""

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Return one row a question."""

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Return one row a text."""


class Runtime(NamedTuple):
    """One way to read the model."""

    name: str
    precision: Precision

    def load(self, models: Path) -> Encoder:
        """Return the model, loaded."""
        if self.name == "openvino":
            return ExportedEncoder(models, precision=self.precision)
        return TorchEncoder(str(models / BUNDLED_MODEL), precision=self.precision, advice="make setup")


RUNTIMES = [Runtime("torch", "bf16"), Runtime("openvino", "bf16")]
"""Those that people with a processor of our day get; the vectors of both are held against torch in fp32."""


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    models = Settings().models
    if arguments.only is not None:
        _only(RUNTIMES[arguments.only].load(models))
        return
    texts = passages(PASSAGES) if arguments.texts is None else _excerpts(arguments.texts)
    print(f"{describe()}; {len(texts)} passages; load average {load():.1f} before")
    # First of all: a process that is started counts the memory of the one that starts it.
    command = [sys.executable, "-m", "benchmarks.runtimes", "--only"]
    peaks = [run([*command, str(number)]).peak_megabytes for number in range(len(RUNTIMES))]
    encoders = [runtime.load(models) for runtime in RUNTIMES]
    wanted = _unit(Runtime("torch", "fp32").load(models).encode_passages(texts))
    print("| runtime | passages/s, median | best | s of the processor each | question p50, ms | best | cosine | MiB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    rounds = [[_round(encoder, texts) for encoder in encoders] for _ in range(ROUNDS)]
    for runtime, encoder, measured, peak in zip(RUNTIMES, encoders, zip(*rounds, strict=True), peaks, strict=True):
        cosine = np.sum(_unit(encoder.encode_passages(texts)) * wanted, axis=1).min()
        rates = [len(texts) / each.passages for each in measured]
        cost = min(each.processor for each in measured) / len(texts)
        asked = [1000 * seconds for each in measured for seconds in each.questions]
        row = f"{median(rates):.1f} | {max(rates):.1f} | {cost:.3f} | {median(asked):.1f} | {min(asked):.1f}"
        print(f"| {runtime.name} {runtime.precision} | {row} | {cosine:.5f} | {peak:.0f} |", flush=True)
    print(f"load average {load():.1f} after")


class Round(NamedTuple):
    """What one runtime took when it was its turn, in seconds."""

    passages: float
    processor: float
    questions: list[float]


def _round(encoder: Encoder, texts: list[str]) -> Round:
    began, worked = perf_counter(), process_time()
    encoder.encode_passages(texts)
    passages, processor = perf_counter() - began, process_time() - worked
    return Round(passages, processor, [_asked(encoder, text) for text in DIFFERENT_QUESTIONS[:QUESTIONS]])


def _asked(encoder: Encoder, text: str) -> float:
    began = perf_counter()
    encoder.encode_queries([text])
    return perf_counter() - began


def _only(encoder: Encoder) -> None:
    """Embed one question and some passages, for the memory of the process."""
    encoder.encode_queries(DIFFERENT_QUESTIONS[:1])
    encoder.encode_passages(passages(16))


def _excerpts(folder: Path) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
    texts = [
        path.read_text(encoding="utf-8", errors="replace") for path in chance.sample(files, min(PASSAGES, len(files)))
    ]
    long = [text for text in texts if len(text) > PASSAGE_CHARACTERS]
    starts = [chance.randrange(len(text) - PASSAGE_CHARACTERS) for text in long]
    return [text[start : start + PASSAGE_CHARACTERS] for text, start in zip(long, starts, strict=True)]


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    main()
