"""Source files: found under folders, typed by content, their encoding decided strictly; the package's only reader."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ingest.formats import BYTE_ORDER_MARKS, LARGEST_FILE, misnamed, refusal, shape_of
from ingest.plausibility import plausibility
from ingest.problems import doubt, fault
from ingest.readers.extraction import Extraction
from knowledge.documents import Frozen, Problem
from knowledge.errors import BadRequestError
from knowledge.pages import RECOGNISED

_MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body)", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")

_OF_THE_SYSTEM = re.compile(r"\.|~\$|(?:thumbs\.db|desktop\.ini)$", re.IGNORECASE)
"""Names of files that nobody put there: hidden ones, locks of office programs, previews."""

_UNTYPED = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLAUSIBLE = 0.35
"""Least share of common characters; 400 files had 0.54 to 0.9, wrongly decoded below 0.06."""

_WIDE = ("utf-16-le", "utf-16-be")
_REPLACEMENT = "\ufffd"
_WRONG_SHARE = 0.001
"""Share of characters; a file with more of them wrong is damaged."""

_READINGS = 3
_MARGIN = 0.2
"""By how much one encoding must look better than the other; anything less is left to a person."""


_NOT_CHINESE = "没有识别出中文，可能是手写、过于模糊或不是中文材料，没有可入库的内容。"

Extract = Callable[[str, bytes], Extraction | Problem]
"""Reads a file of a binary format, given its shape and its bytes."""


class SourceFile(Frozen):
    """The bytes of a source file."""

    path: str
    data: bytes
    sha256: str


class SourceText(SourceFile):
    """A source file that can be read: `text` is `data.decode(encoding)`, newlines and BOM as they are.

    Of a file that is no text, `encoding` names the format and `text` is what was extracted.
    """

    encoding: str
    text: str
    extraction: Extraction | None = None


class Rejected(Frozen):
    """A source file that cannot be used, and one sentence saying what to do."""

    path: str
    problem: Problem


def find_sources(paths: Iterable[Path]) -> list[Path]:
    """Return the files that the paths name, and those below them, sorted, each once, by absolute path.

    Hidden files, the lock files of office programs and links that lead out of a folder are passed over.

    Raises:
        BadRequestError: A path does not exist, a folder cannot be opened, or nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_files_at(plain(path))))
    if not found:
        raise BadRequestError("没有找到任何材料：所给的文件夹是空的，请放入材料后再试。")
    return list(found)


def plain(path: Path) -> Path:
    """Return the absolute path without `.` and `..`, so that one file has one name however it was reached."""
    return Path(os.path.normpath(path.expanduser().absolute()))


def named(path: Path) -> str:
    """Return the name under which a file is kept: bytes of GBK, as archives of Windows hold them, as the characters.

    Control characters, which no one can type, are an underscore; whatever cannot be read is U+FFFD.
    """
    written = os.fsencode(path)
    encoding = next((each for each in ("utf-8", "gb18030") if _decodes(written, each)), None)
    text = written.decode(encoding) if encoding else written.decode("utf-8", errors="replace")
    return _UNTYPED.sub("_", text)


def read_file(path: Path) -> SourceFile | Rejected:
    """Read one file whole; never raises for a bad file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return _rejected(path, "too_large", "文件超过200兆字节，请拆分后再导入。")
        data = _settled_bytes(path)
        if data is None:
            return _rejected(path, "changing", "文件正在被改写，请等它保存完再导入。")
    except PermissionError:
        return _rejected(path, "unreadable", "没有权限读取这个文件，请检查文件权限后再导入。")
    except OSError as error:
        return _rejected(path, "unreadable", f"读不出这个文件（{error.strerror}），请确认它完好后再导入。")
    return SourceFile(path=named(path), data=data, sha256=hashlib.sha256(data).hexdigest())


def _settled_bytes(path: Path) -> bytes | None:
    """Return a file's bytes as they stood while it was read; None if it keeps changing."""
    for _ in range(_READINGS):
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return data
    return None


