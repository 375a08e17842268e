"""The progress bar of long work, on stderr: what is being done, how much of it, how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class BarProgress(Protocol):
    """Told what is done; called often."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that `done` of `total` are finished and `what` is in hand."""


@contextmanager
def progress_bar() -> Iterator[BarProgress]:
    """Show a bar while the block runs, when stderr is a terminal; otherwise stay silent."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    console = Console(file=sys.stderr)
    with RichProgress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("准备……", total=None)

        def tell(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield tell
