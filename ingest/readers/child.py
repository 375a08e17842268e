"""The parent's side of the child process: starts it when first needed, limits its time, starts it anew when it died."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ingest.problems import fault
from ingest.readers.extraction import LIMITS, RECOGNITION, Extraction, Limits, Member, PageView, Reply
from ingest.readers.worker import BIND, LENGTH, OUT_OF_MEMORY, UNPACK, VIEW
from knowledge.closing import Closing
from knowledge.documents import Problem
from knowledge.ingesting import TellPages

_ROOT = Path(__file__).parents[2]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.readers import worker; worker.{}(sys.argv[2])"
_PIECE = 1 << 16
_WITHOUT_TEXT = {"scanned", "unreadable_font"}


class _DeadError(Exception):
    """The child closed its pipe."""


def _quiet(_done: int, _pages: int) -> None:
    """Tell nobody."""


class Extractor(Closing):
    """Reads files of binary formats in one long-lived child process, and has another recognise what are pictures."""

    def __init__(self, limits: Limits = LIMITS, *, serve: str = "serve_reader", tell: TellPages = _quiet) -> None:
        """Read nothing yet; `tell` hears of each page that is recognised, how many are done and of how many."""
        self._limits = limits
        self._tell = tell
        self._program = _PROGRAM.format(serve)
        self._recogniser: Extractor | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """End the child, and take away what it wrote."""
        self._end()
        if self._recogniser is not None:
            self._recogniser.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def extract(self, shape: str, data: bytes) -> Extraction | Problem:
        """Return what the child read, or why there is nothing; the child's death is such a reason."""
        if shape == "image":
            return self._recognised(shape, data)
        found = self.answer(shape, data)
        if shape != "pdf" or not _has_pictures_for_text(found):
            return found
        better = self._recognised(shape, data)
        return found if isinstance(better, Problem) and _says_more(found, better) else better

    def _recognised(self, shape: str, data: bytes) -> Extraction | Problem:
        if self._recogniser is None:
            self._recogniser = Extractor(RECOGNITION, serve="serve_recognition", tell=self._tell)
        return self._recogniser.answer(shape, data)

    def answer(self, shape: str, data: bytes) -> Extraction | Problem:
        """Return what this child alone says of a file."""
        reply = self._reply(shape, data)
        return reply.extraction or reply.problem or fault("damaged", "文件读不出来，请另存后再导入。")

    def unpack(self, data: bytes) -> Iterator[Member | Problem]:
        """Yield the files in an archive or attached to a mail, and at the end why there are no more, if so."""
        yield from self._files(UNPACK, data)

    def picture(self, data: bytes, view: PageView) -> bytes | Problem:
        """Return the picture of a page as JPEG, or why there is none."""
        return self._one_file(VIEW, view.model_dump_json().encode() + b"\n" + data)

    def bound(self, photos: Sequence[bytes]) -> bytes | Problem:
        """Return photos as the pages of one PDF, or why they are none."""
        return self._one_file(BIND, b"".join(LENGTH.pack(len(photo)) + photo for photo in photos))

    def _one_file(self, request: str, data: bytes) -> bytes | Problem:
        (found,) = self._files(request, data)
        return found.data if isinstance(found, Member) else found

    def _files(self, request: str, data: bytes) -> Iterator[Member | Problem]:
        reply = self._reply(request, data)
        for name, written in reply.members:
            place = Path(written)
            content = place.read_bytes()
            place.unlink()
            yield Member(name, content)
        if reply.problem is not None:
            yield reply.problem

    def _reply(self, shape: str, data: bytes) -> Reply:
        child = self._running()
        try:
            return self._ask(child, LENGTH.pack(len(data)) + shape.ljust(8).encode() + data)
        except TimeoutError:
            self._end()
            told = f"读取超过{self._limits.seconds:.0f}秒仍未完成，已放弃，请另存为较简单的格式后再导入。"
            return Reply(problem=fault("too_slow", told))
        except (_DeadError, BrokenPipeError):
            status = child.wait()
            self._end()
            if status in {OUT_OF_MEMORY, -signal.SIGABRT}:  # pdfium aborts where it gets no more
                return Reply(problem=fault("too_large", "读取时占用内存过多，已放弃，请拆分文件后再导入。"))
            told = "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。"
            return Reply(problem=fault("damaged", told))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-c", self._program, str(_ROOT), self._folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], request: bytes) -> Reply:
        if child.stdin is None or child.stdout is None:  # pragma: no cover - both are pipes
            raise _DeadError
        child.stdin.write(request)
        child.stdin.flush()
        while True:
            deadline = time.monotonic() + self._limits.seconds
            length = LENGTH.unpack(_read(child.stdout, LENGTH.size, deadline))[0]
            reply = Reply.model_validate_json(_read(child.stdout, length, deadline))
            if reply.pages is None:
                return reply
            self._tell(*reply.pages)


def _says_more(found: Extraction | Problem, better: Problem) -> bool:
    """Tell whether what the first child said stays: a text, or why a page that prints blank has no words."""
    return isinstance(found, Extraction) or (found.code == "unreadable_font" and better.code == "no_words")


def _has_pictures_for_text(found: Extraction | Problem) -> bool:
    """Tell a PDF without a text layer, or without one on some pages."""
    if isinstance(found, Problem):
        return found.code in _WITHOUT_TEXT
    return any(problem.code == "page_without_text" for problem in found.problems)


def _read(pipe: IO[bytes], length: int, deadline: float) -> bytes:
    """Read exactly `length` bytes before the deadline."""
    pieces = bytearray()
    while len(pieces) < length:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        # An unbuffered read returns what is there, so that select is asked again for the rest.
        piece = pipe.raw.read(min(_PIECE, length - len(pieces)))  # type: ignore[attr-defined]  # IO hides the raw file
        if not piece:
            raise _DeadError
        pieces += piece
    return bytes(pieces)
