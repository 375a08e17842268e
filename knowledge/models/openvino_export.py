"""Networks of torch written for openvino, once. A folder of an export is complete or not there."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.models.export_record import (
    NETWORK,
    RECORD,
    TABLE,
    TOKENIZER,
    WEIGHTS,
    ExportError,
    ExportRecord,
    written_file,
)
from knowledge.models.openvino_runtime import (
    COMPILED,
    EMBEDDED,
    HALF,
    ExportedNetwork,
    Floats,
    Tokens,
    compare,
    openvino_library,
    padded,
)

if TYPE_CHECKING:
    import openvino
    import torch


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
    expected, table = _converted(network, example, unfinished)
    record = ExportRecord(
        files={name: written_file(unfinished / name) for name in (NETWORK, WEIGHTS, TABLE, TOKENIZER)},
        table=table,
        example=tuple(tuple(tokens) for tokens in example),
        expected=tuple(tuple(np.ravel(row).tolist()) for row in expected),
    )
    (unfinished / RECORD).write_text(record.model_dump_json() + "\n", encoding="utf-8")
    compare(ExportedNetwork(unfinished, precision="fp32").rows(example), record)
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


def _converted(
    network: torch.nn.Module, example: Sequence[Tokens], folder: Path
) -> tuple[list[Floats], tuple[int, int]]:
    """Write network, weights and table.

    Returns:
        What torch says of the example, as `ExportedNetwork.rows` does, and the table's shape.
    """
    import torch

    openvino = openvino_library()
    inputs = {name: torch.from_numpy(each) for name, each in padded(example).items()}
    shape = ([-1, -1], openvino.Type.i64)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing is what openvino does, and what torch and the networks warn of
        said = network(**inputs).float().numpy()
        try:
            converted = openvino.convert_model(network, example_input=inputs, input=dict.fromkeys(inputs, shape))
        except RuntimeError as error:
            raise ExportError("OpenVINO 不能转换这个模型") from error
    table = _without_table(converted)
    table.tofile(folder / TABLE)
    openvino.save_model(converted, folder / NETWORK, compress_to_fp16=True)
    is_per_token = converted.output(0).partial_shape[1].is_dynamic
    rows = [row[: len(tokens)] if is_per_token else row for row, tokens in zip(said, example, strict=True)]
    return rows, (len(table), table.shape[1])


def _without_table(network: openvino.Model) -> NDArray[np.float16]:
    """Have a network be given the rows of its tokens, in the place of looking them up; return the table.

    Raises:
        ExportError: There is not one table that is looked up by the tokens.
    """
    openvino = openvino_library()
    tokens = network.input("input_ids").get_node()
    looked_up = [
        each
        for each in network.get_ops()
        if each.get_type_name() == "Gather"
        and _source(each, 1) == tokens
        and _source(each, 0).get_type_name() == "Constant"
    ]
    if len(looked_up) != 1:
        raise ExportError("OpenVINO 不能转换这个模型")
    (gather,) = looked_up
    table: NDArray[np.float16] = np.asarray(_source(gather, 0).data, dtype=HALF)
    given = openvino.opset13.parameter([-1, -1, table.shape[1]], openvino.Type.f32)
    given.output(0).set_names({EMBEDDED})
    gather.output(0).replace(given.output(0))
    network.add_parameters([given])
    network.validate_nodes_and_infer_types()
    return table


def _source(node: openvino.Node, number: int) -> openvino.Node:
    """Return where an input of a node comes from, beyond changes of type."""
    source = node.input(number).get_source_output().get_node()
    return _source(source, 0) if source.get_type_name() == "Convert" else source
