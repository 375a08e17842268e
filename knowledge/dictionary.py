"""jieba's dictionary with words of our own, read as far as it is needed.

A question uses a few dozen of its half a million entries, and loading all of them takes most of a second. So they are
kept in a file by their first character, each with the logarithm of its frequency, and a character's words are loaded
when it is first met. Only this module imports jieba, and only to write that file.
"""

from __future__ import annotations

import logging
import marshal
import struct
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.util import find_spec
from math import log
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple
from zlib import crc32

_log = logging.getLogger(__name__)

_FORMAT = 1
_HEAD = struct.Struct("<II")
"""Checksum of all that follows, and bytes of the table of contents."""


class Contents(NamedTuple):
    """The entries, packed."""

    unknown: float
    """Logarithm of the frequency of a character that is no word."""

    places: Mapping[str, tuple[int, int]]
    """By first character, where its words begin and end in `words`."""

    words: memoryview


class Dictionary(dict[str, dict[str, float]]):
    """By first character, each word and each beginning of one, with the logarithm of its frequency.

    0 stands for what only begins a word. Safe to share between threads.

    Args:
        cache: A folder of the user's own, where the file is kept; nobody else may be able to replace it.
        words: Further words, with how often they would occur among the 60 million of jieba's count.
    """

    def __init__(self, cache: Path, words: Mapping[str, int]) -> None:
        super().__init__()
        self._contents = _contents(cache, words)
        self.unknown = self._contents.unknown

    def __missing__(self, first: str) -> dict[str, float]:
        """Load the words that begin with a character."""
        start, end = self._contents.places.get(first, (0, 0))
        self[first] = marshal.loads(self._contents.words[start:end]) if end else {}  # noqa: S302  # our own file
        return self[first]


def _contents(cache: Path, words: Mapping[str, int]) -> Contents:
    file = cache / f"words-{_fingerprint(words)}.cache"
    kept = _read(file)
    if kept is not None:
        return kept
    packed = _packed(words)
    try:
        _write(file, packed)
    except OSError as error:
        _log.warning("the dictionary is not kept: %s", error.strerror)
    return _opened(packed)


def _fingerprint(words: Mapping[str, int]) -> str:
    """Name what the file is made of, without importing it."""
    package = find_spec("jieba")
    origin = Path(package.origin).with_name("dict.txt").stat() if package and package.origin else None
    made_of = (_FORMAT, marshal.version, origin and (origin.st_size, origin.st_mtime_ns), sorted(words.items()))
    return sha256(repr(made_of).encode()).hexdigest()[:16]


def _read(file: Path) -> Contents | None:
    """Return what a file holds, None where it is not there or is damaged."""
    try:
        packed = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("the dictionary that was kept cannot be read: %s", error.strerror)
        return None
    whole = len(packed) > _HEAD.size and crc32(packed[4:]) == _HEAD.unpack_from(packed)[0]
    return _opened(packed) if whole else None


def _opened(packed: bytes) -> Contents:
    body = _HEAD.size + _HEAD.unpack_from(packed)[1]
    unknown, places = marshal.loads(packed[_HEAD.size : body])  # noqa: S302  # our own file, in the user's own folder
    return Contents(unknown, places, memoryview(packed)[body:])


def _write(file: Path, packed: bytes) -> None:
    """Write under another name first, since several processes may do so at once; older files are taken away."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
        try:
            unfinished.write(packed)
            unfinished.flush()
            Path(unfinished.name).replace(file)
        except OSError:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    for older in file.parent.glob("words-*.cache"):
        if older != file:
            older.unlink(missing_ok=True)


def _packed(words: Mapping[str, int]) -> bytes:
    """Return the entries as the file holds them."""
    unknown, entries = _entries(words)
    places, parts, at = {}, [], 0
    for first, part in entries:
        parts.append(marshal.dumps(part))
        places[first] = (at, at + len(parts[-1]))
        at += len(parts[-1])
    contents = marshal.dumps((unknown, places))
    rest = _HEAD.pack(0, len(contents))[4:] + contents + b"".join(parts)
    return struct.pack("<I", crc32(rest)) + rest


def _entries(words: Mapping[str, int]) -> tuple[float, Iterator[tuple[str, dict[str, float]]]]:
    """Return the logarithm for what is unknown, and the words by first character."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer: Any = jieba.Tokenizer()  # jieba tells no types
    # Without `initialize`, which keeps a file in the shared temporary folder, where anybody could replace it.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, count in words.items():
        tokenizer.add_word(word, count)
    total = log(tokenizer.total)
    by_first: dict[str, dict[str, float]] = {}
    for word, count in tokenizer.FREQ.items():
        by_first.setdefault(word[:1], {})[word] = log(count) - total if count else 0.0
    return -total, iter(by_first.items())
