"""One process at a time speaks for a home over a messenger that takes one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from knowledge.errors import ChannelConflictError


@contextmanager
def leading(home: Path, channel: str) -> Iterator[None]:
    """Hold the lead of a channel; it ends with the process, however that ends.

    Raises:
        ChannelConflictError: Another process has it.
    """
    try:
        with filelock.FileLock(home / f"{channel}.lock", timeout=0):
            yield
    except filelock.Timeout as error:
        raise ChannelConflictError(
            f"另一个 ronghe 进程正在用这个资料库提供 {channel} 渠道；请先停掉它，或从 --channels 中去掉 {channel}。"
        ) from error
