"""What a sentence is about may stand before it: a result, or how many points something has, seldom repeats its matter.

So such a sentence is held against the question together with the title, the headings and what stands before it in the
same section, and the sentences after a passage that was found are looked at as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from knowledge.documents import Document, Hit, Passage
from knowledge.grounding.evidence import Weights, coverage, matchable_text
from knowledge.grounding.statements import Statement
from knowledge.questions.roles import Role, plays

BEFORE = 800
"""Characters before a passage that may name what it is about: a long paragraph."""

NEAR_BY = 8
"""Passages that are looked at beside those that were found."""

DOCUMENTS = 3
"""Documents, the best first, whose other passages are looked at."""

OUTLYING = 0.8
"""Share of the score of the passage that was found, for one near it."""

STANDS_APART = frozenset((Role.RESULT, Role.SCORE))
"""Roles that a sentence plays without naming its matter; what goes wrong is named with what it goes wrong with."""

_OF_ITS_OWN = re.compile("成效|效果|成果|成绩|实效|评分|计分|考核|分值")
"""Headings under which what came of the sections before them is told."""


class Matter(NamedTuple):
    """What tells the matter of a sentence, as it is matched: title, headings, what stands before it."""

    near: str
    """With the line that the sentence stands in."""

    far: str
    """With what stands before it in its section."""

    def covered(self, weights: Weights) -> float:
        """Return the share of the question's weight in it; what stands in the same line counts twice."""
        return (coverage(self.near, weights) + coverage(self.far, weights)) / 2


def matters_of(
    role: Role | None, statements: Sequence[Statement], documents: Mapping[str, Document]
) -> dict[Statement, Matter]:
    """Return what tells the matter of the statements that play a role and need not name it; `documents` by id."""
    if role not in STANDS_APART:
        return {}
    playing = (one for one in statements if plays(role, matchable_text(one.quote)))
    return {one: _matter_of(one, documents[one.document.id]) for one in playing}


def _matter_of(statement: Statement, document: Document) -> Matter:
    """Return what tells the matter of a statement of a document."""
    locator = statement.passage.locator
    section = max((one.start for one in document.outline if one.start <= statement.start), default=0)
    begin = 0 if _OF_ITS_OWN.search(locator) else section
    line = document.text.rfind("\n", 0, statement.start) + 1
    names = f"{document.title}\n{document.issuer or ''}\n{locator}\n"
    near, far = (document.text[max(start, begin) : statement.end] for start in (line, statement.start - BEFORE))
    return Matter(near=matchable_text(names + near), far=matchable_text(names + far))


def near_by(
    role: Role | None,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    passages_of: Callable[[Document], Sequence[Passage]],
) -> list[Hit]:
    """Return passages that play a role, of the documents that were found first and not among what was found.

    Args:
        role: That is asked for; None and what is named where it stands bring nothing.
        hits: What was found, the best first.
        documents: Of the hits, by id.
        passages_of: Reads a document's passages.
    """
    if role not in STANDS_APART:
        return []
    known = {hit.passage.id for hit in hits}
    firsts = {hit.document.id: hit for hit in reversed(hits)}
    best = [firsts[each] for each in dict.fromkeys(hit.document.id for hit in hits)][:DOCUMENTS]
    found = [(hit, passage) for hit in best for passage in _nearest(hit, passages_of(documents[hit.document.id]))]
    playing = [(hit, one) for hit, one in found if one.id not in known and plays(role, matchable_text(one.text))]
    return [_beside(hit, one, documents[hit.document.id]) for hit, one in playing[:NEAR_BY]]


def _nearest(hit: Hit, passages: Sequence[Passage]) -> list[Passage]:
    """Return passages of a hit's document, those nearest to it first."""
    return sorted(passages, key=lambda one: abs(one.start - hit.passage.start))


def _beside(hit: Hit, passage: Passage, document: Document) -> Hit:
    source = document.source_of(passage.start, passage.end)
    return hit.model_copy(update={"passage": passage, "score": hit.score * OUTLYING, "source": source})
