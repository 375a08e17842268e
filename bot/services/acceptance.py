"""What may be brought at all, before anything of it is fetched: its name and its size tell."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from knowledge.secrecy import REFUSED, mark_of

_WRITTEN = {".docx", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".pptx", ".ppt", ".dps", ".txt", ".md", ".html", ".htm"}
_LISTED = {".xlsx", ".xls", ".et", ".csv"}
_HOLDING = {".eml", ".msg", ".zip", ".7z", ".rar"}
_PICTURED = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".heic"}
SUFFIXES = _WRITTEN | _LISTED | _HOLDING | _PICTURED
"""What ingest reads; what a file is, its content tells."""

MOST_BYTES = 200 * 1024 * 1024
"""Of one file; a channel may take less."""

EMPTY = "这份文件是空的（0字节），请检查后重新发送。"
TOO_LARGE = "文件超过{most}MB，不能在这里接收。请拆分后发送，或由管理员在命令行用 ronghe ingest 装入。"
UNKNOWN = (
    "不能读取这种文件。可以发送 Word、WPS、PDF、OFD、Excel、演示文稿、网页、文本、邮件、压缩包和图片，文件名要带后缀。"
)


def objection(name: str, size: int, *, most: int = MOST_BYTES) -> str:
    """Return why a file is not even to be fetched, in one sentence, or nothing.

    Args:
        name: What its sender calls it, with the folders that browsers name too; neither it nor what is wrong with it is
            repeated.
        size: In bytes.
        most: Bytes that the channel carries.
    """
    if any(mark_of("", part) is not None for part in PureWindowsPath(name).parts):
        return REFUSED
    if size == 0:
        return EMPTY
    if size > most:
        return TOO_LARGE.format(most=most // (1024 * 1024))
    return "" if suffix_of(name) in SUFFIXES else UNKNOWN


def suffix_of(name: str) -> str:
    """Return the ending of a name of either kind of system, with its dot, in small letters."""
    return PurePosixPath(_own_name(name)).suffix.lower()


def _own_name(name: str) -> str:
    return PureWindowsPath(name).name
