"""Processes for a test to kill: each starts in a moment, and none outlives the test, even one that is killed itself."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess

_FORKS = multiprocessing.get_context("forkserver")
"""Imports once, then forks: fifty starts would otherwise be fifty times all imports."""


@asynccontextmanager
async def process_of(main: Callable[..., None], *given: str) -> AsyncIterator[BaseProcess]:
    """Run a function of a module in a process of its own, which is killed when the block is left, if it still runs."""
    _FORKS.set_forkserver_preload([main.__module__])
    process = _FORKS.Process(target=_ending_with_parent, args=(main, *given), daemon=True)
    await asyncio.to_thread(process.start)
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


def _ending_with_parent(main: Callable[..., None], *given: str) -> None:
    def watch() -> None:
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    main(*given)
