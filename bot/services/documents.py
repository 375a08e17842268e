"""The documents themselves, as somebody may leaf through them: a passage, its neighbours, the file as it came."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contracts.upkeep import StatsJson
from bot.names import held_line
from bot.page_pictures import Draw, PagePicture, quoted_pages
from bot.services.core import Core
from bot.services.events import Displayed, Tell
from bot.services.rights import Rights
from bot.services.statistics import statistics
from knowledge.access import Role
from knowledge.callers import Visit
from knowledge.documents import Document, DocumentSummary, Hit
from knowledge.names import own_name


@dataclass(frozen=True)
class Documents:
    """Every call asks anew what may be seen."""

    core: Core
    rights: Rights
    tell: Tell
    draw: Draw | None = None
    """Draws pages; None where nothing does."""

    def passage(self, passage_id: str, visit: Visit) -> Hit | None:
        """Return a passage, or None when it has been removed or may not be seen."""
        found = self.core.texts().passage(passage_id, self.rights.labels(visit))
        if found is None:
            return None
        passage, document, source = found
        self.tell(Displayed(by=visit.caller, what="passage", ids=(passage.id,)))
        return Hit(rank=1, score=1.0, passage=passage, document=document, source=source)

    def opened(self, document_id: str, visit: Visit) -> Document | None:
        """Return a document with its text, or None when it has been removed or may not be seen."""
        document = self.core.texts().document(document_id, self.rights.labels(visit))
        if document is not None:
            self.tell(Displayed(by=visit.caller, what="document", ids=(document.id,)))
        return document

    def visible(self, visit: Visit) -> list[DocumentSummary]:
        """Return what may be seen, each with its standing, in the order of its files."""
        return self.core.catalog.documents(self.rights.labels(visit))

    def neighbour(self, passage_id: str, step: int, visit: Visit) -> str | None:
        """Return the id of the passage that stands `step` after another in its document, or None."""
        return self.core.neighbour(passage_id, step, self.rights.labels(visit))

    def place(self, passage_id: str, visit: Visit) -> str | None:
        """Return where a passage stands, as its title and place, or None when it may not be seen."""
        found = self.core.texts().passage(passage_id, self.rights.labels(visit))
        return f"《{found[1].title.strip('《》')}》{found[0].locator}" if found else None

    def original(self, document_id: str, visit: Visit) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that a document came from, or None when it may not be seen.

        Raises:
            StorageError: The kept file is gone or cannot be read.
        """
        found = self.core.original(document_id, self.rights.labels(visit))
        if found is not None:
            self.tell(Displayed(by=visit.caller, what="original", ids=(document_id,)))
        return found and (own_name(found[0]), found[1])

    def quoted_pages(self, document_id: str, start: int, end: int, visit: Visit) -> list[PagePicture]:
        """Return the recognised pages on which a span of the source stands, its lines marked; none where there is none.

        Raises:
            BadRequestError, StorageError: The kept file cannot be shown or read.
        """
        labels = self.rights.labels(visit)
        document = self.core.texts().document(document_id, labels)
        pages = quoted_pages(document, start, end) if document is not None else []
        found = self.core.original(document_id, labels) if pages else None
        if self.draw is None or found is None:
            return []
        return [PagePicture(page.number, self.draw(found[1], page, page.boxes(start, end))) for page in pages]

    def listed(self, visit: Visit) -> list[DocumentSummary]:
        """Return all documents, in the order of their files, for an administrator."""
        self.rights.check(visit, Role.ADMIN)
        return self.core.catalog.documents(self.rights.labels(visit))

    def in_one_line(self, visit: Visit) -> str:
        """Return one line on what may be seen: how much of what kind, and whether it is only the samples."""
        return held_line(self.core.catalog.documents(self.rights.labels(visit)))

    def statistics(self, visit: Visit, *, days: int) -> StatsJson:
        """Return the figures of the last `days` days, for an administrator."""
        self.rights.check(visit, Role.ADMIN)
        return statistics(self.core.catalog, days=days)
