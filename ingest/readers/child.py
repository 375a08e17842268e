"""The parent's side of the child process: starts it when first needed, limits its time, starts it anew when it died."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ingest.readers.extraction import LIMITS, Extraction, Limits, Reply
from ingest.readers.worker import LENGTH, OUT_OF_MEMORY
from knowledge.documents import Problem, Severity

_ROOT = Path(__file__).parents[2]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.readers.worker import serve; serve()"
_PIECE = 1 << 16


class _DeadError(Exception):
    """The child closed its pipe."""


class Extractor:
    """Reads files of binary formats in one long-lived child process."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def extract(self, shape: str, data: bytes) -> Extraction | Problem:
        """Return what the child read, or why there is nothing; the child's death is such a reason."""
        child = self._running()
        try:
            answer = self._ask(child, LENGTH.pack(len(data)) + shape.ljust(8).encode() + data)
        except TimeoutError:
            self.close()
            return _problem(
                "too_slow", f"读取超过{self._limits.seconds:.0f}秒仍未完成，已放弃，请另存为较简单的格式后再导入。"
            )
        except (_DeadError, BrokenPipeError):
            status = child.wait()
            self.close()
            if status in {OUT_OF_MEMORY, -signal.SIGABRT}:  # pdfium aborts where it gets no more
                return _problem("too_large", "读取时占用内存过多，已放弃，请拆分文件后再导入。")
            return _problem("damaged", "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。")
        reply = Reply.model_validate_json(answer)
        return reply.extraction or reply.problem or _problem("damaged", "文件读不出来，请另存后再导入。")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-c", _PROGRAM, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], request: bytes) -> bytes:
        if child.stdin is None or child.stdout is None:  # pragma: no cover - both are pipes
            raise _DeadError
        child.stdin.write(request)
        child.stdin.flush()
        deadline = time.monotonic() + self._limits.seconds
        length = LENGTH.unpack(_read(child.stdout, LENGTH.size, deadline))[0]
        return _read(child.stdout, length, deadline)


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


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, severity=Severity.ERROR, message=message)
