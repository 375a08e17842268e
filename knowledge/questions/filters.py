"""Which documents are wanted."""

from __future__ import annotations

from knowledge.documents import DocumentSummary, Frozen, Kind
from knowledge.particulars import Sector


class Filters(Frozen):
    """What kinds of document are wanted, and from which years; nothing given admits everything."""

    kind: Kind | None = None
    since: int | None = None
    """First year."""

    until: int | None = None
    """Last year."""

    sector: Sector | None = None
    """The sort of unit that a case is about."""

    document: str | None = None
    """Id of the only document wanted."""

    def admits(self, document: DocumentSummary) -> bool:
        """Tell whether a document fits; one without a date fits no year, without a sector none."""
        if self.kind is not None and document.kind is not self.kind:
            return False
        if self.sector is not None and document.particulars.sector is not self.sector:
            return False
        if self.document is not None and document.id != self.document:
            return False
        if self.since is None and self.until is None:
            return True
        year = int(document.date[:4]) if document.date else None
        return year is not None and (self.since or year) <= year <= (self.until or year)

    def within(self, wider: Filters) -> Filters:
        """Return these filters with what `wider` asks for beside them; where both name the same, these hold."""
        return wider.model_copy(update=self.model_dump(exclude_none=True))


EVERYTHING = Filters()
