"""The examination of an index in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

EXAMINES = (
    "import os; from knowledge.vectors.check import end_with; print(os.getpid(), flush=True); end_with(os.getppid())"
)
ASKS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {EXAMINES!r}])"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_examination_ends_with_who_asked() -> None:
    """When the program is killed, what it had started does not go on."""
    with subprocess.Popen([sys.executable, "-c", ASKS], stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        examining = int(asking.stdout.readline())
        time.sleep(0.5)
        assert is_running(examining)
        asking.kill()
        asking.wait()
        patience = time.monotonic() + 10
        while is_running(examining) and time.monotonic() < patience:
            time.sleep(0.1)
        assert not is_running(examining)


def is_running(process: int) -> bool:
    """Tell whether a process runs; one that has ended and was not waited for does not."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False
