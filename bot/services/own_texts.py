"""Somebody's own text: read from a file, held against the library, asked about. Nothing of it is kept here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.rights import Rights
from bot.services.rules import Rules
from knowledge.answerer import Answerer
from knowledge.answers import Inquiry, Reply, finished
from knowledge.callers import Visit
from knowledge.drafts.annotated import annotated_docx
from knowledge.drafts.asking import OWN, OwnText
from knowledge.drafts.remarks import DraftCheck
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.ports import Judge


@dataclass(frozen=True)
class OwnTexts:
    """Every call may block."""

    rules: Rules
    rights: Rights
    library: Library
    judge: Judge
    reader: Callable[[bytes, str], str] | None = None
    """Reads a file of any format; None where only plain text is taken."""

    may_be_sent: bool = False
    """Whether somebody's own text may be sent over a messenger."""

    def read(self, data: bytes, name: str) -> str:
        """Return the text of a file.

        Args:
            data: The file's bytes.
            name: What its sender calls it; never used as a path.

        Raises:
            BadRequestError: It cannot be read, or carries a mark of classification; the message says what to do.
        """
        if self.reader is None:
            raise BadRequestError("这里不能读取文件，请把要核对的文字直接发来。")
        return self.reader(data, name)

    def check(self, text: str, visit: Visit) -> DraftCheck:
        """Hold a text against what may be seen.

        Raises:
            BadRequestError: It is empty or too long.
        """
        return self.rules.check_draft(text, self.rights.labels(visit))

    def annotated(self, check: DraftCheck, original: bytes | None = None) -> bytes:
        """Return a checked text as a .docx file with comments, in its own layout where it was a .docx."""
        return annotated_docx(check, original)

    def opened(self, text: str) -> OwnText:
        """Return a text to be asked about; what it says stays in memory.

        Raises:
            BadRequestError: It is empty or too long.
        """
        return OwnText(text, self.library.embedder, self.library.lexical)

    def answer(self, own: OwnText, question: str) -> Reply:
        """Return what a text says on a question, in its own words; no chat model is asked.

        Raises:
            BadRequestError: The question is too short or too long.
        """
        finder = own.finder(self.library.embedder, self.judge)
        return finished(Answerer(finder=finder).stream(Inquiry(question, frozenset({OWN}))))
