"""Reads the word lists: UTF-8, one entry a line, `#` begins a comment, fields separated by tabs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lexicon_lines(name: str) -> tuple[str, ...]:
    """Return the entries of the list `name`, without comments and blank lines.

    Raises:
        FileNotFoundError: There is no list of that name.
    """
    text = files("knowledge.lexicon").joinpath(name).read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def lexicon_set(name: str) -> frozenset[str]:
    """Return the entries of the list `name` without their order."""
    return frozenset(lexicon_lines(name))
