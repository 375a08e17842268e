"""Text that is written from quotations: every line with the marker of a new citation, and the answer made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.answers import Answer, Checks, Citation, ExamplesPage, Seconds
from knowledge.blocks import Block, StatementBlock
from knowledge.documents import DocumentSummary, SourceSpan
from knowledge.grounding.statements import reading_of
from knowledge.grounding.support import caution
from knowledge.practices.cards import Quoted


class Cited:
    """Citations given out one after the other."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []

    def line(
        self, lead: str, words: Quoted, home: tuple[DocumentSummary, str, str], source: SourceSpan
    ) -> StatementBlock:
        """Return a statement of the words, with the marker of a new citation."""
        document, passage_id, locator = home
        citation = Citation(
            marker=len(self.citations) + 1,
            passage_id=passage_id,
            document=document,
            locator=locator,
            quote=words.text,
            quote_start=words.start,
            source=source,
        )
        self.citations.append(citation)
        return StatementBlock(
            lead=lead, text=reading_of(words.text), markers=(citation.marker,), caution=caution(citation)
        )


def written(
    question: str,
    asked: str,
    blocks: Callable[[Cited], Iterator[Block]],
    notice: str | None,
    seconds: Seconds,
    *,
    page: ExamplesPage | None = None,
) -> Answer:
    """Return the answer that the blocks make, one below the other; at least one of them has a citation."""
    cited = Cited()
    made = tuple(blocks(cited))
    count = len(cited.citations)
    return Answer(
        question=question,
        standalone_question=asked,
        blocks=made,
        notice=notice,
        citations=tuple(cited.citations),
        checks=Checks(sentences=count, cited=count, quotes=count, quotes_verified=count),
        page=page,
        seconds=seconds,
    )
