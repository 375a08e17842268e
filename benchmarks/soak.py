"""Load for ten minutes at 100,000 passages, and what an unclean stop, a backup and a restore cost there.

T-L2: 50 people, each of whom reads an answer for half a minute before the next question; T-L3: the same while documents
come in; then all of them without a pause, which is what the machine can do at most. Texts have the frequencies of
Chinese words, and two of twenty subjects each. The model is a stub that begins after 300 ms and writes 40 pieces a
second; the embedder is one of hashed bigrams, so that what is measured is the program and not the model. Figures go
into docs/reliability.md between its marks.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from benchmarks.keyword_home import frequencies
from benchmarks.machine import describe
from bot.services.assistant import Assistant, assistant_of
from knowledge.catalog.database import FILE
from knowledge.chat.careful import CarefulChat
from knowledge.library import Library
from knowledge.people import People
from knowledge.ports import Embedder
from knowledge.upkeep.backup import backup, restore
from knowledge.vectors.files import CLOSED, IN_USE
from knowledge.writing.model_writer import ModelWriter
from tests.builders import source_file
from tests.fakes import BigramEmbedder
from tests.operator import by_operator

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- soak -->", "<!-- /soak -->"
LABELS = ("public", "unit", "dept:a", "dept:b", "dept:c")
A_DOCUMENT = 100
WORDS_A_CLAUSE = 18
PEOPLE = 50
NO_PAUSE, READING = (0.0, 0.0), (15.0, 45.0)
"""Seconds between a person's answer and the next question, drawn between these."""

DOCUMENT_EVERY = 2.0
"""Seconds between documents that come in."""

SUBJECTS = tuple(
    "党建 业务 考核 走访 值班 培训 台账 项目 采购 质量 安全 服务 巡查 评议 公示 学习 调研 帮扶 宣传 监督".split()  # noqa: SIM905
)


class Measured(NamedTuple):
    """What a load took: seconds of retrieval and of the whole, one a question, and the errors."""

    retrieved: list[float]
    total: list[float]
    errors: list[str]


class SlowStub:
    """A chat model that quotes the first source: 300 ms to the first piece, then 40 pieces a second."""

    elsewhere = False

    def stream(self, system: str, user: str, *, seconds: float, stop: threading.Event | None = None) -> Iterator[str]:
        """Yield the first sentence of the first source, a piece at a time."""
        del system, seconds
        time.sleep(0.3)
        body = user.partition("资料[1]>>\n")[2].partition("\n<<")[0].partition("\n")[2]
        sentence = body.partition("。")[0].strip() + "。[1]\n"
        for first in range(0, len(sentence), 2):
            if stop is not None and stop.is_set():
                return
            time.sleep(1 / 40)
            yield sentence[first : first + 2]


class Texts:
    """Passages of about 110 characters: two subjects, and words as often as they are in Chinese."""

    def __init__(self) -> None:
        self._words, counts = frequencies()
        self._cumulative = list(accumulate(counts))

    def passage(self, chance: random.Random, number: int) -> str:
        """Return a passage that no other is like."""
        first, second = chance.sample(SUBJECTS, 2)
        some, more = (
            "".join(chance.choices(self._words, cum_weights=self._cumulative, k=WORDS_A_CLAUSE)) for _ in range(2)
        )
        return f"第{number}号措施：围绕{first}和{second}，由第{number % 997}支部牵头，{some}，{more}，每季度公布结果。"

    def document(self, number: int) -> list[str]:
        """Return the passages of a document, the same ones each time."""
        chance = random.Random(number)  # noqa: S311  # no secret
        return [self.passage(chance, number * A_DOCUMENT + line) for line in range(A_DOCUMENT)]


def put(library: Library, texts: Texts, document: int) -> None:
    """Ingest a document of a hundred passages."""
    passages, label = texts.document(document), LABELS[document % len(LABELS)]
    library.replace_file(*source_file(f"/{document}.txt", *passages, label=label))


