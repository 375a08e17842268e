"""An answer while it grows: its blocks, markers numbered as they come, and the citation behind each marker."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import MARKER, Checks, Citation, Draft, Removed
from knowledge.blocks import Block, HeadingBlock, RemarkBlock, StatementBlock, text_of
from knowledge.grounding.checking import says_as_much, was_said
from knowledge.grounding.claims import quotations
from knowledge.grounding.support import Support, caution, cite_support
from knowledge.tokens import fold

MOST_MARKERS = 99
"""A marker has two digits at most."""


class Composition:
    """An answer in the making. What was added is never changed: drafts only grow."""

    def __init__(self, shown: Sequence[str] = ()) -> None:
        """Begin an answer that says nothing of what was shown in the answers it goes on from."""
        self._shown = shown
        self._blocks: list[Block] = []
        self.citations: list[Citation] = []
        self.said: list[str] = []
        """Every statement, without markers."""

        self.removed: list[Removed] = []
        self._heading: str | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return what was added by now."""
        return tuple(self._blocks)

    @property
    def text(self) -> str:
        """Return what that reads as."""
        return text_of(self._blocks)

    @property
    def draft(self) -> Draft:
        """Return what may be shown by now."""
        return Draft(text=self.text)

    @property
    def full(self) -> bool:
        """Whether no further marker can be given."""
        return len(self.citations) >= MOST_MARKERS - 1

    def head(self, heading: str) -> None:
        """Begin a part; its heading is written when something follows under it."""
        self._heading = heading

    def say(
        self,
        text: str,
        supports: Sequence[Support],
        *,
        bullet: bool,
        lead: str = "",
        running: bool = False,
        telling: tuple[int, int] | None = None,
    ) -> bool:
        """Add a statement with its markers; return False when it was said before.

        Args:
            text: In Simplified, without markers.
            supports: What it rests on.
            bullet: Whether it is an item of a list.
            lead: What stands before it: whose words or practice they are.
            running: Whether it goes on in the line that was written last.
            telling: Span of `text` that tells what was asked, without white space around it.
        """
        before = len(text) - len(text.lstrip())
        text = MARKER.sub(r"〔\1〕", text.strip())
        if self.full or says_as_much(text, self._shown) or was_said(text, self.said):
            return False
        cited = [self._cited(support) for support in supports]
        goes_on = running and self._heading is None and bool(self._blocks) and not bullet
        self._add(
            StatementBlock(
                lead=lead,
                text=text,
                markers=tuple(citation.marker for citation in cited),
                caution="".join(dict.fromkeys(caution(citation) for citation in cited)),
                bullet=bullet,
                running=goes_on,
                telling=(telling[0] - before, telling[1] - before) if telling else None,
            )
        )
        self.said.append(text)
        return True

    def remark(self, text: str) -> None:
        """Add a line of the assistant's own."""
        self._add(RemarkBlock(text=text))

    def checks(self) -> Checks:
        """Return what was checked: each citation is a quotation, and so are the words in quotation marks."""
        count = len(self.said)
        quoted = len(self.citations) + sum(len(quotations(fold(text))) for text in self.said)
        return Checks(sentences=count, cited=count, quotes=quoted, quotes_verified=quoted, removed=tuple(self.removed))

    def _cited(self, support: Support) -> Citation:
        """Return the citation of a support: the one it has already, or a new one."""
        for citation in self.citations:
            same = (citation.passage_id, citation.quote_start, len(citation.quote))
            if same == (support.material.passage.id, support.start, support.end - support.start):
                return citation
        citation = cite_support(len(self.citations) + 1, support)
        self.citations.append(citation)
        return citation

    def _add(self, block: Block) -> None:
        if self._heading is not None:
            self._blocks.append(HeadingBlock(text=self._heading))
            self._heading = None
        self._blocks.append(block)
