"""Questions that name a provision are answered with its text; all others go on to whoever answers questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import perf_counter

from knowledge.answers import (
    Answer,
    Checks,
    Citation,
    Clarify,
    Inquiry,
    NoAnswer,
    Progress,
    QuestionAnswerer,
    Reply,
    Seconds,
)
from knowledge.blocks import ProvisionBlock, StatementBlock
from knowledge.grounding.support import caution
from knowledge.regulations.applicability import applicability_answer
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.following import asks_for_chapter, continued, goes_on
from knowledge.regulations.lookup import LONGEST, Asked, Lookup
from knowledge.regulations.names import type_of
from knowledge.regulations.places import CONTENTS
from knowledge.regulations.references import Reference, parse_references
from knowledge.regulations.standing_answers import standing_answer
from knowledge.regulations.standings import validity_sentence
from knowledge.tokens import fold, simplified

MOST = 20
"""Articles of a chapter that are answered with; the rest is named."""

_DAY = re.compile(r"((?:19|20)\d{2})年?(?:的时候|那时候?|当时|那年|时)")


class ProvisionAnswerer:
    """Answers what names a provision; the rest is for another to answer, as of the day that the question names."""

    def __init__(
        self,
        *,
        lookup: Lookup,
        texts: Callable[[str | None], CurrentTexts],
        others: Callable[[str | None], QuestionAnswerer],
    ) -> None:
        """Answer from texts as of a day, and leave other questions to the answerer as of that day."""
        self._lookup = lookup
        self._texts = texts
        self._others = others

    def stream(self, asked: Inquiry) -> Progress:
        """Yield the answer as it grows, then the reply.

        Raises:
            BadRequestError: The question is too short or too long to be one.
        """
        began = perf_counter()
        question = asked.text
        day = asked.as_of or _day_of(question)
        looked_up = Asked(labels=asked.labels, as_of=day, previous=asked.previous)
        if asked.labels and (told := self._standing(question, looked_up, began)) is not None:
            yield told
            return
        if not asked.labels or len(question) > LONGEST or not self._names_a_provision(question, looked_up):
            yield from self._others(day).stream(asked)
            return
        finding = self._lookup.find(question, looked_up)
        yield self._reply(question, finding, looked_up, began)

    def _standing(self, question: str, asked: Asked, began: float) -> Reply | None:
        """Return whether an instrument is in force, or to whom it applies, where that is what is asked."""
        if len(question) > LONGEST:
            return None
        texts = self._texts(asked.as_of)
        told = standing_answer(question, self._lookup, texts, asked)
        if told is None:
            told = applicability_answer(question, self._lookup, texts, asked)
        return self._reply(question, told, asked, began) if isinstance(told, Finding) else told

    def _names_a_provision(self, question: str, asked: Asked) -> bool:
        """Tell whether a question asks for the text of a provision."""
        if goes_on(question):
            return asked.previous is not None and self._names_a_provision(asked.previous, asked._replace(previous=None))
        references = (continued(one, asked.previous) for one in parse_references(question))
        return any(self._is_meant(one, question, asked) for one in references)

    def _is_meant(self, reference: Reference, question: str, asked: Asked) -> bool:
        names = self._lookup.names(asked.labels)
        known = names.resolve(reference).certainty == "certain"
        if reference.place.article is None and reference.place.chapter is None:
            return known and bool(reference.topic)
        if not reference.name:
            return True
        return known or (bool(type_of(reference.name)) and "第" in fold(question))

    def _reply(self, question: str, finding: Finding, asked: Asked, began: float) -> Reply:
        seconds = Seconds(retrieve=perf_counter() - began, total=perf_counter() - began)
        if not finding.matches:
            unanswered = Clarify if finding.outcome == "clarify" else NoAnswer
            return unanswered(
                question=question,
                standalone_question=question,
                text=finding.reason or "",
                candidates=named_candidates(question, finding),
                seconds=seconds,
            )
        return self._text_of(question, finding, asked, seconds)

    def _text_of(self, question: str, finding: Finding, asked: Asked, seconds: Seconds) -> Answer:
        texts = self._texts(asked.as_of)
        citations: list[Citation] = []
        blocks: list[ProvisionBlock] = []
        for match in finding.matches[:MOST]:
            cited = list(_citations(match, texts, asked.labels, first=len(citations) + 1))
            citations += cited
            lines = [
                StatementBlock(text=simplified(one.quote), markers=(one.marker,), caution=caution(one)) for one in cited
            ]
            blocks.append(ProvisionBlock(heading=heading(match), lines=tuple(lines)))
        said = [finding.reason, *dict.fromkeys(validity_sentence(match) for match in finding.matches)]
        if len(finding.matches) > MOST:
            said.append(f"共{len(finding.matches)}条，以上为前{MOST}条。")
        count = len(citations)
        return Answer(
            question=question,
            standalone_question=standalone(question, finding),
            blocks=tuple(blocks),
            notice="".join(one for one in said if one) or None,
            citations=tuple(citations),
            checks=Checks(sentences=count, cited=count, quotes=count, quotes_verified=count),
            seconds=seconds,
        )


def heading(match: Match) -> str:
    """Return the full title and the place of a provision: 《……》第五十九条第三项（第九章 监督与惩戒）."""
    path = " › ".join(match.article.path)
    place = str(match.place) or match.article.heading
    return simplified(f"《{match.title}》{place}" + (f"（{path}）" if path else ""))


def _citations(match: Match, texts: CurrentTexts, labels: frozenset[str], *, first: int) -> Iterator[Citation]:
    """Yield a citation for each passage that holds part of the provision."""
    document = match.document
    summary = next(one for one in texts.documents(labels) if one.id == document.id)
    marker = first
    for passage in texts.passages_of(document.id, labels):
        start, end = max(passage.start, match.span.start), min(passage.end, match.span.end)
        quote = document.text[start:end] if start < end else ""
        if not quote.strip():
            continue
        begin = start + len(quote) - len(quote.lstrip())
        yield Citation(
            marker=marker,
            passage_id=passage.id,
            document=summary,
            locator=passage.locator,
            quote=quote.strip(),
            quote_start=begin,
            secondhand=match.secondhand,
            source=document.source_of(begin, begin + len(quote.strip())),
        )
        marker += 1


def standalone(question: str, finding: Finding) -> str:
    """Return a question that names its instrument: what was asked, unless the conversation supplied the name.

    Where nothing was found it is empty, unless places of one instrument are offered: then the talk is of that.
    """
    if not finding.matches:
        return question if finding.outcome == "clarify" and _offers_places(finding) else ""
    if not finding.about and not goes_on(question) and any(reference.name for reference in parse_references(question)):
        return question
    first = finding.matches[0]
    if asks_for_chapter(question) and first.article.path:
        return f"《{first.title}》{''.join(above.split()[0] for above in first.article.path)}"
    return f"《{first.title}》{first.place}"


def _offers_places(finding: Finding) -> bool:
    return bool(finding.candidates) and all(one.endswith(("条", "款", "项", "章")) for one in finding.candidates)


def named_candidates(question: str, finding: Finding) -> tuple[str, ...]:
    """Return questions that name one of the candidates in full."""
    references = parse_references(question)
    place = str(references[0].place) if references else ""
    whole = ("条", "款", "项", "章", CONTENTS)
    return tuple(simplified(name if name.endswith(whole) else name + place) for name in finding.candidates)


def _day_of(question: str) -> str | None:
    """Return the last day of a year that a question speaks of as past: 2018年当时怎么规定."""
    match = _DAY.search(fold(question))
    return f"{match[1]}-12-31" if match else None
