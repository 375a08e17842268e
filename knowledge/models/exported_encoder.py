"""The bundled model as openvino reads it: exported once by `make setup`, read ever after without torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.models.bundled import BUNDLED_MODEL, MAX_TOKENS, PROMPTS, export_folder
from knowledge.models.export_record import TOKENIZER, DamagedExportError, is_whole
from knowledge.models.fast_tokenizer import FastTokenizer
from knowledge.models.openvino_runtime import ExportedNetwork, Precision, export
from knowledge.ports import Vectors

_EXAMPLE = (
    PROMPTS["query"] + "党建与业务怎样结合？",
    PROMPTS["passage"] + "支部与项目部合署办公，党员牵头攻关，把支部建在项目上。",
)
"""A question and a passage: what an export is asked whenever it is loaded, and short like a question."""


class ExportedEncoder:
    """Turns texts into vectors; safe to share between threads.

    Args:
        models: The folder of models.
        precision: `auto` computes in bf16 where the processor does so natively, else in fp32.

    Raises:
        ExportError: There is no export, it is damaged, or openvino cannot be used.
    """

    def __init__(self, models: Path, *, precision: Precision = "auto") -> None:
        folder = export_folder(models)
        self._network = ExportedNetwork(folder, precision=precision)
        self._tokenizer = FastTokenizer(folder / TOKENIZER, limit=MAX_TOKENS)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a question, of any length, shape (n, dimensions)."""
        return self._rows(PROMPTS["query"], texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, of any length, shape (n, dimensions)."""
        return self._rows(PROMPTS["passage"], texts)

    def _rows(self, prompt: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self._network.dimensions), dtype=np.float32)
        return np.stack(self._network.rows(self._tokenizer.encode([prompt + text for text in texts])))


def export_bundled(models: Path) -> Path:
    """Export the bundled model, in the place of an export that is there, and return the folder.

    Raises:
        ExportError: openvino cannot be used here.
        OSError: The folder cannot be written.
    """
    from knowledge.models.torch_encoder import sentence_network

    source = models / BUNDLED_MODEL
    tokenizer = FastTokenizer(source / TOKENIZER, limit=MAX_TOKENS)
    folder = export_folder(models)
    export(sentence_network(str(source)), tokenizer.encode(_EXAMPLE), folder, tokenizer=source / TOKENIZER)
    return folder


def checked_precision(models: Path) -> Precision:
    """Look at every byte of the export and at what it computes; return in what: `bf16` or `fp32`.

    Raises:
        ExportError: The bundled model is read by torch instead; says why.
    """
    network = ExportedNetwork(export_folder(models))
    if not is_whole(export_folder(models)):
        raise DamagedExportError
    return network.precision
