"""What a channel needs to read and store files; the composition root hands it over and alone may import ingest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge.ingesting import TellPages


class FileReading(NamedTuple):
    """What came of a file."""

    usable: bool
    """Whether anything in it can be stored, or was."""

    told: str
    """For the one who sent it."""

    former: str | None = None
    """Id of the text of the same title that this one now answers for; whether it goes is asked."""


@dataclass(frozen=True)
class Intake:
    """How a file is read and taken in."""

    describe: Callable[[Path, TellPages], FileReading]
    """Read a file without storing it and say in short what it holds and how good it is."""

    preview: Callable[[Path], str]
    """Return the text of a file."""

    take_in: Callable[[Path, str, TellPages], FileReading]
    """Store a file under a label and say what came of it."""

    drop_former: Callable[[str, frozenset[str]], bool]
    """Remove a text that another of the same title answers for, if some labels show it; tell whether it went."""

    last_report: Callable[[], tuple[str, bytes] | None]
    """Return what was said when a file was last stored here, and the report as a web page; None before the first."""

    bind: Callable[[Sequence[bytes]], bytes]
    """Put photos together as the pages of one file."""

    drafts_allowed: bool
    """Whether somebody's own text may be sent to be checked."""
