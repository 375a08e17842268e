"""What a file is, by its content: its extension proves nothing."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.documents import Problem, Severity

_SAVE_AS_TEXT = "请另存为 .docx、.pdf 或 .txt 后再导入。"
_SIGNATURES = (
    (
        b"\xd0\xcf\x11\xe0",
        "old_office",
        "这是旧版 Office 或 WPS 文件（.doc、.xls、.wps），请用办公软件另存为 .docx 或 .xlsx 后再导入。",
    ),
    (b"\x89PNG", "image", "这是图片，请先做文字识别（OCR），另存为文本后再导入。"),
    (b"\xff\xd8\xff", "image", "这是图片，请先做文字识别（OCR），另存为文本后再导入。"),
    (b"GIF8", "image", "这是图片，请先做文字识别（OCR），另存为文本后再导入。"),
    (b"II*\x00", "image", "这是图片，请先做文字识别（OCR），另存为文本后再导入。"),
    (b"MM\x00*", "image", "这是图片，请先做文字识别（OCR），另存为文本后再导入。"),
    (b"RIFF", "media", f"这是图片或音视频，{_SAVE_AS_TEXT}"),
    (b"Rar!", "archive", "这是压缩包，请解压后把其中的文件放进文件夹再导入。"),
    (b"7z\xbc\xaf", "archive", "这是压缩包，请解压后把其中的文件放进文件夹再导入。"),
    (b"\x1f\x8b", "archive", "这是压缩包，请解压后把其中的文件放进文件夹再导入。"),
    (b"{\\rtf", "rtf", "这是 RTF 文件，请用办公软件另存为 .docx 后再导入。"),
    (b"SQLite format 3\x00", "database", f"这是数据库文件，{_SAVE_AS_TEXT}"),
)
"""What a file begins with, from the formats' own specifications, and what to do with it."""

_WEB_ARCHIVE = re.compile(
    rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE
)
"""A page saved with its pictures (.mht): headers of mail, of which one says so (RFC 2557)."""

_WEB_ARCHIVE_WITHIN = 4096
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PACKAGE = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Bytes before which the signature stands, as readers of PDF have always allowed."""

LARGEST_FILE = 200 * 1024 * 1024
_SUFFIXES = {
    "docx": {".docx", ".docm", ".dotx"},
    "xlsx": {".xlsx", ".xlsm"},
    "pdf": {".pdf"},
    "html": {".html", ".htm", ".shtml"},
}

BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.02
"""More control bytes than this are no text: pages copied by hand hold a few, programs and data many."""

_NOT_TEXT = f"这不是文本文件，{_SAVE_AS_TEXT}"


def shape_of(data: bytes) -> str | None:
    """Return `package` or `pdf` for what needs a reader, None for text."""
    if data.startswith(_PACKAGE):
        return "package"
    return "pdf" if _PDF in data[:_PDF_WITHIN] else None


def refusal(data: bytes) -> Problem | None:
    """Return why these bytes cannot be used, or None."""
    if not data.strip():
        return _error("empty", "文件是空的，请确认内容后再导入。")
    for signature, code, message in _SIGNATURES:
        if data.startswith(signature):
            if code == "old_office" and _ENCRYPTED_OFFICE in data:
                return _error("encrypted", "文件设有密码，请解除密码后再导入。")
            return _error(code, message)
    if _WEB_ARCHIVE.match(data[:_WEB_ARCHIVE_WITHIN]):
        return _error("web_archive", "这是网页归档（.mht），请在浏览器中打开，另存为 .html 后再导入。")
    is_marked = data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))
    return _error("binary", _NOT_TEXT) if shape_of(data) is None and not is_marked and _looks_binary(data) else None


def misnamed(path: Path, shape: str) -> Problem | None:
    """Return a remark if a file's extension says something else than its content."""
    if path.suffix.lower() in _SUFFIXES[shape]:
        return None
    message = f"文件名不是 {min(_SUFFIXES[shape])}，内容却是，已按内容读取。"
    return Problem(code="misnamed", severity=Severity.INFO, message=message)


def _looks_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) > _CONTROL_SHARE * len(data)


def _error(code: str, message: str) -> Problem:
    return Problem(code=code, severity=Severity.ERROR, message=message)
