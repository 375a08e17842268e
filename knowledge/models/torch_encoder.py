"""A sentence-transformers model, read by torch: any model but the bundled one, and that one where openvino cannot.

Only this module imports sentence_transformers for embedding, and only when a model is first needed: that takes seconds.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.errors import EmbeddingModelError
from knowledge.models.openvino_runtime import BATCH, PADDED_TO, Precision
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_PROMPTS = {"query": ("query",), "passage": ("passage", "document", "corpus")}
"""Names under which models keep the prompt of a question and of a passage."""


class TorchEncoder:
    """Turns texts into vectors; safe to share between threads.

    Args:
        source: A folder, or the name of a model of the hub that has been downloaded.
        precision: `auto` computes in bf16 where the processor does so natively, else in fp32.
        advice: What to tell a person where it cannot be loaded.

    Raises:
        EmbeddingModelError: It is missing or cannot be loaded.
    """

    def __init__(self, source: str, *, precision: Precision, advice: str) -> None:
        with _explained(advice):
            self._model = _load(source, precision=precision)
        # One at a time: the tokenizer cannot be shared between threads, and torch uses all cores for one batch.
        self._lock = Lock()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a question, of any length, shape (n, dimensions)."""
        return self._encode(list(texts), "query")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, of any length, shape (n, dimensions)."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        # Neighbours of like length waste little on padding.
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._encode([texts[row] for row in rows], "passage")
        return vectors

    def _encode(self, texts: list[str], role: str) -> Vectors:
        with self._lock:
            # sentence-transformers adds empty prompts of its own ("document"), which must not win.
            prompts = (self._model.prompts.get(name) for name in _PROMPTS[role])
            return _read(self._model, texts, next(filter(None, prompts), ""))


def sentence_network(source: str) -> torch.nn.Module:
    """Return a model as a network from `input_ids` and `attention_mask` to one vector an input, in fp32."""
    model = _load(source, precision="fp32")
    import torch

    class SentenceNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            read = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vectors: torch.Tensor = read["sentence_embedding"]
            return vectors

    return SentenceNetwork().eval()


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
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
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
