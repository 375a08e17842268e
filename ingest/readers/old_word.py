"""Documents of Word 97 to 2003 and of WPS (.doc, .wps): written anew as .docx, then read as one.

So both forms of one text give the same lines: list numbers, tables, notes and hidden words are decided in one place.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from ingest.problems import doubt
from ingest.readers.extraction import Extraction, ReaderMark
from ingest.readers.packages import open_package, unreadable
from ingest.readers.word import read_word

_OBJECT = "\ufffc"
"""Stands where a picture or an object is anchored."""

_CLASS_ID = slice(8, 24)
"""Bytes of the header that must be zero and often are not, in files made by WPS."""

_BROKEN_NUMBERS = "NUMBERING_TABLE_MALFORMED"
_DAMAGED = "文件不完整或已损坏，请重新取得原件，或用办公软件打开，另存为 .docx 后再导入。"


def read_old_word(data: bytes) -> Extraction:
    """Return the text of a document.

    Raises:
        UnreadableError: It is damaged or encrypted.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, written = Path(folder, "a.doc"), Path(folder, "a.docx")
        source.write_bytes(data[: _CLASS_ID.start] + bytes(16) + data[_CLASS_ID.stop :])
        try:
            report = convert(source, written).report
        except EncryptedDocumentError as error:
            raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。") from error
        except (Doc2DocxError, OSError, *_FAULTS) as error:
            raise unreadable("damaged", _DAMAGED) from error
        package = written.read_bytes()
    found = read_word(open_package(package), package)
    remarks = [_UNNUMBERED] if any(each.code == _BROKEN_NUMBERS for each in report.diagnostics) else []
    return _without_objects(found).model_copy(update={"format": "doc", "problems": (*found.problems, *remarks)})


_FAULTS = (ArithmeticError, LookupError, TypeError, ValueError)
"""What the converter may let through; damaged files gave none, but it is young."""

_UNNUMBERED = doubt("numbers_lost", "自动编号的定义已损坏，编号可能缺失，请对照原件核对，或另存为 .docx 后重新导入。")


def _without_objects(found: Extraction) -> Extraction:
    """Take out the signs of anchored objects; what is marked moves with its words."""
    kept = [at for at, character in enumerate(found.text) if character != _OBJECT]
    if len(kept) == len(found.text):
        return found
    text = "".join(found.text[at] for at in kept)
    return found.model_copy(update={"text": text, "marks": tuple(_moved(found))})


def _moved(found: Extraction) -> Iterator[ReaderMark]:
    for mark in found.marks:
        before = found.text.count(_OBJECT, 0, mark.start)
        within = found.text.count(_OBJECT, mark.start, mark.end)
        yield mark.model_copy(update={"start": mark.start - before, "end": mark.end - before - within})
