"""Networks exported to OpenVINO: written once, with torch; read ever after by openvino alone.

A folder of an export is complete or not there: it is written under another name first. It holds the network, its
weights in half precision, the tokenizer, what openvino made of the network for this processor (`compiled`, made anew
where it does not fit), and a record with checksums and the answer that torch gave to an example. Loading asks the
example again: a damaged file, and a processor that computes something else, are found before anybody reads a vector.

Only this module imports openvino. Nothing here opens a connection: openvino reports every import to its makers by way
of `openvino_telemetry`, and that package is kept out.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.models.export_record import (
    NETWORK,
    RECORD,
    TOKENIZER,
    WEIGHTS,
    DamagedExportError,
    ExportError,
    ExportRecord,
    OpenVinoMissingError,
    read_record,
    written_file,
)

if TYPE_CHECKING:
    import openvino
    import torch

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
        self._compiled = _compiled(folder, precision)
        self._idle = [self._compiled.create_infer_request()]
        self._turn = BoundedSemaphore(AT_ONCE)
        self._is_per_token = self._compiled.output(0).partial_shape[1].is_dynamic
        try:
            _compare(self.rows(record.example[:1]), record)  # the first one alone, which is short: the rest takes time
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

    def run(self, input_ids: NDArray[np.int64], attention_mask: NDArray[np.int64]) -> Floats:
        """Return what the network says of one batch, both inputs of shape (inputs, tokens).

        Returns:
            Shape (inputs, dimensions), or (inputs, tokens, …) of a network that speaks of each token.
        """
        with self._turn:
            try:
                request = self._idle.pop()
            except IndexError:
                request = self._compiled.create_infer_request()
            try:
                request.infer({"input_ids": input_ids, "attention_mask": attention_mask})
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
            together = self.run(*_padded([inputs[row] for row in batch]))
            for row, one in zip(batch, together, strict=True):
                said[row] = one[: len(inputs[row])] if self._is_per_token else one
        return [said[row] for row in range(len(inputs))]


def export(network: torch.nn.Module, example: Sequence[Tokens], folder: Path, *, tokenizer: Path) -> None:
    """Write a network of torch into a folder, in the place of an export that is there.

    Args:
        network: Takes `input_ids` and `attention_mask`, both of shape (inputs, tokens), and returns one tensor of shape
            (inputs, dimensions) or (inputs, tokens, …). In fp32, in evaluation mode; it is left as it is.
        example: Two inputs or more, of different lengths, so that padding is part of what is traced and compared; the
            first one is asked again whenever the export is loaded.
        folder: Made; a reader of the old one goes on reading it.
        tokenizer: A `tokenizer.json`, which is copied.

    Raises:
        ExportError: openvino is not installed, cannot convert the network, or says something else than torch.
        OSError: The folder cannot be written.
    """
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True)
    shutil.copyfile(tokenizer, unfinished / TOKENIZER)
    expected = _converted(network, example, unfinished)
    record = ExportRecord(
        files={name: written_file(unfinished / name) for name in (NETWORK, WEIGHTS, TOKENIZER)},
        example=tuple(tuple(tokens) for tokens in example),
        expected=tuple(tuple(np.ravel(row).tolist()) for row in expected),
    )
    (unfinished / RECORD).write_text(record.model_dump_json() + "\n", encoding="utf-8")
    _compare(ExportedNetwork(unfinished, precision="fp32").rows(example), record)
    _put_in_place(unfinished, folder)
    (folder / COMPILED).mkdir()
    ExportedNetwork(folder)  # compiled now, so that the first reader need not
    for file in (folder / COMPILED).iterdir():
        file.chmod((folder / RECORD).stat().st_mode)  # openvino writes for its own account; models are shared


def _put_in_place(unfinished: Path, folder: Path) -> None:
    for file in filter(Path.is_file, unfinished.rglob("*")):
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    before = folder.with_name(f".{folder.name}.before")
    if before.exists():
        shutil.rmtree(before)
    if folder.exists():
        folder.rename(before)
    unfinished.rename(folder)
    if before.exists():
        shutil.rmtree(before)


def _compare(said: Sequence[Floats], record: ExportRecord) -> None:
    for row, wanted in zip(said, record.expected[: len(said)], strict=True):
        away = np.linalg.norm(np.ravel(row) - np.array(wanted, dtype=np.float32))
        if not away <= TOLERATED * np.linalg.norm(wanted):  # a NaN is none
            raise ExportError("转换后的模型算得的结果不对")


def _padded(inputs: Sequence[Tokens]) -> Iterator[NDArray[np.int64]]:
    """Yield ids and mask, shape (inputs, tokens)."""
    longest = max(map(len, inputs))
    shape = len(inputs), -(-longest // PADDED_TO) * PADDED_TO
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, tokens in enumerate(inputs):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    yield from (ids, mask)


def _openvino() -> Any:
    """Import openvino without what reports on its use (as a module, Any)."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # so says the import system: absent
    try:
        import openvino
    except (ImportError, OSError) as error:  # OSError: a library that is not for this machine
        raise OpenVinoMissingError from error
    return openvino


def _compiled(folder: Path, precision: Precision) -> openvino.CompiledModel:
    core = _openvino().Core()
    try:
        native = core.get_property("CPU", "INFERENCE_PRECISION_HINT")
    except RuntimeError as error:  # a processor that openvino is not made for
        raise OpenVinoMissingError from error
    if precision == "auto":
        # openvino's own choice is bf16 only where that is native; elsewhere it may be f16, which is none of ours.
        precision = "bf16" if native == _openvino().Type.bf16 else "fp32"
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


def _converted(network: torch.nn.Module, example: Sequence[Tokens], folder: Path) -> list[Floats]:
    """Write network and weights; return what torch says of the example, as `ExportedNetwork.rows` does."""
    import torch

    openvino = _openvino()
    inputs = dict(zip(("input_ids", "attention_mask"), map(torch.from_numpy, _padded(example)), strict=True))
    shape = ([-1, -1], openvino.Type.i64)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing is what openvino does, and what torch and the networks warn of
        said = network(**inputs).float().numpy()
        try:
            converted = openvino.convert_model(network, example_input=inputs, input=dict.fromkeys(inputs, shape))
        except RuntimeError as error:
            raise ExportError("OpenVINO 不能转换这个模型") from error
    openvino.save_model(converted, folder / NETWORK, compress_to_fp16=True)
    is_per_token = converted.output(0).partial_shape[1].is_dynamic
    return [row[: len(tokens)] if is_per_token else row for row, tokens in zip(said, example, strict=True)]
