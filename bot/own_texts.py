"""Somebody's own text: read from a file, held against the library, given back with comments. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.rules import Rules
from knowledge.drafts.annotated import annotated_docx
from knowledge.drafts.remarks import DraftCheck
from knowledge.errors import BadRequestError


@dataclass(frozen=True)
class OwnTexts:
    """Every call may block."""

    rules: Rules
    labels: Callable[[int | None], frozenset[str]]
    reader: Callable[[bytes, str], str] | None = None
    """Reads a file of any format; None where only plain text is taken."""

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

    def check(self, text: str, *, user: int | None) -> DraftCheck:
        """Hold a text against what the person may see.

        Raises:
            BadRequestError: It is empty or too long.
        """
        return self.rules.check_draft(text, self.labels(user))

    def annotated(self, check: DraftCheck, original: bytes | None = None) -> bytes:
        """Return a checked text as a .docx file with comments, in its own layout where it was a .docx."""
        return annotated_docx(check, original)
