from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.diagnosis import model_checks, setting_checks
from bot.settings import Settings
from knowledge.models import judging
from knowledge.models.adapter_files import ADAPTER, judge_folder
from knowledge.models.bundled import BUNDLED_MODEL, export_folder

MODEL, URL, KEY = "RONGHE_CHAT_MODEL", "RONGHE_CHAT_BASE_URL", "RONGHE_CHAT_API_KEY"


@pytest.mark.parametrize(
    ("environment", "ok", "says"),
    [
        ({}, True, "未设置"),
        ({MODEL: "openai:m", KEY: "k"}, True, "openai:m"),
        ({MODEL: "openai:m", URL: "http://127.0.0.1:8000/v1"}, True, "openai:m"),
        ({MODEL: "openai:m"}, False, KEY),
        ({MODEL: "openai:m", URL: "127.0.0.1:8000", KEY: "k"}, False, URL),
        ({MODEL: "openai:m", URL: "http://a:port/v1", KEY: "k"}, False, URL),
        ({MODEL: "nobody:m", KEY: "k"}, False, "nobody:m"),
        ({MODEL: "m", KEY: "k"}, False, "提供方:模型"),
    ],
)
def test_chat_settings_are_checked_without_sending(
    environment: dict[str, str], *, ok: bool, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing key, a broken address and an unknown provider are each named; no model at all is in order."""
    for name in (MODEL, URL, KEY):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    check = next(check for check in setting_checks(Settings(_env_file=None)) if check.name == "chat")
    assert check.ok is ok
    assert says in check.message


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of models of one's own, of which the export may be damaged."""
    built = Settings(_env_file=None).models
    (tmp_path / BUNDLED_MODEL).mkdir()
    shutil.copytree(export_folder(built), export_folder(tmp_path))
    return tmp_path


def runtime_of(models: Path, model: str = "bundled") -> list[tuple[bool, str]]:
    settings = Settings(_env_file=None).model_copy(update={"models": models, "embedding_model": model})
    return [(check.ok, check.message) for check in model_checks(settings) if check.name == "runtime"]


def test_by_what_the_bundled_model_is_read_is_one_line(models: Path) -> None:
    """The runtime and its precision where all is well; nothing of a model that somebody brought."""
    ((ok, message),) = runtime_of(models)
    assert ok
    assert message in {f"内置的向量模型由 OpenVINO 运行（{precision}）。" for precision in ("bf16", "fp32")}
    assert runtime_of(models, "acme/small") == runtime_of(models / "nowhere") == []


def test_a_model_that_was_not_exported_names_the_remedy(models: Path) -> None:
    """It works all the same, slower; make setup puts it right."""
    shutil.rmtree(export_folder(models))
    ((ok, message),) = runtime_of(models)
    assert not ok
    assert message == (
        "模型尚未转换为 OpenVINO 格式，内置的向量模型暂由 sentence-transformers 运行，速度较慢，结果相同；"
        "请运行 make setup。"
    )


def test_one_changed_byte_of_the_weights_is_found(models: Path) -> None:
    """The doctor reads all of them, which loading does not."""
    with (export_folder(models) / "model.bin").open("r+b") as weights:
        weights.seek(60_000_000)
        byte = weights.read(1)
        weights.seek(60_000_000)
        weights.write(bytes([byte[0] ^ 1]))
    ((ok, message),) = runtime_of(models)
    assert (ok, message[:10]) == (False, "转换后的文件已损坏，")


def test_a_machine_without_openvino_is_in_order(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can put that right, so that it is told and is no fault."""
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert runtime_of(models) == [
        (True, "本机没有可用的 OpenVINO，内置的向量模型由 sentence-transformers 运行，速度较慢，结果相同。")
    ]


def judge_line(models: Path, model: str = "bundled") -> tuple[bool, str]:
    settings = Settings(_env_file=None).model_copy(update={"models": models, "embedding_model": model})
    (check,) = (check for check in model_checks(settings) if check.name == "judge")
    return check.ok, check.message


@pytest.fixture
def judging_models(models: Path) -> Path:
    """The same folder with the judge in it."""
    built = Settings(_env_file=None).models
    if not ADAPTER.is_file() or not judge_folder(built).is_dir():
        pytest.skip("the judge is not beside the other models; make setup exports it")
    shutil.copytree(judge_folder(built), judge_folder(models))
    return models


UNUSABLE = "答复暂按语义相近程度挑选句子，准确程度较低；请运行 make setup，仍不能用的，请重新安装本程序。"


def test_the_judge_is_one_line(judging_models: Path) -> None:
    """It can be used, whatever model finds the passages."""
    line = (True, "判断模型可用：由它挑选能回答问题的句子。")
    assert judge_line(judging_models) == judge_line(judging_models, "acme/small") == line


def test_one_changed_byte_of_the_judge_is_found(judging_models: Path) -> None:
    """The doctor reads all of its weights too."""
    with (judge_folder(judging_models) / "model.bin").open("r+b") as weights:
        weights.seek(50_000_000)
        byte = weights.read(1)
        weights.seek(50_000_000)
        weights.write(bytes([byte[0] ^ 1]))
    assert judge_line(judging_models) == (False, f"判断模型不能使用：转换后的文件已损坏。{UNUSABLE}")


def test_a_judge_that_is_not_there_names_the_remedy(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its weights, or without their export, sentences are chosen all the same, less well."""
    monkeypatch.setattr(judging, "loaded", partial(judging.AdaptedJudge, adapter=models / "nowhere"))
    assert judge_line(models) == (False, f"判断模型不能使用：判断模型的权重缺失或已损坏。{UNUSABLE}")


def test_without_openvino_the_judge_is_no_fault(judging_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can put that right either."""
    monkeypatch.setitem(sys.modules, "openvino", None)
    ok, message = judge_line(judging_models)
    assert ok
    assert message == "本机没有可用的 OpenVINO，不能使用判断模型，答复按语义相近程度挑选句子，准确程度较低。"


HALF = {"WECOM_BOT_ID": "aib"}


def wecom_said(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[bool, str]:
    for name in ("BOT_ID", "SECRET", "ENDPOINT", "LABELS"):
        monkeypatch.delenv(f"RONGHE_WECOM_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"RONGHE_{name}", value)
    found = next(check for check in setting_checks(Settings(_env_file=None)) if check.name == "wecom")
    return found.ok, found.message


def test_settings_of_wecom_are_looked_at_without_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset is in order; half set and a vendor's cloud on an intranet are not; what may be shown is said."""
    assert wecom_said(monkeypatch)[0]
    ok, said = wecom_said(monkeypatch, **HALF)
    assert (ok, "RONGHE_WECOM_SECRET" in said) == (False, True)
    ok, said = wecom_said(monkeypatch, **HALF, WECOM_SECRET="s", WECOM_LABELS="public, dept:zzb")  # noqa: S106 - of no bot
    assert (ok, "公开" in said) == (True, True)
    ok, said = wecom_said(monkeypatch, **HALF, WECOM_SECRET="s", PROFILE="intranet")  # noqa: S106 - of no bot
    assert (ok, "intranet" in said) == (False, True)
