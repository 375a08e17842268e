"""The embedder: a sentence-transformers model, from the bundled folder, another folder, or the hub's local cache.

Only this module imports torch and sentence_transformers, and only when the model is first needed: that takes
seconds. Nothing here ever opens a connection; a model of the hub has to be downloaded beforehand.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from knowledge.errors import EmbeddingModelError
from knowledge.models.bundled import BUNDLED_MODEL
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
"""The setting that means the model built by `make setup`."""

Precision = Literal["auto", "bf16", "fp32"]

BATCH = 8
"""Passages at a time: 4 to 8 were fastest on 2 cores for 330 characters, in bf16 and fp32 (docs/benchmarks.md).
A question waits for one batch at most."""

PADDED_TO = 16
"""Tokens: inputs are padded to a multiple of it, so that few shapes are ever computed. What is compiled for a shape is
used again then, and little memory is kept for shapes that do not come back."""

_FINGERPRINTED = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
_SAMPLE = 1 << 16
"""Bytes read at the start, the middle and the end of a file for its fingerprint."""


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
        self._bundled = models / BUNDLED_MODEL
        self._precision = precision
        self._lock = Lock()
        self._loaded: SentenceTransformer | None = None

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
        with self._lock:
            self._model()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (n, dimensions); what exceeds the model's limit of tokens is not read.

        Raises:
            EmbeddingModelError: The model is missing or cannot be loaded.
        """
        vectors = np.empty((len(texts), self._dimensions()), dtype=np.float32)
        # Neighbours of like length waste little on padding.
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._encode([texts[row] for row in rows], prompts=("passage", "document", "corpus"))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return one vector, shape (dimensions,).

        Raises:
            EmbeddingModelError: The model is missing or cannot be loaded.
        """
        vector: Vectors = self._encode([text], prompts=("query",))[0]
        return vector

    def _encode(self, texts: list[str], *, prompts: tuple[str, ...]) -> Vectors:
        # One at a time: the tokenizer cannot be shared between threads, and torch uses all cores for one batch.
        with self._lock:
            model = self._model()
            # sentence-transformers adds empty prompts of its own ("document"), which must not win.
            prompt = next((model.prompts[name] for name in prompts if model.prompts.get(name)), "")
            vectors = _read(model, texts, prompt)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def _dimensions(self) -> int:
        with self._lock:
            return int(self._model().get_embedding_dimension() or 0)

    def _model(self) -> SentenceTransformer:
        """Return the model, loaded once; the caller holds the lock."""
        if self._loaded is None:
            source = self._source()
            with _explained(_advice(self._name, source)):
                self._loaded = _load(source, precision=self._precision)
        return self._loaded

    def _source(self) -> str:
        """Return the folder or the name on the hub."""
        if self._name != BUNDLED:
            return str(_folder(self._name) or self._name)
        if not self._bundled.is_dir():
            raise EmbeddingModelError(
                f"内置的向量模型还没有生成（应在 {self._bundled}），请在项目目录运行 make setup。"
            )
        return str(self._bundled)


def _read(model: SentenceTransformer, texts: list[str], prompt: str | None) -> Vectors:
    """Return what the model's `encode` returns; that looks through all parameters each time, 4 ms of a question.

    A text alone is read by one thread: two wait for one another longer than they help, a fifth of 20 ms (2 cores,
    2026-11-27), and beside it full text is searched.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1 if len(texts) == 1 else threads)
    try:
        with torch.inference_mode():
            read = model(model.preprocess(texts, prompt=prompt))["sentence_embedding"]
    finally:
        torch.set_num_threads(threads)
    vectors: Vectors = read.float().numpy()
    return vectors


def _load(source: str, *, precision: Precision) -> SentenceTransformer:
    # Torch's threads wait for one another by spinning, unless told so before it is imported. Spinning, they take the
    # cores from whoever else has work: beside three busy processes on 2 cores 4 passages/s, asleep 13 (2026-11-22).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # oneDNN and the layer above it keep what they compiled for each shape that they met, up to 1024 of them each: an
    # ingest of 400 files reached 2.4 GB. With few shapes few are enough: 2,500 passages of all lengths stay at 956 MB.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32")
    os.environ.setdefault("LRU_CACHE_CAPACITY", "16")
    with _collector_paused():
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if precision == "auto":
            native = torch.cpu.get_capabilities()
            precision = "bf16" if native.get("avx512_bf16") or native.get("amx_bf16") else "fp32"
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        model = SentenceTransformer(source, device="cpu", local_files_only=True, model_kwargs={"dtype": dtype})
        _pad(model)
        return model.eval()


def _pad(model: SentenceTransformer) -> None:
    """Have inputs padded to lengths that come back; a model that reads no such number of tokens is left as it is."""
    first: Any = model[0]  # the kind of module is the model's own business
    longest = model.get_max_seq_length()
    if longest and longest % PADDED_TO == 0 and hasattr(first, "processing_kwargs"):
        text = {"pad_to_multiple_of": PADDED_TO} | first.processing_kwargs.get("text", {})
        first.processing_kwargs = first.processing_kwargs | {"text": text}


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, over modules that stay to the end.

    Takes 1.1 s off 6.4 s of import and loading, and 0.9 s off an ordinary end of the process (2 cores, 2026-11-22).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _explained(advice: str) -> Iterator[None]:
    """Turn the libraries' faults into one sentence with what to do."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise EmbeddingModelError(advice) from error


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
