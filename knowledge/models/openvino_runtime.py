"""Networks as openvino reads them: exported once (`openvino_export`), run ever after without torch.

An export holds the network, its weights and its table of tokens in half precision, the tokenizer, what openvino made of
the network for this processor (`compiled`, made anew where it does not fit), and a record with checksums and the answer
that torch gave to an example. Loading asks the example again: a damaged file, and a processor that computes something
else, are found before anybody reads a vector.

The table, most of the weights, stays in its file: of a question some twenty rows are read. openvino would keep a copy
of it in memory, of twice the size (docs/decisions/0172).

Only this module imports openvino. Nothing here opens a connection: openvino reports every import to its makers by way
of `openvino_telemetry`, and that package is kept out.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.models.export_record import (
    NETWORK,
    TABLE,
    DamagedExportError,
    ExportError,
    ExportRecord,
    OpenVinoMissingError,
    read_record,
)

if TYPE_CHECKING:
    import openvino

Precision = Literal["auto", "bf16", "fp32"]

Tokens = Sequence[int]
"""Ids of one input, in order, without padding."""

Floats = NDArray[np.float32]

BATCH = 8
"""Inputs at a time (docs/decisions/0100). Whoever comes in between waits for one batch at most."""

AT_ONCE = 2
"""Batches that openvino has in hand, one of which it computes: so that a question waits for one batch of passages and
not until their thread lets go of the model."""

PADDED_TO = 16
"""Tokens: inputs are padded to a multiple of it, so that few shapes are met; each costs memory and is prepared once."""

TOLERATED = 0.05
"""Length of the difference to torch's answer, of the length of that answer; bf16 stays below .01."""

HALF = np.dtype("<f2")
"""Of a number in the table."""

EMBEDDED = "embedded"
"""Input of an exported network: of each token its row of the table, in fp32."""

COMPILED = "compiled"
"""Folder in the export: what openvino keeps of its own work."""


class ExportedNetwork:
    """A network that takes tokens and gives numbers; safe to share between threads.

    Args:
        folder: As `export` wrote it.
        precision: `auto` computes in bf16 where the processor does so natively (AVX512_BF16, AMX), else in fp32.

    Raises:
        ExportError: It is not there or is damaged, openvino is not installed, or it computes something else here.
    """

    def __init__(self, folder: Path, *, precision: Precision = "auto") -> None:
        record = read_record(folder)
        self._table = np.memmap(folder / TABLE, dtype=HALF, mode="r", shape=record.table)
        self._compiled = _compiled(folder, precision)
        self._idle = [self._compiled.create_infer_request()]
        self._turn = BoundedSemaphore(AT_ONCE)
        self._is_per_token = self._compiled.output(0).partial_shape[1].is_dynamic
        try:
            compare(self.rows(record.example[:1]), record)  # the first one alone, which is short: the rest takes time
        except RuntimeError as error:  # constants of the network, such as shapes, are damaged
            raise DamagedExportError from error

    @property
    def precision(self) -> Precision:
        """In what is computed: `bf16` or `fp32`."""
        return "bf16" if "bf" in str(self._compiled.get_property("INFERENCE_PRECISION_HINT")) else "fp32"

    @property
    def dimensions(self) -> int:
        """Length of a row of a network that speaks of the whole input."""
        return int(self._compiled.output(0).partial_shape[-1].get_length())

    def run(self, given: Mapping[str, NDArray[np.int64]]) -> Floats:
        """Return what the network says of one batch, `input_ids` and `attention_mask`, each of shape (inputs, tokens).

        Returns:
            Shape (inputs, dimensions), or (inputs, tokens, …) of a network that speaks of each token.
        """
        with self._turn:
            try:
                request = self._idle.pop()
            except IndexError:
                request = self._compiled.create_infer_request()
            try:
                request.infer({**given, EMBEDDED: self._table[given["input_ids"]].astype(np.float32)})
                said: Floats = np.array(request.get_output_tensor(0).data, dtype=np.float32)
            finally:
                self._idle.append(request)
        return said

    def rows(self, inputs: Sequence[Tokens]) -> list[Floats]:
        """Return what the network says of each input, in the order given.

        Neighbours of like length go together, padded. Whatever a padded place holds is masked.

        Returns:
            Shape (dimensions,) each, or (tokens of that input, …) of a network that speaks of each token.
        """
        order = sorted(range(len(inputs)), key=lambda row: len(inputs[row]))
        said: dict[int, Floats] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            together = self.run(padded([inputs[row] for row in batch]))
            for row, one in zip(batch, together, strict=True):
                said[row] = one[: len(inputs[row])] if self._is_per_token else one
        return [said[row] for row in range(len(inputs))]


def compare(said: Sequence[Floats], record: ExportRecord) -> None:
    """Hold what was said of the example, or of its first part, against what torch said.

    Raises:
        ExportError: It is something else.
    """
    for row, wanted in zip(said, record.expected[: len(said)], strict=True):
        away = np.linalg.norm(np.ravel(row) - np.array(wanted, dtype=np.float32))
        if not away <= TOLERATED * np.linalg.norm(wanted):  # a NaN is none
            raise ExportError("转换后的模型算得的结果不对")


def padded(inputs: Sequence[Tokens]) -> dict[str, NDArray[np.int64]]:
    """Return `input_ids` and `attention_mask`, shape (inputs, tokens)."""
    longest = max(map(len, inputs))
    shape = len(inputs), -(-longest // PADDED_TO) * PADDED_TO
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, tokens in enumerate(inputs):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def openvino_library() -> Any:
    """Import openvino without what reports on its use (as a module, Any)."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # so says the import system: absent
    try:
        import openvino
    except (ImportError, OSError) as error:  # OSError: a library that is not for this machine
        raise OpenVinoMissingError from error
    return openvino


def _compiled(folder: Path, precision: Precision) -> openvino.CompiledModel:
    core = openvino_library().Core()
    if precision == "auto":
        # openvino's own choice is bf16 only where that is native; elsewhere it may be f16, which is none of ours.
        native = core.get_property("CPU", "INFERENCE_PRECISION_HINT")
        precision = "bf16" if native == openvino_library().Type.bf16 else "fp32"
    wanted = {
        "INFERENCE_PRECISION_HINT": {"bf16": "bf16", "fp32": "f32"}[precision],
        "PERFORMANCE_HINT": "LATENCY",  # one stream over all cores: two were no faster (docs/decisions/0100)
        "CACHE_MODE": "OPTIMIZE_SIZE",  # without the weights, which are mapped from their own file
    }
    cache = {"CACHE_DIR": str(folder / COMPILED)} if (folder / COMPILED).is_dir() else {}
    try:
        return core.compile_model(folder / NETWORK, "CPU", wanted | cache)
    except RuntimeError:  # what another account compiled may be unreadable; it can be done without
        return _compiled_anew(core, folder, wanted)


def _compiled_anew(core: openvino.Core, folder: Path, wanted: dict[str, str]) -> openvino.CompiledModel:
    try:
        return core.compile_model(folder / NETWORK, "CPU", wanted)
    except RuntimeError as error:
        raise DamagedExportError from error
