"""What an answer costs on top of retrieval and the model: `make bench-overhead [HOME_DIR=…]`.

A stub writes at once about 600 characters out of the sources it was sent, with a wrong figure in every fourth sentence,
so that everything there is to check is checked. Over a home, or over the sample documents. Of each answer three times
are taken: in retrieval (`Retriever`), in the embedding of sentences by which the evidence is weighed, and in all. No
question is asked twice, but they are on twenty matters: sentences that came up before are remembered.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import wraps
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.machine import describe, load
from benchmarks.table import percentile
from benchmarks.texts import DIFFERENT_QUESTIONS
from benchmarks.workbench import assistant_with, open_library
from bot.cli import open_workplace
from ingest.samples import sample_files
from knowledge.answers import Answer
from knowledge.chat.careful import CarefulChat
from knowledge.models.embedding import SentenceEmbedder
from knowledge.retrieval import Retriever
from knowledge.writing.model_writer import ModelWriter
from tests.operator import by_operator

CHARACTERS = 600


class InstantChat:
    """Writes sentences of its sources, each with its marker; in every fourth the first figure is another."""

    elsewhere = False

    def __init__(self) -> None:
        self.seconds = 0.0
        """Time spent writing, which is the model's."""

    def stream(
        self,
        system: str,  # noqa: ARG002
        user: str,
        *,
        seconds: float,  # noqa: ARG002
        stop: threading.Event | None = None,  # noqa: ARG002
    ) -> Iterator[str]:
        """Yield one sentence after the other."""
        began = perf_counter()
        blocks = re.findall(r"资料\[(\d+)\]>>\n[^\n]*\n(.*?)\n<<", user, re.DOTALL)
        sentences = [(s, n) for n, text in blocks for s in re.split(r"(?<=。)", text) if 15 < len(s.strip()) < 150]
        self.seconds += perf_counter() - began
        written = 0
        for position, (sentence, number) in enumerate(sentences):
            said = sentence.strip()
            yield f"· {_altered(said) if position % 4 == 3 else said}[{number}]\n"
            written += len(said)
            if written >= CHARACTERS:
                return


class Stopwatch:
    """Adds up the time spent in a method, of all objects of its class."""

    def __init__(self, owner: type, name: str) -> None:
        self.seconds = 0.0
        method = getattr(owner, name)

        @wraps(method)
        def timed(*args: object, **named: object) -> object:
            began = perf_counter()
            try:
                return method(*args, **named)
            finally:
                self.seconds += perf_counter() - began

        setattr(owner, name, timed)


def main() -> None:
    """Ask, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="an ingested home; by default the samples are ingested")
    given: Path | None = parser.parse_args().home
    with tempfile.TemporaryDirectory() as scratch:
        home = given or Path(scratch)
        if given is None:
            with open_library(home, sample_files()):
                pass
        print(_measured(home))
    print(f"{describe()}; load average {load():.1f}")


def _measured(home: Path) -> str:
    chat = InstantChat()
    retrieval = Stopwatch(Retriever, "find_each")
    embedding = Stopwatch(SentenceEmbedder, "embed_passages")
    place = open_workplace(home, None)
    overhead, weighing, characters = [], [], []
    with assistant_with(place, ModelWriter(CarefulChat(chat))) as assistant:
        for question in DIFFERENT_QUESTIONS:
            before = retrieval.seconds, embedding.seconds, chat.seconds
            began = perf_counter()
            reply = assistant.asking.ask(by_operator(question))
            total = perf_counter() - began
            after = retrieval.seconds, embedding.seconds, chat.seconds
            found, embedded, wrote = (now - then for now, then in zip(after, before, strict=True))
            if isinstance(reply, Answer) and reply.writer == "model":
                overhead.append(1000 * (total - found - embedded - wrote))
                weighing.append(1000 * embedded)
                characters.append(len(reply.text) + sum(len(each.text) for each in reply.checks.removed))
    return (
        f"n={len(overhead)} answers of {median(characters):.0f} characters (median), what was removed included\n"
        f"on top of retrieval, evidence and model: {_quantiles(overhead)}\n"
        f"embedding sentences for the evidence: {_quantiles(weighing)}"
    )


def _quantiles(times: Sequence[float]) -> str:
    return f"p50 {median(times):.0f} ms, p95 {percentile(times, 0.95):.0f} ms"


def _altered(sentence: str) -> str:
    """Return a sentence with another figure in it, or with 不得 in front where it has none."""
    altered = re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), sentence, count=1)
    return altered if altered != sentence else f"不得{sentence}"


if __name__ == "__main__":
    main()
