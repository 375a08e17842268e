"""Conditions that a question sets on what answers it."""

from __future__ import annotations

from typing import Literal

from knowledge.documents import Frozen


class Condition(Frozen):
    """One condition, with the words it was read from."""

    field: Literal["kind", "sector", "place", "since", "until"]
    value: str
    words: str
    """As the question has them, folded."""