def source_text(file: SourceFile, extract: Extract) -> SourceText | Rejected:
    """Decide what a file is and return its text: decoded strictly, or extracted."""
    refused = refusal(file.data)
    if refused is not None and not (refused.code == "binary" and decide_encoding(file.data) in _WIDE):
        return Rejected(path=file.path, problem=refused)
    shape = shape_of(file.data)
    return _decoded(file, extract) if shape is None else _extracted(file, extract(shape, file.data))


def read_source(path: Path, extract: Extract) -> SourceText | Rejected:
    """Read one file and return its text, or why there is none."""
    file = read_file(path)
    return file if isinstance(file, Rejected) else source_text(file, extract)


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
            path = Path(parent) / name
            if not _OF_THE_SYSTEM.match(name) and path.is_file() and _lies_in(path, folder):
                yield path


def _lies_in(path: Path, folder: Path) -> bool:
    """Tell whether a file is one of the folder, no link to somewhere else."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _decoded(file: SourceFile, extract: Extract) -> SourceText | Rejected:
    path = Path(file.path)
    encoding = decide_encoding(file.data)
    if encoding is None:
        mended = _with_bad_bytes(file.data)
        if mended is not None:
            return SourceText(**dict(file), encoding=mended.format, text=mended.text, extraction=mended)
        return _rejected(path, "unknown_encoding", "判断不出文字编码，请用记事本打开，另存为 UTF-8 编码后再导入。")
    text = file.data.decode(encoding)
    if _MARKUP.match(text.lstrip("\ufeff")):
        return _extracted(file, extract("html", text.encode(errors="replace")))
    if not _HAN.search(text):
        return _rejected(path, "no_chinese", "文件里没有中文正文，没有可入库的内容。")
    return SourceText(**dict(file), encoding=encoding, text=text)


def _extracted(file: SourceFile, found: Extraction | Problem) -> SourceText | Rejected:
    if isinstance(found, Problem):
        return Rejected(path=file.path, problem=found)
    if not _HAN.search(found.text):
        if not found.text.strip() and any(each.code == "picture" for each in found.problems):
            return _rejected(Path(file.path), "scanned", "文件里只有图片，请先做文字识别（OCR），另存为文本后再导入。")
        told = _NOT_CHINESE if found.format in RECOGNISED else "文件里没有中文正文，没有可入库的内容。"
        return _rejected(Path(file.path), "no_chinese", told)
    remark = misnamed(Path(file.path), found.format)
    if remark is not None:
        found = found.model_copy(update={"problems": (*found.problems, remark)})
    return SourceText(**dict(file), encoding=found.format, text=found.text, extraction=found)


def decide_encoding(data: bytes) -> str | None:
    """Return the one encoding that these bytes are in, or None if that is not certain.

    The answer decodes them strictly, keeping a byte order mark as a character: bytes are never dropped. Almost any
    bytes decode as GB 18030, so it and Big5 are believed only if the result reads like Chinese.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding if _decodes(data, encoding) else None
    if _decodes(data, "utf-8"):
        return "utf-8"
    return _likelier(data)


def _with_bad_bytes(data: bytes) -> Extraction | None:
    """Return the text of a file of which hardly any bytes are wrong, these marked as U+FFFD; else None."""
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        wrong = len(re.findall(f"{_REPLACEMENT}+", text))
        if wrong <= max(1, _WRONG_SHARE * len(text)) and plausibility(text) >= _PLAUSIBLE:
            line = text.count("\n", 0, text.index(_REPLACEMENT)) + 1
            message = f"有{wrong}处字节无法识别，原处标为“{_REPLACEMENT}”，请对照原件改正。"
            return Extraction(format="text", text=text, problems=(doubt("bad_bytes", message, line=line),))
    return None


def _likelier(data: bytes) -> str | None:
    """Choose between GB 18030, Big5 and UTF-16 without a mark by how much the text reads like Chinese."""
    candidates = [encoding for encoding in ("gb18030", "big5", *_WIDE) if _decodes(data, encoding)]
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
    return Rejected(path=named(path), problem=fault(code, message))
