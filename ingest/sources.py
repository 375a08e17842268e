"""Source files: found under folders, typed by content, their encoding decided strictly; the package's only reader."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.plausibility import plausibility
from knowledge.documents import Frozen, Problem, Severity
from knowledge.errors import BadRequestError

_SIGNATURES = (
    (b"%PDF", "这是 PDF 文件"),
    (b"PK\x03\x04", "这是 Word、Excel 文件或压缩包"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word、Excel 文件"),
    (b"\x89PNG", "这是图片"),
    (b"\xff\xd8\xff", "这是图片"),
    (b"GIF8", "这是图片"),
    (b"II*\x00", "这是图片"),
    (b"MM\x00*", "这是图片"),
    (b"RIFF", "这是图片或音视频"),
    (b"Rar!", "这是压缩包"),
    (b"7z\xbc\xaf", "这是压缩包"),
    (b"\x1f\x8b", "这是压缩包"),
    (b"{\\rtf", "这是 RTF 文件"),
    (b"SQLite format 3\x00", "这是数据库文件"),
)
"""What a file begins with, and what to call it; from the formats' own specifications."""

_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.02
"""More control bytes than this are no text: pages copied by hand hold a few, programs and data many."""

_MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body)", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")

_PLAUSIBLE = 0.35
"""Least share of common characters; 400 files had 0.54 to 0.9, wrongly decoded below 0.06."""

_MARGIN = 0.2
"""By how much one encoding must look better than the other; anything less is left to a person."""


class SourceText(Frozen):
    """A source file that can be read: `text` is `data.decode(encoding)`, newlines and BOM as they are."""

    path: str
    data: bytes
    sha256: str
    encoding: str
    text: str


class Rejected(Frozen):
    """A source file that cannot be used, and one sentence saying what to do."""

    path: str
    problem: Problem


def find_sources(paths: Iterable[Path]) -> list[Path]:
    """Return the files that the paths name, and those below them, sorted, each once, by absolute path.

    Hidden files and the lock files of office programs are passed over.

    Raises:
        BadRequestError: A path does not exist, a folder cannot be opened, or nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_files_at(plain(path))))
    if not found:
        raise BadRequestError("没有找到任何材料：所给的文件夹是空的，请放入 .txt 或 .md 文件后再试。")
    return list(found)


def plain(path: Path) -> Path:
    """Return the absolute path without `.` and `..`, so that one file has one name however it was reached."""
    return Path(os.path.normpath(path.expanduser().absolute()))


def read_source(path: Path) -> SourceText | Rejected:
    """Read one file whole and decide what it is; never raises for a bad file."""
    try:
        data = path.read_bytes()
    except PermissionError:
        return _rejected(path, "unreadable", "没有权限读取这个文件，请检查文件权限后再导入。")
    except OSError as error:
        return _rejected(path, "unreadable", f"读不出这个文件（{error.strerror}），请确认它完好后再导入。")
    return _refused(path, data) or _decoded(path, data)


def _files_at(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _files_below(path)
    elif path.exists():
        yield path
    else:
        raise BadRequestError(f"找不到 {path}，请检查路径是否写对。")


def _files_below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise BadRequestError(f"打不开文件夹 {error.filename}，请检查权限。") from error

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and (Path(parent) / name).is_file():
                yield Path(parent) / name


def _refused(path: Path, data: bytes) -> Rejected | None:
    """Return why these bytes are no text, or None."""
    if not data.strip():
        return _rejected(path, "empty", "文件是空的，请确认内容后再导入。")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return _rejected(path, "not_text", f"{name}，目前只收文本，请另存为 .txt 或 .md 后再导入。")
    if not data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)) and _looks_binary(data):
        return _rejected(path, "binary", "这不是文本文件，请另存为 .txt 或 .md 后再导入。")
    return None


def _looks_binary(data: bytes) -> bool:
    return b"\x00" in data or len(_CONTROL.findall(data)) > _CONTROL_SHARE * len(data)


def _decoded(path: Path, data: bytes) -> SourceText | Rejected:
    encoding = decide_encoding(data)
    if encoding is None:
        return _rejected(path, "unknown_encoding", "判断不出文字编码，请用记事本打开，另存为 UTF-8 编码后再导入。")
    text = data.decode(encoding)
    if _MARKUP.match(text.lstrip("\ufeff")):
        return _rejected(path, "web_source", "这是网页源代码，请在浏览器中打开，把正文另存为文本后再导入。")
    if not _HAN.search(text):
        return _rejected(path, "no_chinese", "文件里没有中文正文，没有可入库的内容。")
    return SourceText(path=str(path), data=data, sha256=hashlib.sha256(data).hexdigest(), encoding=encoding, text=text)


def decide_encoding(data: bytes) -> str | None:
    """Return the one encoding that these bytes are in, or None if that is not certain.

    The answer decodes them strictly, keeping a byte order mark as a character: bytes are never dropped. Almost any
    bytes decode as GB 18030, so it and Big5 are believed only if the result reads like Chinese.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding if _decodes(data, encoding) else None
    if _decodes(data, "utf-8"):
        return "utf-8"
    return _likelier(data)


def _likelier(data: bytes) -> str | None:
    """Choose between GB 18030 and Big5 by how much the text reads like Chinese."""
    candidates = [encoding for encoding in ("gb18030", "big5") if _decodes(data, encoding)]
    scored = sorted(((plausibility(data.decode(encoding)), encoding) for encoding in candidates), reverse=True)
    if not scored or scored[0][0] < _PLAUSIBLE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
        return None
    return scored[0][1]


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _rejected(path: Path, code: str, message: str) -> Rejected:
    return Rejected(path=str(path), problem=Problem(code=code, severity=Severity.ERROR, message=message))
