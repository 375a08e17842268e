"""Files in the compound format of Office 97 to 2003 and of WPS: which program made one, by its streams."""

from __future__ import annotations

import io

import olefile

from ingest.readers.extraction import Extraction
from ingest.readers.packages import unreadable

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a new file under a password; looked for in the bytes, for a damaged one is under it as well."""

_WORKBOOKS = {"Workbook", "Book"}


def read_old_office(data: bytes) -> Extraction:
    """Return the text of a document, a workbook, a presentation or a mail.

    Raises:
        UnreadableError: It is damaged, encrypted, or something else, named with what to do.
    """
    if _ENCRYPTED in data:
        raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。")
    names = _streams(data)
    if "WordDocument" in names:
        from ingest.readers.old_word import read_old_word

        return read_old_word(data)
    if names & _WORKBOOKS:
        from ingest.readers.old_sheets import read_old_sheets

        return read_old_sheets(data)
    if "__properties_version1.0" in names:
        from ingest.readers.outlook import read_message

        return read_message(data)
    if "PowerPoint Document" in names:
        from ingest.readers.old_slides import read_old_slides

        return read_old_slides(data)
    raise unreadable("old_office", "这是旧版办公软件的文件，认不出是哪一种，请打开后另存为 .docx 或 .xlsx 再导入。")


def _streams(data: bytes) -> set[str]:
    """Return the names of what stands at the top of the file."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return {path[0] for path in file.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:  # what olefile lets through from damaged files
        raise unreadable("damaged", "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。") from error
