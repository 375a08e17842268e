"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

_FLAGS = ("avx2", "avx512f", "avx512_bf16", "amx_bf16", "amx_tile")
_CPUINFO = Path("/proc/cpuinfo")


def describe() -> str:
    """Return one line: processor, cores, vector instructions, system, Python and date."""
    return (
        f"{_processor()}; {os.cpu_count()} cores; {_instructions()}; {platform.system()}; "
        f"Python {platform.python_version()}; {datetime.now(UTC):%Y-%m-%d}"
    )


def load() -> float:
    """Return how many processes wanted to run, on average over the last minute; above ours, others slowed us."""
    return os.getloadavg()[0]


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _cpuinfo(), re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _instructions() -> str:
    flags = set(_cpuinfo().split())
    return " ".join(flag for flag in _FLAGS if flag in flags) or "vector instructions unknown"


def _cpuinfo() -> str:
    return _CPUINFO.read_text(encoding="utf-8") if _CPUINFO.exists() else ""
