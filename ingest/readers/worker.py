"""The child process: takes one file after another, hands back their text, and may be killed at any time."""

from __future__ import annotations

import os
import resource
import struct
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.readers.extraction import LIMITS, RECOGNITION, Extraction, PageView, Reply, UnreadableError
from ingest.readers.packages import kind_of_package, open_package, unreadable

LENGTH = struct.Struct(">Q")
UNPACK, VIEW, BIND = "unpack", "view", "bind"
NO_RECOGNITION = "这是图片或扫描件，本机没有安装文字识别（OCR）组件，请安装后再导入，或做文字识别后另存为文本。"
_LAST = 19
"""The kindest a process can be to others: an answer never waits for a scan."""

OUT_OF_MEMORY = 77
"""Exit status; any other death means that the file broke its reader."""


def extract(shape: str, data: bytes) -> Extraction:
    """Return the text of a file.

    Args:
        shape: As `ingest.formats.shape_of` tells it, or `html` (UTF-8).
        data: Its bytes.

    Raises:
        UnreadableError: It cannot be used.
    """
    # Each library is heavy, and most runs need one or two of them.
    if shape == "pdf":
        from ingest.readers.printed import read_pdf

        return read_pdf(data)
    if shape == "html":
        from ingest.readers.web import read_page

        return read_page(data.decode())
    if shape == "ole":
        from ingest.readers.old_office import read_old_office

        return read_old_office(data)
    if shape == "rtf":
        from ingest.readers.rich_text import read_rich_text

        return read_rich_text(data)
    if shape == "mail":
        from ingest.readers.mail import read_mail

        return read_mail(data)
    if shape == "archive":
        raise unreadable("archive", "这是压缩包，请解压后把其中的文件放进文件夹再导入。")
    return _extract_package(open_package(data), data)


def recognise_pages(shape: str, data: bytes) -> Extraction:
    """Return the text of a picture (`image`) or of a PDF with pages that are pictures (`pdf`), telling of each page.

    Raises:
        UnreadableError: It cannot be used, or nothing here can recognise words.
    """
    try:
        from ingest.readers.scanned import read_picture, read_scan
    except ImportError as error:  # an extra of the package
        raise unreadable("no_recognition", NO_RECOGNITION) from error
    return read_picture(data, _tell) if shape == "image" else read_scan(data, _tell)


def _tell(done: int, pages: int) -> None:
    _send(Reply(pages=(done, pages)))


def _extract_package(package: zipfile.ZipFile, data: bytes) -> Extraction:
    kind = kind_of_package(package)
    if kind == "docx":
        from ingest.readers.word import read_word

        return read_word(package, data)
    if kind == "pptx":
        from ingest.readers.slides import read_slides

        return read_slides(package, data)
    if kind == "ofd":
        from ingest.readers.fixed_layout import read_fixed_layout

        return read_fixed_layout(package)
    from ingest.readers.sheets import read_sheets

    return read_sheets(package, data)


def serve_reader(folder: str) -> None:
    """Answer until the parent closes the pipe; what has to be written lies in the parent's folder, and goes with it."""
    tempfile.tempdir = folder
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory, LIMITS.memory))
    _serve(extract)


def serve_recognition(folder: str) -> None:
    """Do the same for what has to be recognised: with more memory, and last in turn for the processors."""
    tempfile.tempdir = folder
    resource.setrlimit(resource.RLIMIT_AS, (RECOGNITION.memory, RECOGNITION.memory))
    os.nice(_LAST)
    _serve(recognise_pages)


def _serve(read: Callable[[str, bytes], Extraction]) -> None:
    requests = sys.stdin.buffer
    while header := requests.read(LENGTH.size):
        shape = requests.read(8).decode().strip()
        _send(_answer(read, shape, requests.read(LENGTH.unpack(header)[0])))


def _send(reply: Reply) -> None:
    answer = reply.model_dump_json(exclude_defaults=True).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(answer)) + answer)
    sys.stdout.buffer.flush()


def _answer(read: Callable[[str, bytes], Extraction], shape: str, data: bytes) -> Reply:
    try:
        if shape in _FILES:
            return _written(_FILES[shape](data))
        return Reply(extraction=read(shape, data))
    except UnreadableError as error:
        return Reply(problem=error.problem)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _written(files: Iterable[tuple[str, bytes]]) -> Reply:
    """Write files where the parent finds them, up to the first that is out of order."""
    folder, members = Path(tempfile.mkdtemp()), list[tuple[str, str]]()
    try:
        for number, (name, content) in enumerate(files):
            place = folder / str(number)
            place.write_bytes(content)
            members.append((name, str(place)))
    except UnreadableError as error:
        return Reply(members=tuple(members), problem=error.problem)
    return Reply(members=tuple(members))


def _unpacked(data: bytes) -> Iterable[tuple[str, bytes]]:
    from ingest.readers.archives import files_within

    return files_within(data)


def _viewed(data: bytes) -> Iterable[tuple[str, bytes]]:
    """Return a page as a picture: what is wanted stands before the file, in a line of its own."""
    try:
        from ingest.readers.page_pictures import marked_page
    except ImportError as error:  # an extra of the package
        raise unreadable("no_recognition", NO_RECOGNITION) from error
    wanted, _, file = data.partition(b"\n")
    view = PageView.model_validate_json(wanted)
    return [("", marked_page(file, view.number, view.turned, view.boxes))]


def _bound(data: bytes) -> Iterable[tuple[str, bytes]]:
    from ingest.readers.bound_photos import bound

    return [("", bound(data))]


_FILES = {UNPACK: _unpacked, VIEW: _viewed, BIND: _bound}
"""What answers with files: those in a file, the picture of a page, photos as the pages of one file."""
