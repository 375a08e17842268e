"""The synchronous half of inline mode: what may be pasted into any chat: public material, in its own words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot import wording
from bot.messenger.markup import BOLD, QUOTED, Run, split_html
from bot.services.assistant import Assistant
from bot.services.provisions import Words
from knowledge.callers import ANYBODY, Visit
from knowledge.catalog.keyword import KeywordHit
from knowledge.documents import DocumentSummary, Frozen, Hit, SourceSpan
from knowledge.names import place_words
from knowledge.regulations.findings import Match
from knowledge.regulations.standings import standing_words
from knowledge.sentences import sentence_spans
from knowledge.tokens import simplified

MOST = 8
"""Results of one query: more than a phone shows without scrolling, less than Telegram's 50."""

LONGEST = 600
"""Characters of a quotation that is pasted; an article comes whole as far as one message holds it."""

FEW = 3
"""With fewer literal finds, those by meaning are added."""

ENOUGH = 0.35
"""Share of the pairs of characters typed that a sentence must have: 基地 alone is not about 火星基地."""

ROOM = 3500
"""UTF-16 units of an article that is pasted."""


ANYWHERE = Visit(caller=ANYBODY)
"""What is pasted is read by others: only what anybody may see."""


class Clipping(Frozen):
    """Something to paste."""

    id: str
    """The same words from the same place have the same one, within the 64 bytes that Telegram takes."""

    title: str
    description: str
    html: str


@dataclass(frozen=True)
class InlineDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant

    def found(self, words: str) -> list[Clipping]:
        """Return articles that the words name, then sentences in which they stand, then what comes nearest in sense."""
        unique: dict[str, Clipping] = {}
        for clipping in self._clippings(words):
            unique.setdefault(clipping.id, clipping)
            if len(unique) == MOST:
                break
        return list(unique.values())

    def _clippings(self, words: str) -> Iterator[Clipping]:
        finding = self.assistant.provisions.find(words, ANYWHERE)
        yield from (self._article(match) for match in finding.matches if not match.secondhand)
        literal = self.assistant.provisions.literally(Words(text=words, visit=ANYWHERE, limit=MOST)).hits
        yield from (self._literal(hit) for hit in literal)
        if not finding.matches and len(literal) < FEW:
            for hit in self.assistant.searching.nearest(words, ANYWHERE, limit=FEW):
                yield from self._near(words, hit)

    def _article(self, match: Match) -> Clipping:
        text = simplified(match.text)
        name = f"{wording.book_title(simplified(match.title))}{match.place or match.article.heading}"
        facts = (wording.date_words(match.document.date), standing_words(match.standing).removeprefix("为"))
        html = split_html([Run(name, BOLD), Run(f"\n{text}\n"), Run(f"——{'，'.join(facts)}")], limit=ROOM)[0]
        return _clipping(name, text, html, match.document.id)

    def _literal(self, hit: KeywordHit) -> Clipping:
        text = hit.passage.text
        start, end = _sentences_around(text, *hit.spans[0])
        return self._quotation(text[start:end], hit.document, hit.passage.locator, hit.source)

    def _near(self, words: str, hit: Hit) -> Iterator[Clipping]:
        """Yield the sentence of a passage that has most of the words, where it has enough of them to be about them."""
        pairs = {words[i : i + 2] for i in range(len(words) - 1)}
        sentences = [hit.passage.text[start:end] for start, end in sentence_spans(hit.passage.text)]
        best = max(sentences, key=lambda each: sum(pair in each for pair in pairs), default="")
        if sum(pair in best for pair in pairs) >= ENOUGH * len(pairs) and len(best) <= LONGEST:
            yield self._quotation(best, hit.document, hit.passage.locator, hit.source)

    def _quotation(self, quote: str, document: DocumentSummary, locator: str, source: SourceSpan) -> Clipping:
        marks = wording.marks(document, secondhand=False, recognised=source.recognised)
        told = "，".join((*wording.facts(document, place_words(locator, source.page)), *marks))
        html = split_html([Run(simplified(quote).strip(), QUOTED), Run(f"\n——{told}")], limit=ROOM)[0]
        title = wording.shortened(wording.book_title(simplified(document.title)), wording.TITLE_LENGTH)
        return _clipping(title, simplified(quote), html, document.id)


def _clipping(title: str, words: str, html: str, document_id: str) -> Clipping:
    number = hashlib.sha256(f"{document_id}\n{html}".encode()).hexdigest()[:32]
    return Clipping(id=number, title=title, description=wording.shortened(" ".join(words.split()), 120), html=html)


def _sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentences that a stretch stands in; of a very long one, the part around it."""
    touched = [span for span in sentence_spans(text) if span[0] < end and start < span[1]]
    first, last = (touched[0][0], touched[-1][1]) if touched else (start, end)
    if last - first <= LONGEST:
        return first, last
    return max(first, start - LONGEST // 2), min(last, end + LONGEST // 2)
