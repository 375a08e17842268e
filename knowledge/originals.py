"""The source files as they came, kept in the home under the hash of their bytes."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents import Document
from knowledge.errors import StorageError

FOLDER = "originals"


def original_path(home: Path, sha256: str) -> Path:
    """Return where the file with these bytes is kept."""
    return home / FOLDER / sha256


def original_text(home: Path, document: Document) -> str:
    """Return the whole text of the document's source file, before any repair.

    Raises:
        StorageError: The kept file is gone or cannot be read.
    """
    try:
        return original_path(home, document.sha256).read_bytes().decode(document.encoding)
    except OSError as error:
        raise StorageError("原文件的存档读不出来；请运行 ronghe doctor 检查，或重新装入该文件。") from error
