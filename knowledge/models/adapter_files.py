"""Where the judge's weights lie, and its export: looked at by every set-up, so that nothing heavy is imported here."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from knowledge.models.export_record import ExportError

ADAPTER = Path(__file__).parent / "judge" / "adapter.safetensors"

BROKEN = "判断模型的权重缺失或已损坏"


def calibration_file(adapter: Path) -> Path:
    """Return where the calibration of an adapter lies: beside it, so that it can be read and fitted anew."""
    return adapter.with_name("calibration.json")


def sides_file(adapter: Path) -> Path:
    """Return where the weights lie that find the sides of a question, beside the adapter whose network they read."""
    return adapter.with_name("sides.safetensors")


def leaning_file(adapter: Path) -> Path:
    """Return where the weights lie that say whether a question leans on another, likewise."""
    return adapter.with_name("leaning.safetensors")


def judge_folder(models: Path, adapter: Path = ADAPTER) -> Path:
    """Return where the judge lies for openvino: another adapter has another folder.

    Raises:
        ExportError: There is no adapter.
    """
    try:
        return models / f"judge-{sha256(adapter.read_bytes()).hexdigest()[:12]}.openvino"
    except OSError as error:
        raise ExportError(BROKEN) from error
