"""Office files are zip archives: looked through before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from ingest.problems import fault
from ingest.readers.extraction import UnreadableError

MOST_MEMBERS = 2_000
LARGEST = 200 * 1024 * 1024
"""Bytes of all members together."""

RATIO = 100
RATIO_MATTERS = 10 * 1024 * 1024
"""Bytes; a small archive may be as dense as it likes."""

_PIECE = 1 << 20
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_XML = (".xml", ".rels")


def unreadable(code: str, message: str) -> UnreadableError:
    """Return the error for a file that cannot be used."""
    return UnreadableError(fault(code, message))


def open_package(data: bytes) -> zipfile.ZipFile:
    """Return an archive that is safe to read.

    Raises:
        UnreadableError: It is damaged, encrypted, an archive of archives, too large, or its XML declares a type.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise unreadable("damaged", "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。") from error
    members = package.infolist()
    _check_members(members, len(data))
    for member in members:
        if member.filename.lower().endswith(_XML):
            _check_declarations(package, member)
    return package


def kind_of_package(package: zipfile.ZipFile) -> str:
    """Return `docx`, `xlsx`, `pptx` or `ofd`.

    Raises:
        UnreadableError: It is something else, named with what to do.
    """
    names = set(package.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "OFD.xml" in names:
        return "ofd"
    if "ppt/presentation.xml" in names:
        return "pptx"
    if "mimetype" in names and "content.xml" in names:
        raise unreadable(
            "open_document", "这是 OpenDocument 文件（.odt、.ods），请用办公软件另存为 .docx 或 .xlsx 后再导入。"
        )
    raise unreadable("archive", "这是压缩包，请解压后把其中的文件放进文件夹再导入。")


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    names = [member.filename for member in members]
    total = sum(member.file_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。")
    if len(names) != len(set(names)) or any(name.lower().endswith((".zip", ".rar", ".7z")) for name in names):
        raise unreadable("suspicious", "文件内部结构异常（重名成员或内含压缩包），未作读取，请用办公软件另存后再导入。")
    too_dense = total > RATIO_MATTERS and total > RATIO * packed
    if len(members) > MOST_MEMBERS or total > LARGEST or too_dense:
        raise unreadable("too_large", "文件展开后过大，未作读取，请拆分或另存后再导入。")


def _check_declarations(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end, so that a false size shows, and refuse a document type declaration."""
    read, tail = 0, b""
    try:
        with package.open(member) as stream:
            while piece := stream.read(_PIECE):
                read += len(piece)
                if any(doctype in tail + piece for doctype in _DOCTYPES):
                    raise unreadable(
                        "suspicious", "文件内含外部声明（DOCTYPE），有安全风险，未作读取，请用办公软件另存后再导入。"
                    )
                if read > LARGEST:
                    raise unreadable("too_large", "文件展开后过大，未作读取，请拆分或另存后再导入。")
                tail = piece[-32:]
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise unreadable("damaged", "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。") from error
