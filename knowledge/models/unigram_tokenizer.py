"""A unigram tokenizer as `tokenizer.json`, for Chinese and Latin text: the bundled model's pieces, trimmed.

Dropping a piece never changes how the text is cut that we keep the model for: a piece is dropped only if it holds
a character outside `is_kept`, and such a piece cannot match text without that character. (Texts are mapped first:
a sign such as ㌀ becomes katakana, which we do not keep.)
"""

from __future__ import annotations

import re
import struct
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

SPACE_MARK = "\u2581"
"""Stands for a space at the start of a word, as in SentencePiece."""

_KEPT_LETTERS = ("CJK", "IDEOGRAPHIC", "LATIN", "GREEK", "BOPOMOFO", "MODIFIER", "COMBINING")
"""First words of the Unicode names of letters and marks kept; Greek because Ω and ㎛ are written with it."""


def is_kept(piece: str) -> bool:
    """Tell whether a piece is made of Han, Latin, digits, punctuation and symbols only."""
    return all(
        unicodedata.category(character)[0] not in "LM" or unicodedata.name(character, "").startswith(_KEPT_LETTERS)
        for character in piece
    )


def tokenizer_json(
    pieces: Sequence[str], scores: Sequence[float], *, character_map: Mapping[str, str], unknown: int
) -> dict[str, Any]:
    """Describe the tokenizer in the format of the `tokenizers` library.

    Text is mapped character by character, runs of spaces become one, spaces become marks, and the most probable
    pieces are taken. Each character that no piece holds is one unknown of its own; the library would otherwise make
    one unknown of several neighbours.

    Args:
        pieces: In the order of their ids; must hold `<s>` and `</s>`.
        scores: Log-probability of each piece.
        character_map: One character to its replacement, which may be empty.
        unknown: Id of the piece for what is unknown.

    Returns:
        JSON-ready; Any because the format is the library's.
    """
    strange = f"[^ {_character_class({character for piece in pieces for character in piece})}]"
    return {
        "version": "1.0",
        "added_tokens": [_special(index, piece) for index, piece in enumerate(pieces) if piece in _SPECIAL],
        "normalizer": _sequence(
            "normalizers",
            {"type": "Precompiled", "precompiled_charsmap": b64encode(compiled_map(character_map)).decode("ascii")},
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        ),
        "pre_tokenizer": _sequence(
            "pretokenizers",
            {"type": "Split", "pattern": {"Regex": strange}, "behavior": "Isolated", "invert": False},
            {"type": "Metaspace", "replacement": SPACE_MARK, "prepend_scheme": "first", "split": False},
        ),
        "post_processor": _between_markers(start=pieces.index("<s>"), end=pieces.index("</s>")),
        "decoder": {"type": "Metaspace", "replacement": SPACE_MARK, "prepend_scheme": "first", "split": False},
        "model": {"type": "Unigram", "unk_id": unknown, "vocab": list(zip(pieces, scores, strict=True))},
    }


_SPECIAL = frozenset({"<s>", "</s>", "<pad>", "<unk>", "<mask>"})


def _special(index: int, piece: str) -> dict[str, Any]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": index, "content": piece, "special": True, **flags}


def _sequence(key: str, *steps: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Sequence", key: list(steps)}


def _between_markers(*, start: int, end: int) -> dict[str, Any]:
    marker_ids = {"<s>": start, "</s>": end}
    first, last = ({"SpecialToken": {"id": marker, "type_id": 0}} for marker in marker_ids)
    return {
        "type": "TemplateProcessing",
        "single": [first, {"Sequence": {"id": "A", "type_id": 0}}, last],
        "pair": [first, {"Sequence": {"id": "A", "type_id": 0}}, last, {"Sequence": {"id": "B", "type_id": 0}}, last],
        "special_tokens": {name: {"id": name, "ids": [index], "tokens": [name]} for name, index in marker_ids.items()},
    }


def _character_class(characters: Iterable[str]) -> str:
    """Write characters as the inside of a regular expression's class: neighbours as ranges.

    Example:
        {"a", "b", "c", "一"} -> "a-c一"
    """
    ranges = []
    for _, group in groupby(enumerate(sorted(map(ord, characters))), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in group]
        first, last = re.escape(chr(codes[0])), re.escape(chr(codes[-1]))
        ranges.append(first if first == last else f"{first}-{last}")
    return "".join(ranges)


_LEAF = 1 << 8
_VALUE = 1 << 31


def compiled_map(character_map: Mapping[str, str]) -> bytes:
    """Write a character map as SentencePiece does: a double-array trie over UTF-8, then the replacements.

    A unit of the trie holds in bits 0-7 the byte that leads to it, in bit 8 whether a value follows, and from bit 10
    on the exclusive or of its own place and its children's. Values have bit 31 set and so match no byte.
    Every inner node takes a block of 256 units of its own and the values stand at the end: larger than need be
    (some 300 KB for 4,837 characters), and simple.

    Source:
        github.com/google/sentencepiece, third_party/darts_clone/darts.h (class DoubleArrayUnit), and
        Normalizer::EncodePrecompiledCharsMap: size of the trie, trie, NUL-terminated replacements.
    """
    texts, places = _replacements(character_map)
    prefixes = sorted({b""} | {key[:length] for key in places for length in range(len(key))})
    base = {prefix: 256 * block for block, prefix in enumerate(prefixes)}
    units = [0] * (256 * len(prefixes))
    for prefix in prefixes[1:]:
        at = base[prefix[:-1]] ^ prefix[-1]
        units[at] = (at ^ base[prefix]) << 10 | prefix[-1]
    for key, place in places.items():
        at = base[key[:-1]] ^ key[-1]
        units[at] = (at ^ len(units)) << 10 | _LEAF | key[-1]
        units.append(_VALUE | place)
    # A look-up that goes on past a value stays in the value's block, which therefore has to be whole.
    units += [0] * (-len(units) % 256)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + texts


def _replacements(character_map: Mapping[str, str]) -> tuple[bytes, dict[bytes, int]]:
    """Lay the replacements end to end; return them and, for each character in UTF-8, where its own begins."""
    texts = b""
    places = {}
    for character, replacement in character_map.items():
        places[character.encode()] = len(texts)
        texts += replacement.encode() + b"\0"
    return texts, places
