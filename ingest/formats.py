"""What a file is, by its content: its extension proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from ingest.problems import failure, remark
from knowledge.documents import Problem

_SAVE_AS_TEXT = "请另存为 .docx、.pdf 或 .txt 后再导入。"
_SIGNATURES = (
    (
        b"\x82\xffWPS",
        "wps2000",
        "这是 WPS 2000 及更早版本的文字文件，无法读取，请用 WPS 打开，另存为 .docx 后再导入。",
    ),
    (b"\x1f\x8b", "archive", "这是 .gz 或 .tar.gz 压缩包，请解压后把其中的文件放进文件夹再导入。"),
    (b"SQLite format 3\x00", "database", f"这是数据库文件，{_SAVE_AS_TEXT}"),
)
"""What a file that nothing reads begins with, from the formats' own specifications, and what to do with it."""

_SHAPES = (
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
"""What a file that has a reader begins with."""

_WEB_ARCHIVE_WITHIN = 4096
_WEB_ARCHIVE = re.compile(
    rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE
)
"""A page saved with its pictures (.mht): headers of mail, of which one says so (RFC 2557)."""

_MAIL = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|From|Received):", re.IGNORECASE)
"""A mail: lines of headers from the first on, of which one is never missing."""

_MAIL_LINE = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_SENT = re.compile(rb"^(?:To|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)
"""Headers of a mail that no browser writes above a page that it saves."""

_HEADERS_WITHIN = 16_384
_OUTLOOK_MAIL = "__properties_version1.0".encode("utf-16-le")
_OF_OFFICE = {"[Content_Types].xml", "OFD.xml", "mimetype"}
"""A zip that holds one of these at its top is the file of an office program."""

_LARGEST_DIRECTORY = 1 << 20
_DIRECTORY_END = b"PK\x05\x06"
_IPHONE = {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif"}
"""Bytes 4 to 12 of a HEIC picture."""

_WEB_PICTURE, _MEDIA = b"WEBP", b"RIFF"
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
    "doc": {".doc", ".wps", ".dot", ".wpt"},
    "xls": {".xls", ".et", ".xlt", ".ett"},
    "rtf": {".rtf", ".doc"},
    "pptx": {".pptx", ".ppsx", ".pptm", ".dps"},
    "ppt": {".ppt", ".pps", ".pot", ".dps", ".dpt"},
    "ofd": {".ofd"},
    "eml": {".eml"},
    "msg": {".msg"},
    "scan": {".pdf"},
    "image": {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif", ".webp"},
}

BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.02
"""More control bytes than this are no text: pages copied by hand hold a few, programs and data many."""

_NOT_TEXT = f"这不是文本文件，{_SAVE_AS_TEXT}"


def shape_of(data: bytes) -> str | None:
    """Return what needs a reader: `package`, `pdf`, `ole`, `rtf`, `image`, `mail` or `archive`; None for text."""
    if data.startswith(_PACKAGE):
        return "package"
    if is_heic(data) or data[8:12] == _WEB_PICTURE:
        return "image"
    for signature, shape in _SHAPES:
        if data.startswith(signature) and (shape != "image" or _looks_binary(data)):
            return shape
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    return "mail" if _is_mail(data[:_HEADERS_WITHIN]) else None


def is_heic(data: bytes) -> bool:
    """Tell a picture as phones of one maker take it."""
    return data[4:12] in _IPHONE


def holds_files(data: bytes) -> str | None:
    """Return `archive` or `mail` for what holds other files, each of which is read by itself."""
    shape = shape_of(data)
    if shape == "ole":
        return "mail" if _OUTLOOK_MAIL in data else None
    if shape == "package":
        return None if _is_of_office(data) else "archive"
    return shape if shape in {"archive", "mail"} else None


def _is_mail(head: bytes) -> bool:
    head = head.replace(b"\r\n", b"\n")
    is_mail = _MAIL.match(head) is not None and _MAIL_LINE.match(head) is not None
    return is_mail and (_WEB_ARCHIVE.match(head) is None or _SENT.search(head) is not None)


def _is_of_office(data: bytes) -> bool:
    """Tell the file of an office program from an archive by its directory; what has none is left to the readers."""
    end = data.rfind(_DIRECTORY_END)
    if end < 0 or end + 16 > len(data) or int.from_bytes(data[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY:
        return end < 0
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return True
    return not _OF_OFFICE.isdisjoint(names)


def refusal(data: bytes) -> Problem | None:
    """Return why these bytes cannot be used, or None."""
    if not data.strip():
        return failure("empty", "文件是空的，请确认内容后再导入。")
    for signature, code, message in _SIGNATURES:
        if data.startswith(signature):
            return failure(code, message)
    if data.startswith(_MEDIA) and shape_of(data) is None:
        return failure("media", f"这是音视频，{_SAVE_AS_TEXT}")
    if _WEB_ARCHIVE.match(data[:_WEB_ARCHIVE_WITHIN]) and not _is_mail(data[:_HEADERS_WITHIN]):
        return failure("web_archive", "这是网页归档（.mht），请在浏览器中打开，另存为 .html 后再导入。")
    is_marked = data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))
    return failure("binary", _NOT_TEXT) if shape_of(data) is None and not is_marked and _looks_binary(data) else None


def misnamed(path: Path, shape: str) -> Problem | None:
    """Return a remark if a file's extension says something else than its content."""
    if path.suffix.lower() in _SUFFIXES[shape]:
        return None
    message = f"文件名不是 {min(_SUFFIXES[shape])}，内容却是，已按内容读取。"
    return remark("misnamed", message)


def _looks_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) > _CONTROL_SHARE * len(data)
