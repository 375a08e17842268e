"""The embedder: the bundled model, another folder, or a model of the hub's local cache.

The bundled model is read by openvino from its export, every other model by sentence-transformers; so is the bundled one
where there is no export or openvino cannot use it. Both give the same vectors (docs/decisions/0100). Nothing here ever
opens a connection; a model of the hub has to be downloaded beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from knowledge.errors import EmbeddingModelError
from knowledge.models.bundled import BUNDLED, BUNDLED_MODEL
from knowledge.models.export_record import ExportError
from knowledge.models.openvino_runtime import Precision
from knowledge.models.together import Together
from knowledge.ports import Vectors

_FINGERPRINTED = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
QUESTIONS = 8
"""Questions that arrive together and are read together, at most."""

_SAMPLE = 1 << 16
"""Bytes read at the start, the middle and the end of a file for its fingerprint."""


class _Encoder(Protocol):
    """A model that is loaded; its vectors may be of any length."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a question, shape (n, dimensions)."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions)."""


class SentenceEmbedder:
    """Turns text into unit vectors; safe to share between threads.

    Args:
        name: `bundled`, a folder, or a name on the hub (`BAAI/bge-small-zh-v1.5`).
        models: The folder that holds the bundled model.
        precision: `auto` computes in bf16 where the processor does so natively, else in fp32. The vectors agree to
            a cosine of 0.9999 (docs/decisions/0005), so it is not part of the identity.
    """

    def __init__(self, name: str, *, models: Path, precision: Precision = "auto") -> None:
        self._name = name
        self._models = models
        self._precision: Precision = precision
        self._lock = Lock()
        self._loaded: _Encoder | None = None
        self._together = Together[str, Vectors](lambda texts: self._encoder().encode_queries(texts), most=QUESTIONS)

    @cached_property
    def identity(self) -> str:
        """Name of the model, for vectors that may be compared; found without loading it.

        Raises:
            EmbeddingModelError: The setting names a folder that is not there or is no model.
        """
        if self._name == BUNDLED:
            return BUNDLED_MODEL
        folder = _folder(self._name)
        return self._name if folder is None else _fingerprint(folder)

    def load(self) -> None:
        """Load the model now, so that the first question need not wait for it.

        Raises:
            EmbeddingModelError: It is missing or cannot be loaded.
        """
        self._encoder()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions); what exceeds the model's limit of tokens is not read.

        Raises:
            EmbeddingModelError: The model is missing or cannot be loaded.
        """
        return _unit(self._encoder().encode_passages(texts))

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,).

        Raises:
            EmbeddingModelError: The model is missing or cannot be loaded.
        """
        return _unit(self._together(text))

    def _encoder(self) -> _Encoder:
        """Return the model, loaded once."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._bundled() if self._name == BUNDLED else self._any(_source(self._name))
            return self._loaded

    def _bundled(self) -> _Encoder:
        folder = self._models / BUNDLED_MODEL
        if not folder.is_dir():
            raise EmbeddingModelError(f"内置的向量模型还没有生成（应在 {folder}），请在项目目录运行 make setup。")
        from knowledge.models.exported_encoder import ExportedEncoder

        try:
            return ExportedEncoder(self._models, precision=self._precision)
        except ExportError:  # `doctor` says why
            return self._any(str(folder))

    def _any(self, source: str) -> _Encoder:
        from knowledge.models.torch_encoder import TorchEncoder

        return TorchEncoder(source, precision=self._precision, advice=_advice(self._name, source))


def _unit(vectors: Vectors) -> Vectors:
    """Return the vectors, the last axis of each, at length one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


def _source(name: str) -> str:
    """Return the folder or the name on the hub."""
    return str(_folder(name) or name)


def _advice(name: str, source: str) -> str:
    if name == BUNDLED:
        return f"内置的向量模型已损坏，请删除文件夹 {source} 后运行 make setup 重新生成。"
    if Path(source).is_dir():
        return f"无法载入向量模型 {source}：文件不完整，或不是 sentence-transformers 模型，请检查后重新下载。"
    return (
        f"本机没有向量模型 {source}，请在联网时运行 .venv/bin/hf download {source}，"
        "或把 RONGHE_EMBEDDING_MODEL 设为 bundled 或模型所在的文件夹。"
    )


def _folder(name: str) -> Path | None:
    """Return the folder that a setting names, or None where it names a model of the hub.

    Raises:
        EmbeddingModelError: It reads as a folder, and there is no model.
    """
    folder = Path(name).expanduser()
    if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
        return folder
    if folder.is_dir():
        raise EmbeddingModelError(f"文件夹 {folder} 中没有向量模型（缺 modules.json），请检查 RONGHE_EMBEDDING_MODEL。")
    if folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise EmbeddingModelError(f"找不到向量模型文件夹 {folder}，请检查 RONGHE_EMBEDDING_MODEL。")
    return None


def _fingerprint(folder: Path) -> str:
    """Name a folder by what is in it, wherever it lies: sizes and samples of its files, hashed."""
    digest = sha256()
    files = sorted(file for file in folder.rglob("*") if file.suffix in _FINGERPRINTED and file.is_file())
    for file in files:
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder).as_posix()} {size}\n".encode())
        with file.open("rb") as stream:
            for start in (0, size // 2, max(0, size - _SAMPLE)):
                stream.seek(start)
                digest.update(stream.read(_SAMPLE))
    return f"folder-{digest.hexdigest()[:16]}"
