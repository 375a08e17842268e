"""What reads files and takes them in; the composition root hands it over and alone may import ingest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Unpack

from knowledge.ingesting import Choices, IngestReport, Profile, ReportFile, TellPages, Watching

if TYPE_CHECKING:
    from knowledge.library import Library


class Ingest(Protocol):
    """Brings a library up to date with files and folders."""

    def __call__(
        self, paths: Sequence[Path], into: Library, choices: Choices, **watching: Unpack[Watching]
    ) -> IngestReport:
        """Return what became of every document."""


class LookThrough(Protocol):
    """Reads a file from memory; nothing of it is written anywhere."""

    def __call__(self, data: bytes, name: str, store: Library, choices: Choices, pages: TellPages) -> IngestReport:
        """Return what would become of every document in it."""


class DraftText(Protocol):
    """Reads somebody's own file of any format, without repair."""

    def __call__(self, data: bytes, name: str, *, is_internet: bool) -> str:
        """Return its text."""


@dataclass(frozen=True)
class Intake:
    """How files come in."""

    ingest: Ingest
    look_through: LookThrough
    draft_text: DraftText
    bound_photos: Callable[[Sequence[bytes]], bytes]
    """Photos as the pages of one file."""

    report_page: Callable[[], ReportFile]
    """The report as a web page."""

    profile: Profile
    """Where the program runs."""

    def own_text(self, data: bytes, name: str) -> str:
        """Return the text of somebody's own file, which is not kept.

        Raises:
            BadRequestError: It cannot be read, or carries a mark of classification.
        """
        return self.draft_text(data, name, is_internet=self.profile == "internet")
