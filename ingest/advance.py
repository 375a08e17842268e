"""How far a run has come: the file at hand, and of one that has to be recognised, the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from ingest.sources import named
from knowledge.ingesting import Progress, TellPages


class Advance:
    """Tells of each file as it is begun, and of its pages; a file is done by its share of pages."""

    def __init__(self, files: Sequence[Path], progress: Progress, pages: TellPages) -> None:
        self._sizes = [_size(path) for path in files]
        self._before = [0, *accumulate(self._sizes)]
        self._progress, self._pages = progress, pages
        self._number = -1
        self._told = ""

    def file(self, path: Path, passages: int) -> None:
        """Tell of the next file; so many passages have been made so far."""
        self._number += 1
        held = f"第{self._number + 1}份，共{len(self._sizes)}份，已有{passages}段"
        self._told = f"{held}：{Path(named(path)).name}"
        self._progress(self._before[self._number], self._before[-1], self._told)

    def page(self, done: int, pages: int) -> None:
        """Tell of a page that is about to be recognised."""
        self._pages(done, pages)
        share = self._sizes[self._number] * done // max(pages, 1)
        told = f"{self._told}，识别第{done + 1}页，共{pages}页"
        self._progress(self._before[self._number] + share, self._before[-1], told)


def _size(path: Path) -> int:
    """Return a file's size in bytes; 0 for one that cannot be looked at, which its reading will report."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
