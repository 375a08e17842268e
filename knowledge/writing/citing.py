"""Text that is written from quotations: every line with the marker of a new citation, and the answer made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.answers import Answer, Checks, Citation, Seconds
from knowledge.documents import DocumentSummary, SourceSpan
from knowledge.grounding.statements import reading_of
from knowledge.grounding.support import caution
from knowledge.practices.cards import Quoted


class Cited:
    """Citations given out one after the other."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []

    def line(self, lead: str, words: Quoted, home: tuple[DocumentSummary, str, str], source: SourceSpan) -> str:
        """Return a line that says the words, with the marker of a new citation."""
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
        return f"{lead}{reading_of(words.text)}[{citation.marker}]{caution(citation)}"


def written(
    question: str, asked: str, blocks: Callable[[Cited], Iterator[str]], notice: str | None, seconds: Seconds
) -> Answer:
    """Return the answer that the blocks write, one below the other; at least one of them has a citation."""
    cited = Cited()
    text = "\n\n".join(blocks(cited))
    count = len(cited.citations)
    return Answer(
        question=question,
        standalone_question=asked,
        text=text,
        notice=notice,
        citations=tuple(cited.citations),
        checks=Checks(sentences=count, cited=count, quotes=count, quotes_verified=count),
        seconds=seconds,
    )
