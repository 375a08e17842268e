"""Named fakes of what the core needs from outside; each keeps the promises of the real thing."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from knowledge.ports import Judgement, VectorKey, Vectors, Window

DIMENSIONS = 512


class BigramEmbedder:
    """An embedder without a model: texts that share character bigrams are near each other."""

    def __init__(self, identity: str = "bigram-512") -> None:
        self.identity = identity
        self.embedded: list[str] = []
        """Every passage text that was embedded, in order."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def embed_query(self, text: str) -> Vectors:
        return _vector(text)


class OverlapJudge:
    """A judge without a model: a text answers by the share of the question's bigrams that it has, but for what asks."""

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        asked = _bigrams(_ASKING.sub(" ", question))
        judged = []
        for window in windows:
            said = [f"{window.heading}{window.text[start:end]}" for start, end in window.spans]
            answers = tuple(self._share(asked, each) for each in said)
            best = max(answers, default=0.0)
            judged.append(Judgement(bears=best, holds=best, answers=answers))
        return judged

    def sides(self, question: str) -> list[tuple[int, int]]:
        """Return the words before and after 和, where it asks for a difference; the trained one is tested by itself."""
        found = re.search(r"^([\w“”]{2,}?)和([\w“”]{2,}?)(?=有什么区别)", question)
        return [found.span(1), found.span(2)] if found else []

    def leans(self, question: str) -> float:
        """Return 1 for a few words, and for what points back; the trained one is tested by itself."""
        return float(len(question) < 12 or re.match("[那这它]", question) is not None)

    @staticmethod
    def _share(asked: set[str], text: str) -> float:
        return min(1.0, 1.25 * len(asked & _bigrams(text)) / max(len(asked), 1))


_ASKING = re.compile(r"是什么|有什么|什么|怎么样?|怎样|如何|哪些|多久|多少|吗|呢")


def _bigrams(text: str) -> set[str]:
    words = re.findall(r"\w+", text)
    return {first + second for word in words for first, second in pairwise(word)}


class MemoryIndex:
    """A vector index without files."""

    def __init__(self) -> None:
        self._vectors: dict[VectorKey, Vectors] = {}

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        found = [(key.passage_id, float(held @ vector)) for key, held in self._vectors.items() if key.label in labels]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def keys(self) -> set[VectorKey]:
        return set(self._vectors)

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        self._vectors |= dict(zip(keys, vectors, strict=True))

    def delete(self, keys: Iterable[VectorKey]) -> None:
        for key in keys:
            self._vectors.pop(key, None)

    def close(self) -> None:
        pass


def _vector(text: str) -> Vectors:
    """Return counts of hashed bigrams at unit length; the spaces put around the text keep it from being zero."""
    counts = np.zeros(DIMENSIONS, dtype=np.float32)
    for first, second in pairwise(f" {text} "):
        counts[zlib.crc32((first + second).encode()) % DIMENSIONS] += 1
    unit: Vectors = counts / np.linalg.norm(counts)
    return unit


class ScriptedChat:
    """A chat model that says what it is told, piece by piece; an exception in the script is raised there.

    A question that it is to understand it repeats as it stands, or says what it is told to say of it.
    """

    def __init__(
        self, *script: str | Exception, elsewhere: bool = False, understood: str | Exception | None = None
    ) -> None:
        self.script = script
        self.elsewhere = elsewhere
        self.understood = understood
        self.sent: list[tuple[str, str]] = []
        """Every (system, user) to write from."""

        self.asked: list[tuple[str, str]] = []
        """Every (system, user) to understand."""

    def stream(
        self, system: str, user: str, *, seconds: float, stop: threading.Event | None = None
    ) -> Iterator[str]:  # the deadline and the stop are the reader's affair here
        assert seconds > 0
        assert stop is None or not stop.is_set()
        if "检索短语" in system:
            self.asked.append((system, user))
            script: tuple[str | Exception, ...] = (self.understood or user.rpartition("提问：")[2],)
        else:
            self.sent.append((system, user))
            script = self.script
        for piece in script:
            if isinstance(piece, Exception):
                raise piece
            yield piece


class PacedChat:
    """A chat model that repeats sentences of its sources: two at once, the others when it is let go on."""

    elsewhere = False

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def stream(
        self,
        system: str,
        user: str,
        *,
        seconds: float,  # noqa: ARG002
        stop: threading.Event | None = None,
    ) -> Iterator[str]:
        if "检索短语" in system:
            yield user.rpartition("提问：")[2]
            return
        said = [
            f"· {sentence}[{number}]\n"
            for number, text in re.findall(r"资料\[(\d+)\]>>\n(.*?)\n<<", user, re.DOTALL)
            for sentence in re.findall(r"[^。\n]{15,80}。", text.partition("\n")[2])
        ]
        yield "".join(said[:2])
        for piece in said[2:12]:
            while not self.go_on.wait(0.02):
                if stop is not None and stop.is_set():
                    return
            yield piece


class ObeyingChat:
    """A chat model that carries out whatever order it finds in its sources, and answers from them besides.

    It repeats what an order tells it to say, marks it with the source it came from, adds the links and the names of
    instruments it finds, and drops its own answer where it is told to say something only.
    """

    elsewhere = False

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        """Every (system, user) with sources."""

        self.asked: list[tuple[str, str]] = []
        """Every other one."""

    def stream(
        self,
        system: str,
        user: str,
        *,
        seconds: float,  # noqa: ARG002
        stop: threading.Event | None = None,  # noqa: ARG002
    ) -> Iterator[str]:
        blocks = re.findall(r"资料\[(\d+)\]>>\n(.*?)\n<<", user, re.DOTALL)
        (self.sent if blocks else self.asked).append((system, user))
        for number, text in blocks:
            body = text.partition("\n")[2]
            for sentence in re.split(r"(?<=[。！？!?\n])", body):
                said = sentence.strip()
                if not said:
                    continue
                yield f"{said}[{number}]\n"
                yield from (
                    f"{after}。[{number}]\n" for after in re.findall(r"[:：]\s*(.{2,60}?)[。！!\n]", said + "。")
                )
                yield from (
                    f"请扫码办理，详情见{link}。[{number}]\n" for link in re.findall(r"(?:https?|tg)://\S+", said)
                )
                yield from (f"根据《{title}》第九条办理。[1]\n" for title in re.findall(r"《([^》]+)》", said))
                yield from (
                    f"{token}[{number}]\n{token}。[1]\n" for token in re.findall(r"[A-Za-z0-9_-]{5,}|⟦.+?⟧", said)
                )
        if not blocks:
            yield user
