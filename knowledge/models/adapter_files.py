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


def judge_folder(models: Path, adapter: Path = ADAPTER) -> Path:
    """Return where the judge lies for openvino: another adapter has another folder.

    Raises:
        ExportError: There is no adapter.
    """
    try:
        return models / f"judge-{sha256(adapter.read_bytes()).hexdigest()[:12]}.openvino"
    except OSError as error:
        raise ExportError(BROKEN) from error
