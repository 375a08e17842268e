"""Provisions asked for by what they are about, where no instrument is named: 党员权利 is 第四条 of 党章.

A heading with these words comes first, then articles that open with them (党员享有下列权利).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.documents import Status
from knowledge.regulations.asked import Asked
from knowledge.regulations.findings import Finding, Match, match_at
from knowledge.regulations.lookup import LONGEST, Lookup
from knowledge.regulations.names import CANDIDATES, type_of
from knowledge.regulations.places import MANY
from knowledge.regulations.provisions import Instrument, words_of_heading
from knowledge.regulations.references import NOWHERE, on_topic, parse_references
from knowledge.regulations.validity import Standing
from knowledge.tokens import fold

SHORTEST = 4
"""Characters of words that an article can be said to be about: 考核 stands in the opening of too many."""

COVERED = 0.34
"""Least share of an opening that the words must make up: 党员享有下列权利 is half 党员权利."""

LIKE_THE_BEST = 0.8
"""Of the share of the best, for an article to be shown beside it."""

_PAST = {Status.SUPERSEDED, Status.REPEALED, Status.EXPIRED}
_CLAUSE = "。；;:：,，（("
_ANNOUNCES = 1.5
"""What it counts for that an article goes on with a list: 党员享有下列权利."""


Texts = Sequence[tuple[Instrument, Standing]]


class _About(NamedTuple):
    share: float
    instrument: Instrument
    standing: Standing
    position: int


def looked_up(lookup: Lookup, text: str, asked: Asked) -> Finding:
    """Return the provisions that a text refers to; where no instrument is called so, those that are about it."""
    found = lookup.find(text, asked)
    subject = _subject(lookup, text, asked) if found.outcome == "not_found" else ""
    if not subject:
        return found
    held = [(read, standing) for read, standing in lookup.texts(asked) if standing.status not in _PAST]
    return _under_heading(text, subject, held) or _in_opening(text, subject, held) or found


def _subject(lookup: Lookup, text: str, asked: Asked) -> str:
    """Return the words of a text that name no place and no instrument, known or not; empty where there are none."""
    references = parse_references(text[:LONGEST])
    if len(references) != 1 or references[0].place != NOWHERE or references[0].topic:
        return ""
    names = lookup.names(asked.labels)
    if names.resolve(references[0]).certainty != "unknown" or names.leading(references[0].name):
        return ""
    subject = on_topic(references[0], "", references[0].name).topic
    return "" if len(subject) < len("考核") else subject


def _under_heading(text: str, subject: str, held: Texts) -> Finding | None:
    """Return the articles under the one heading with these words, or a choice among instruments that have it."""
    having = [(read, standing, found) for read, standing in held if (found := read.below(subject))]
    if not having:
        return None
    if len(having) == 1:
        read, standing, articles = having[0]
        return _found(text, subject, [match_at(read, read.articles.index(one), standing) for one in articles])
    titles = [f"{read.document.title}{subject}" for read, _, _ in having]
    reason = f"有{len(having)}部法规设有“{subject}”，请选择，或连同法规名称一起写。"
    return Finding(
        reference=text, outcome="clarify", candidates=tuple(titles[:CANDIDATES]), reason=reason, about=subject
    )


def _in_opening(text: str, subject: str, held: Texts) -> Finding | None:
    """Return the articles that open with these words, those first of whose opening they make up most."""
    words = subject.replace("的", "")
    if len(words) < SHORTEST or type_of(words):  # what is called like a rule is no subject of others
        return None
    found = sorted(_openings(words, held), key=lambda one: -one.share)
    best = [one for one in found if one.share >= LIKE_THE_BEST * found[0].share][:MANY]
    return _found(text, subject, [match_at(one.instrument, one.position, one.standing) for one in best])


def _openings(words: str, held: Texts) -> Iterator[_About]:
    """Yield what has the words in its first clause, or in the heading right above it."""
    for read, standing in held:
        headed = set[str]()
        for position, article in enumerate(read.articles):
            lead = article.paragraphs[0].lead if article.paragraphs else article.span
            clauses = [_first_clause(fold(read.text(lead)))]
            if article.path and article.path[-1] not in headed:
                headed.add(article.path[-1])
                clauses.append(words_of_heading(article.path[-1]))
            share = max(_share(words, clause.replace("的", "")) for clause in clauses)
            share *= _ANNOUNCES if "下列" in clauses[0] else 1.0
            if share >= COVERED:
                yield _About(share, read, standing, position)


def _first_clause(text: str) -> str:
    ends = [at for mark in _CLAUSE if (at := text.find(mark)) >= 0]
    return text[: min(ends)] if ends else text


def _share(words: str, clause: str) -> float:
    """Return how much of a clause the words make up, if they stand in it in their order; else 0."""
    return len(words) / len(clause) if clause and stands_in_parts(words, clause) else 0.0


def stands_in_parts(words: str, text: str) -> bool:
    """Tell whether words stand in a text in their order, in parts of two characters or more."""
    if not words:
        return True
    for size in range(len(words), 1, -1):
        at = text.find(words[:size])
        if at >= 0 and stands_in_parts(words[size:], text[at + size :]):
            return True
    return False


def _found(text: str, subject: str, matches: Sequence[Match]) -> Finding | None:
    reason = f"没有名为“{subject}”的法规，以下按内容查到，请核对是否所指。"
    return (
        Finding(reference=text, outcome="found", matches=tuple(matches), reason=reason, about=subject)
        if matches
        else None
    )
