"""Whole processes: how long they take from start to end, and how much memory at their peak."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

KILOBYTES = 1 / 1024 if sys.platform == "darwin" else 1
"""`ru_maxrss` counts kilobytes, but bytes on macOS (getrusage(2))."""

_READ_MOST = 2000


class CommandFailedError(Exception):
    """A command that is measured ended with an error; the message is its last line."""


class Run(NamedTuple):
    """One process, from start to end."""

    seconds: float
    peak_megabytes: float
    output: str
    processor: float
    """Seconds of the processor, of all cores together: what others at work change least."""


def run(command: Sequence[str | Path], folder: Path | None = None) -> Run:
    """Run a command to its end, in a folder.

    Raises:
        CommandFailedError: It is not there, or its status is neither 0 nor 3 (done, but for some files).
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(list(map(str, command)), stdout=output, stderr=errors, cwd=folder)  # noqa: S603 - our own programs
        except FileNotFoundError as error:
            raise CommandFailedError(f"{command[0]} is missing") from error
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in (0, 3):
            raise CommandFailedError((errors.read()[-_READ_MOST:].strip().splitlines() or ["no message"])[-1])
        worked = usage.ru_utime + usage.ru_stime
        return Run(seconds, usage.ru_maxrss * KILOBYTES / 1024, output.read(), worked)


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds (proc(5))."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def worked(pid: int) -> float:
    """Return the seconds of the processor that a process has taken (proc(5)): what others at work change least."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
