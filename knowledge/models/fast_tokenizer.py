"""A model's own tokenizer, read by the `tokenizers` library alone: `transformers` takes seconds to import."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Pair(NamedTuple):
    """A question and a passage as one input: `<s> question </s></s> passage </s>`."""

    ids: list[int]
    start: int
    """Place in `ids` of the first token of the passage."""

    offsets: list[tuple[int, int]]
    """Where each token of the passage begins and ends in its text, in characters."""


class FastTokenizer:
    """Cuts texts into ids; safe to share between threads.

    Args:
        file: A whole `tokenizer.json` of a model whose markers are `<s>` and `</s>`.
        limit: Tokens of an input at most, markers included; what is beyond is not read.
    """

    def __init__(self, file: Path, *, limit: int) -> None:
        self._tokenizer = _shared(file)
        self._limit = limit
        self._start, self._end = self._tokenizer.encode("").ids

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text between its markers."""
        return [self._cut(cut.ids) for cut in self._tokenizer.encode_batch_fast(list(texts))]

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self._limit else [*ids[: self._limit - 1], self._end]

    def encode_with_offsets(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the ids of a text between its markers, and where each token between them stands, in characters."""
        cut = self._tokenizer.encode(text)
        return self._cut(cut.ids), cut.offsets[1:-1][: self._limit - 2]

    def encode_pairs(self, question: str, passages: Sequence[str]) -> list[Pair]:
        """Return the question with each passage; what is too long is taken off the passage's end.

        Raises:
            ValueError: The question alone leaves no place for a passage.
        """
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        before = [self._start, *asked, self._end, self._end]
        room = self._limit - len(before) - 1
        if room < 1:
            raise ValueError(f"the question takes {len(asked)} of {self._limit} tokens")
        cuts = self._tokenizer.encode_batch(list(passages), add_special_tokens=False)
        return [Pair([*before, *cut.ids[:room], self._end], len(before), cut.offsets[:room]) for cut in cuts]


_read: dict[bytes, Tokenizer] = {}
"""By the hash of its file: encoder and judge have the same one, of 125 MB in memory, each in a folder of its own."""


def _shared(file: Path) -> Tokenizer:
    """Return the tokenizer of a file, read once a process however many copies of the file there are."""
    from tokenizers import Tokenizer

    content = file.read_bytes()
    digest = sha256(content).digest()
    if digest not in _read:
        _read[digest] = Tokenizer.from_buffer(content)
    return _read[digest]