def fill(home: Path, passages: int, embedder: Embedder) -> float:
    """Fill a home and return the seconds."""
    began, texts = time.perf_counter(), Texts()
    with Library.open_reader(home, embedder) as library:
        for document in range(passages // A_DOCUMENT):
            put(library, texts, document)
            if document % 100 == 0:
                print(f"{document * A_DOCUMENT} passages, {time.perf_counter() - began:.0f} s", flush=True)
    return time.perf_counter() - began


def after_a_crash(home: Path) -> tuple[float, float]:
    """Return seconds to the first hits of an owner after an unclean stop, and until the index is there again."""
    with sqlite3.connect(home / FILE) as connection:
        connection.execute("DELETE FROM meta WHERE key = ?", (CLOSED,))
        connection.execute("INSERT INTO meta VALUES (?, ?)", (CLOSED, IN_USE))
    connection.close()
    began = time.perf_counter()
    with Library.open_owner(home, BigramEmbedder()) as library:
        library.search(library.embedder.embed_query("第77号措施"), limit=10, labels=frozenset(LABELS))
        first = time.perf_counter() - began
        while not library.index_is_ready:
            time.sleep(0.2)
        return first, time.perf_counter() - began


def talk(library: Library) -> Assistant:
    """Return an assistant whose model is the stub."""
    database = library.catalog.database
    return assistant_of(library, People(database, open_to_all=True), writer=ModelWriter(CarefulChat(SlowStub())))


def load(assistant: Assistant, seconds: float, people: int, pause: tuple[float, float] = NO_PAUSE) -> Measured:
    """Have people ask for so long, each with a pause between; return what it took."""
    measured = Measured([], [], [])
    until = time.perf_counter() + seconds

    def ask(person: int) -> None:
        chance = random.Random(person)  # noqa: S311
        time.sleep(chance.uniform(0, pause[1]))
        while time.perf_counter() < until:
            words = chance.sample(SUBJECTS, 3)
            began = time.perf_counter()
            try:
                reply = assistant.asking.ask(by_operator(f"怎么围绕{words[0]}和{words[1]}开展{words[2]}", str(person)))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is counted
                measured.errors.append(repr(error))
                continue
            measured.total.append(time.perf_counter() - began)
            measured.retrieved.append(reply.seconds.retrieve)
            time.sleep(chance.uniform(*pause))

    threads = [threading.Thread(target=ask, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measured


def while_documents_come(assistant: Assistant, library: Library, seconds: float) -> tuple[Measured, list[int]]:
    """Have fifty people ask while a document comes every other second; return what it took, and the documents."""
    done, came, texts = threading.Event(), list[int](), Texts()

    def ingest() -> None:
        for document in range(10_000_000 // A_DOCUMENT, 10_000_000 // A_DOCUMENT + 500):
            if done.is_set():
                return
            put(library, texts, document)
            came.append(document)
            time.sleep(DOCUMENT_EVERY)

    writer = threading.Thread(target=ingest)
    writer.start()
    busy = load(assistant, seconds, PEOPLE, READING)
    done.set()
    writer.join()
    return busy, came


def at(share: float, values: list[float]) -> float:
    """Return the value that this share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def row(name: str, measured: Measured) -> str:
    """Return a line of the table."""
    retrieved, total = measured.retrieved, measured.total
    return (
        f"| {name} | {len(total)} | {len(measured.errors)} "
        f"| {at(0.5, retrieved) * 1000:.0f} / {at(0.95, retrieved) * 1000:.0f} "
        f"| {at(0.5, total):.2f} / {at(0.95, total):.2f} |"
    )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--keep", type=Path, default=None, help="a folder for the filled home, used again next time")
    chosen = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="soak-"))
    home = (chosen.keep or place) / "home"
    filled = 0.0 if (home / FILE).exists() else fill(home, chosen.passages, BigramEmbedder())
    lines = measured(home, place, chosen.minutes, chosen.passages, filled)
    shutil.rmtree(place)
    print("\n".join(lines))
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")


def measured(home: Path, place: Path, minutes: float, passages: int, filled: float) -> list[str]:
    """Return the lines of the page."""
    with Library.open_owner(home, BigramEmbedder()) as library:
        while not library.index_is_ready:
            time.sleep(0.2)
    first, whole = after_a_crash(home)
    with Library.open_reader(home, BigramEmbedder()) as library:
        began = time.perf_counter()
        backup(library.catalog.database, place / "backup.tar")
        backed_up = time.perf_counter() - began
    began = time.perf_counter()
    restore(place / "backup.tar", place / "restored")
    restored = time.perf_counter() - began
    size = (place / "backup.tar").stat().st_size / (1 << 20)
    with Library.open_owner(home, BigramEmbedder()) as library:
        while not library.index_is_ready:
            time.sleep(0.2)
        assistant = talk(library)
        load(assistant, 5, 1)
        alone = load(assistant, minutes * 6, 1)
        quiet = load(assistant, minutes * 24, PEOPLE, READING)
        busy, came = while_documents_come(assistant, library, minutes * 24)
        crowd = load(assistant, minutes * 6, PEOPLE)
        library.remove([each.id for each in library.documents() if int(Path(each.path).stem) in set(came)])
    return [
        "",
        f"{passages:,} passages under {len(LABELS)} labels; {describe()}.",
        *([f"Filling took {filled:.0f} s without a model."] if filled else []),
        "",
        "| | questions | errors | retrieval p50 / p95, ms | whole p50 / p95, s |",
        "|---|--:|--:|--:|--:|",
        row("one person", alone),
        row(f"T-L2: {PEOPLE} people", quiet),
        row(f"T-L3: the same, {len(came)} documents of {A_DOCUMENT} passages came in", busy),
        row(f"{PEOPLE} people without a pause", crowd),
        "",
        f"First hits after an unclean stop: {first:.1f} s (gate 10 s).",
        f"The index examined and in use again: {whole:.1f} s.",
        f"Backup {backed_up:.1f} s, restore {restored:.1f} s, {size:.0f} MB (gate 120 s together).",
        "",
    ]


if __name__ == "__main__":
    main()
