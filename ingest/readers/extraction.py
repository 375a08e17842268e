"""What a reader hands back: the text of a file that is no text, and what in it belongs to the page."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import Field

from knowledge.documents import Frozen, Problem
from knowledge.pages import Page


class ReaderMark(Frozen):
    """A stretch of extracted text that a repair will take out, with a receipt of this kind."""

    kind: str
    start: int
    end: int


class Extraction(Frozen):
    """All visible text of a file, in reading order; offsets into it are what citations point to."""

    format: str
    """`docx`, `pdf`, `html`, `xlsx`, or `text` for a text with some wrong bytes."""

    text: str
    marks: tuple[ReaderMark, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_table: bool = False
    """The text is a list of records; its name is that of the file."""

    pages: tuple[Page, ...] = ()
    """Of a file that is laid out on pages: where each begins."""

    apart: tuple[str, ...] = ()
    """Words outside the text, a line or a value each: looked at for marks of classification, then forgotten."""


class UnreadableError(Exception):
    """A file cannot be read; the problem says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Member(NamedTuple):
    """A file in another: its name with its folders, as written there, and its bytes."""

    name: str
    data: bytes


class PageView(Frozen):
    """What is to be shown of a file: a page, how it was turned to be read, and which of its lines are marked."""

    number: int
    turned: int = 0
    boxes: tuple[tuple[int, int, int, int], ...] = ()


class Reply(Frozen):
    """What the child process answers: a text, or files, or why there is none; files may come before a problem."""

    extraction: Extraction | None = None
    members: tuple[tuple[str, str], ...] = ()
    """The name of each file and where the child has put it."""

    pages: tuple[int, int] | None = None
    """How many pages are done, of how many: another reply follows."""

    problem: Problem | None = None


_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def raised(text: str) -> str:
    """Return a text that is set above the line with its digits as superscripts: ten to the fourth is never 104."""
    return text.translate(_SUPERSCRIPTS)


class TextBuilder:
    """Collects lines and remembers where those stand that belong to the page."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.marks: list[ReaderMark] = []

    def add(self, text: str, *, mark: str | None = None) -> None:
        """Append a text with a line end; under `mark`, it is to be taken out again."""
        start = self._length
        self._pieces += (text, "\n")
        self._length += len(text) + 1
        if mark is not None and text:
            self.marks.append(ReaderMark(kind=mark, start=start, end=self._length))

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._pieces)


class Limits(Frozen):
    """How much one file may cost; from the threat list of the specification."""

    seconds: float = 60.0
    """Between two words of the child."""

    memory: int = Field(default=1 << 30)
    """Bytes of address space."""


LIMITS = Limits()
RECOGNITION = Limits(seconds=180.0, memory=2 << 30)
"""Seconds a page. One takes about one, and address space of 1.1 GB at most; four turns of it on a busy machine more."""
