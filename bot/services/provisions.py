"""Provisions by name and number, their neighbours and versions, and words found literally."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.core import Core
from bot.services.events import Displayed, Tell
from bot.services.rights import Rights
from knowledge.answers import Answer
from knowledge.callers import Visit
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.keyword import KeywordFindings
from knowledge.documents import Frozen, Kind
from knowledge.questions.turns import Turn
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.lookup import Asked
from knowledge.regulations.provisions import Instrument
from knowledge.regulations.replies import standalone
from knowledge.regulations.subjects import looked_up
from knowledge.regulations.validity import Standing


class Words(Frozen):
    """Words to be found as they stand."""

    text: str
    visit: Visit
    limit: int
    offset: int = 0
    kind: Kind | None = None
    """Only in documents of this kind."""


@dataclass(frozen=True)
class Provisions:
    """No model is involved."""

    core: Core
    rights: Rights
    tell: Tell

    def find(self, reference: str, visit: Visit, as_of: str | None = None) -> Finding:
        """Return the provisions that a reference names, else those that are about its words, or what is missing.

        `as_of` is the day whose law counts, `YYYY-MM-DD`; None is today.
        In a conversation, 下一条 and 第二款呢 mean those of the provision before, and what is found is remembered.
        """
        conversations, where = Conversations(self.core.catalog.database), visit.conversation
        turn = conversations.last_turn(where) if where else None
        asked = self._asked(visit, as_of)._replace(previous=turn.standalone if turn else None)
        found = looked_up(self.core.lookup, reference, asked)
        self.tell(Displayed(by=visit.caller, what="article", ids=tuple(match.document.id for match in found.matches)))
        if where and (spoken_of := standalone(reference, found)):
            conversations.remember(where, by=visit.caller, question=reference, turn=Turn(standalone=spoken_of))
        return found

    def held(self, visit: Visit, as_of: str | None = None) -> list[tuple[Instrument, Standing]]:
        """Return every text of rules with its standing, in the order of titles and dates."""
        return self.core.lookup.texts(self._asked(visit, as_of))

    def whole(self, document_id: str, visit: Visit) -> tuple[Instrument, Standing] | None:
        """Return a text of rules, article by article; None when it may not be seen or is no such text."""
        found = next((one for one in self.held(visit) if one[0].document.id == document_id), None)
        if found is not None:
            self.tell(Displayed(by=visit.caller, what="article", ids=(document_id,)))
        return found

    def opened(self, document_id: str, position: int, visit: Visit) -> Match | None:
        """Return an article by its position in its instrument, from 0; None when it may not be seen."""
        found = self.core.lookup.opened(document_id, position, self._asked(visit))
        if found is not None:
            self.tell(Displayed(by=visit.caller, what="article", ids=(document_id,)))
        return found

    def compared(self, document_id: str, visit: Visit) -> Comparison | None:
        """Return what changed between a text and the version before it, or after it where there is none before."""
        found = self.core.lookup.compared(document_id, self._asked(visit))
        if found is not None:
            self.tell(Displayed(by=visit.caller, what="compare", ids=(found.before.id, found.after.id)))
        return found

    def has_versions(self, document_id: str, visit: Visit) -> bool:
        """Tell whether there is another version to compare a text with; nothing of either is shown."""
        return self.core.lookup.compared(document_id, self._asked(visit)) is not None

    def behind(self, reply: Answer, visit: Visit) -> Match | None:
        """Return the article that all citations of an answer stand in; None for an answer from anywhere else."""
        first = reply.citations[0]
        match = self.core.lookup.around(first.document.id, first.quote_start, self._asked(visit))
        if match is None or first.secondhand:
            return None
        span = match.article.span
        inside = (
            one.document.id == match.document.id and span.start <= one.quote_start < span.end for one in reply.citations
        )
        return match if all(inside) else None

    def literally(self, words: Words) -> KeywordFindings:
        """Return where words stand literally, each text with its standing."""
        found = self.core.keyword(
            words.text,
            labels=self.rights.labels(words.visit),
            kind=words.kind,
            limit=words.limit,
            offset=words.offset,
        )
        self.tell(Displayed(by=words.visit.caller, what="keyword", ids=tuple(hit.document.id for hit in found.hits)))
        return found

    def _asked(self, visit: Visit, as_of: str | None = None) -> Asked:
        return Asked(labels=self.rights.labels(visit), as_of=as_of)
