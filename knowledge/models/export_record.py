"""What stands beside an exported network: what its files were when they were written, and what it has to answer."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

from pydantic import ValidationError

from knowledge.documents import Frozen

NETWORK, WEIGHTS, TOKENIZER = "model.xml", "model.bin", "tokenizer.json"
RECORD = "export.json"


class ExportError(Exception):
    """An export cannot be used; the message says why, in Chinese, as a clause of a sentence."""


class DamagedExportError(ExportError):
    """Its files are not what was written."""

    def __init__(self) -> None:
        super().__init__("转换后的文件已损坏")


class OpenVinoMissingError(ExportError):
    """There is no build of openvino for this machine, or it is not installed."""

    def __init__(self) -> None:
        super().__init__("本机没有可用的 OpenVINO")


class WrittenFile(Frozen):
    """What a file of an export was when it was written; `size` in bytes."""

    size: int
    sha256: str


class ExportRecord(Frozen):
    """What an export was made of."""

    files: dict[str, WrittenFile]
    example: tuple[tuple[int, ...], ...]
    """Ids, one row an input."""

    expected: tuple[tuple[float, ...], ...]
    """What torch answered in fp32, one row an input, flat."""


def written_file(file: Path) -> WrittenFile:
    """Return what a file is now; reads all of it."""
    with file.open("rb") as stream:
        return WrittenFile(size=file.stat().st_size, sha256=file_digest(stream, "sha256").hexdigest())


def read_record(folder: Path) -> ExportRecord:
    """Return the record of an export whose files are as written; of the weights the size alone is looked at.

    Reading the weights would take longer than loading them; one that was cut short must not even be mapped.

    Raises:
        ExportError: The export is not there or is damaged.
    """
    if not folder.is_dir():
        raise ExportError("模型尚未转换为 OpenVINO 格式")
    try:
        record = ExportRecord.model_validate_json((folder / RECORD).read_bytes())
        if all(_is_as_written(folder / name, file) for name, file in record.files.items()):
            return record
    except (OSError, ValidationError) as error:
        raise DamagedExportError from error
    raise DamagedExportError


def is_whole(folder: Path) -> bool:
    """Tell whether an export is there and every byte of it is what was written; reads all of it."""
    try:
        record = read_record(folder)
        return written_file(folder / WEIGHTS) == record.files[WEIGHTS]
    except ExportError:
        return False


def _is_as_written(file: Path, written: WrittenFile) -> bool:
    return file.stat().st_size == written.size if file.name == WEIGHTS else written_file(file) == written
