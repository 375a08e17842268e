from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch

from knowledge.models.export_record import (
    RECORD,
    TOKENIZER,
    WEIGHTS,
    ExportError,
    OpenVinoMissingError,
    is_whole,
)
from knowledge.models.openvino_runtime import BATCH, ExportedNetwork, Floats, Precision, export

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it reports every import
import openvino  # noqa: E402

ROOT = Path(__file__).parents[3]
EXAMPLE = [[3, 1, 4, 1, 5, 9, 2], [6, 5, 3]]
INPUTS = [[1 + (row * 7 + place) % 40 for place in range(1 + row * 5 % 37)] for row in range(3 * BATCH)]


class OfEachToken(torch.nn.Module):
    """Reads what stands around a token, as attention does: the sum over the input, without what is masked."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(7)
        self.rows = torch.nn.Embedding(50, 32)
        self.head = torch.nn.Linear(32, 1)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        read = self.rows(input_ids) * attention_mask[:, :, None]
        scores: torch.Tensor = self.head(read + read.sum(dim=1, keepdim=True))[:, :, 0]
        return scores


class OfTheWhole(OfEachToken):
    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        mean: torch.Tensor = (self.rows(input_ids) * attention_mask[:, :, None]).sum(dim=1)
        return mean / attention_mask.sum(dim=1, keepdim=True)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tokenizer") / TOKENIZER
    file.write_text("{}", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def exported(tokenizer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "scores"
    export(OfEachToken().eval(), EXAMPLE, folder, tokenizer=tokenizer)
    return folder


@pytest.fixture
def copied(exported: Path, tmp_path: Path) -> Path:
    return shutil.copytree(exported, tmp_path / "copied")


def alone(network: torch.nn.Module, tokens: list[int]) -> Floats:
    with torch.no_grad():
        said: Floats = network(torch.tensor([tokens]), torch.ones(1, len(tokens), dtype=torch.int64))[0].numpy()
    return said


@pytest.mark.parametrize(("precision", "close"), [("fp32", 1e-3), ("bf16", 0.05)])
def test_each_input_gets_what_torch_says_of_it_alone(precision: Precision, close: float, exported: Path) -> None:
    """Sorting, batches and padding change nothing: one row an input, in order, one score a token."""
    rows = ExportedNetwork(exported, precision=precision).rows(INPUTS)
    for row, tokens in zip(rows, INPUTS, strict=True):
        wanted = alone(OfEachToken(), tokens)
        assert row.shape == (len(tokens),)
        assert row.dtype.name == "float32"
        assert np.abs(row - wanted).max() <= close * max(1, np.abs(wanted).max())


def test_a_network_may_speak_of_the_whole_input(tokenizer: Path, tmp_path: Path) -> None:
    """What is no score a token is a row of fixed length."""
    export(OfTheWhole().eval(), EXAMPLE, tmp_path / "vectors", tokenizer=tokenizer)
    rows = ExportedNetwork(tmp_path / "vectors", precision="fp32").rows(INPUTS)
    assert np.stack(rows) == pytest.approx(np.stack([alone(OfTheWhole(), each) for each in INPUTS]), abs=1e-3)


def test_nothing_asked_is_nothing_said(exported: Path) -> None:
    """An empty list is an empty list."""
    assert ExportedNetwork(exported).rows([]) == []


def test_a_question_waits_for_one_batch_and_not_for_all(exported: Path) -> None:
    """While one thread has many inputs read, another is served in between: nobody keeps the network to himself."""
    network = ExportedNetwork(exported)
    order: list[str] = []
    many = [[1 + place % 40 for place in range(400)]] * (60 * BATCH)

    def read(name: str, inputs: list[list[int]]) -> None:
        network.rows(inputs)
        order.append(name)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(read, "many", many)
        threads.submit(read, "one", [[1, 2]])
        first.result()
    assert order == ["one", "many"]


def test_threads_share_a_network(exported: Path) -> None:
    """Each thread gets its own answer."""
    network = ExportedNetwork(exported)
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda each: network.rows([each])[0], INPUTS))
    for row, tokens in zip(at_once, INPUTS, strict=True):
        assert np.array_equal(row, network.rows([tokens])[0])


def test_what_was_compiled_is_used_again(exported: Path) -> None:
    """The export compiles for the processor it runs on, and whoever loads it finds that."""
    assert ExportedNetwork(exported)._compiled.get_property("LOADED_FROM_CACHE")


def test_an_export_takes_the_place_of_another(tokenizer: Path, copied: Path) -> None:
    """Nothing is left beside it, also of an export that was killed half-way."""
    (copied.parent / f".{copied.name}.unfinished").mkdir()
    export(OfTheWhole().eval(), EXAMPLE, copied, tokenizer=tokenizer)
    assert [path.name for path in copied.parent.iterdir()] == [copied.name]
    assert ExportedNetwork(copied).rows([[1, 2]])[0].shape == (32,)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def overwritten(file: Path) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize("file", ["model.xml", "model.bin", "tokenizer.json", "export.json"])
@pytest.mark.parametrize("damage", [cut_short, overwritten, Path.unlink])
def test_damage_is_one_sentence(file: str, damage: object, copied: Path) -> None:
    """Whichever file it is and whatever happened to it: never another error, never a wrong number."""
    assert callable(damage)
    damage(copied / file)
    assert not is_whole(copied)
    with pytest.raises(ExportError, match=r"已损坏|尚未转换"):
        ExportedNetwork(copied)


def test_damage_to_what_was_compiled_is_made_good(copied: Path, exported: Path) -> None:
    """It is derived from the rest, so that nobody need hear of it."""
    ExportedNetwork(copied)
    for blob in (copied / "compiled").iterdir():
        blob.chmod(0o600)
        overwritten(blob)
    assert np.array_equal(ExportedNetwork(copied).rows(INPUTS)[5], ExportedNetwork(exported).rows(INPUTS)[5])


def test_an_export_that_is_not_there_says_so(tmp_path: Path) -> None:
    """A folder that was never written is told from one that was damaged."""
    with pytest.raises(ExportError, match="尚未转换"):
        ExportedNetwork(tmp_path / "nothing")
    assert not is_whole(tmp_path / "nothing")


def test_a_whole_export_is_whole(exported: Path) -> None:
    """Every byte is read and compared."""
    assert is_whole(exported)
    assert {RECORD, WEIGHTS} <= {file.name for file in exported.iterdir()}


def run(code: str, **environment: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ) | environment
    )
    return done.stdout + done.stderr


def test_a_missing_openvino_is_one_sentence(exported: Path) -> None:
    """As on a machine for which there is no build of it."""
    code = (
        "import sys; sys.modules['openvino'] = None\n"
        "from pathlib import Path; from knowledge.models.openvino_runtime import ExportedNetwork\n"
        "from knowledge.models.export_record import ExportError\n"
        f"try: ExportedNetwork(Path({str(exported)!r}))\n"
        "except ExportError as error: print(error)"
    )
    assert run(code) == "本机没有可用的 OpenVINO\n"


class WithoutProcessor(openvino.Core):  # type: ignore[misc]  # it tells no types
    """An openvino whose part for processors does not load: it is asked for a device that it has not."""

    def get_property(self, _device: str, name: str) -> object:
        return super().get_property("NONE", name)


def test_a_processor_that_openvino_is_not_made_for_is_one_sentence(
    exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """openvino is there, but has nothing to compute with: as if it were not."""
    monkeypatch.setattr(openvino, "Core", WithoutProcessor)
    for precision in get_args(Precision):
        with pytest.raises(OpenVinoMissingError, match="本机没有可用的 OpenVINO"):
            ExportedNetwork(exported, precision=precision)


def test_nothing_is_reported_to_the_makers(exported: Path, tmp_path: Path) -> None:
    """openvino would open a connection on import, and keep a file about it in the person's folder; ours does not."""
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise SystemExit('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pathlib import Path; from knowledge.models.openvino_runtime import ExportedNetwork\n"
        f"ExportedNetwork(Path({str(exported)!r}))\n"
        "print(sys.modules['openvino_telemetry'], 'torch' in sys.modules)"
    )
    assert run(code, HOME=str(tmp_path)) == "None False\n"
    assert list(tmp_path.iterdir()) == []
