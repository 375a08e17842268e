"""Who asks for provisions, as of when, in what conversation."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.clock import today_iso


class Asked(NamedTuple):
    """Who asks, as of when, in what conversation."""

    labels: frozenset[str]
    as_of: str | None = None
    """`YYYY-MM-DD`; None is today."""

    previous: str | None = None
    """The question before: it may name the instrument that 第六十条呢 belongs to."""

    @property
    def day(self) -> str:
        """The day whose law counts."""
        return self.as_of or today_iso()
