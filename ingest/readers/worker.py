"""The child process: takes one file after another, hands back their text, and may be killed at any time."""

from __future__ import annotations

import os
import resource
import struct
import sys
import zipfile

from ingest.readers.extraction import LIMITS, Extraction, Reply, UnreadableError
from ingest.readers.packages import kind_of_package, open_package

LENGTH = struct.Struct(">Q")
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
    return _extract_package(open_package(data), data)


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


def serve() -> None:
    """Answer until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory, LIMITS.memory))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(LENGTH.size):
        shape = requests.read(8).decode().strip()
        data = requests.read(LENGTH.unpack(header)[0])
        answer = _answer(shape, data).model_dump_json().encode()
        replies.write(LENGTH.pack(len(answer)) + answer)
        replies.flush()


def _answer(shape: str, data: bytes) -> Reply:
    try:
        return Reply(extraction=extract(shape, data))
    except UnreadableError as error:
        return Reply(problem=error.problem)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
