"""The documents themselves, as a person may leaf through them: what stands beside a passage, the file as it came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PureWindowsPath

from bot.contracts.upkeep import StatsJson
from bot.page_pictures import Draw, PagePicture, quoted_pages
from bot.statistics import statistics
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.conversations import Conversations
from knowledge.documents import DocumentSummary
from knowledge.people import People
from knowledge.upkeep.originals import Originals


def file_name(path: str) -> str:
    """Return the last part of a path of either kind of system: what a reader may know of where a file lies."""
    return PureWindowsPath(path).name


@dataclass(frozen=True)
class Shelf:
    """Every call asks anew what the person may see; None as the user is the command line, which sees everything."""

    catalog: Catalog
    people: People
    draw: Draw | None = None
    """Draws pages; None where nothing does."""

    def neighbour(self, passage_id: str, step: int, *, user: int | None) -> str | None:
        """Return the id of the passage that stands `step` after another in its document, or None."""
        found = self.catalog.neighbour(passage_id, step, self._labels(user))
        return found[0].id if found else None

    def place(self, passage_id: str, *, user: int | None) -> str | None:
        """Return where a passage stands, as its title and place, or None when it is not there for this person."""
        found = self.catalog.passage(passage_id, self._labels(user))
        return f"《{found[1].title.strip('《》')}》{found[0].locator}" if found else None

    def revision(self) -> int:
        """Return a number that grows whenever documents were added or removed."""
        return self.catalog.revision()

    def original(self, document_id: str, *, user: int | None) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that a document came from, or None when it is not for this person.

        Raises:
            StorageError: The kept file is gone or cannot be read.
        """
        document = self.catalog.document(document_id, self._labels(user))
        if document is None:
            return None
        return file_name(document.path), Originals(self.catalog.database).read(document.sha256)

    def quoted_pages(self, document_id: str, start: int, end: int, *, user: int | None) -> list[PagePicture]:
        """Return the recognised pages on which a span of the source stands, its lines marked; none where there is none.

        Raises:
            BadRequestError, StorageError: The kept file cannot be shown or read.
        """
        document = self.catalog.document(document_id, self._labels(user))
        pages = quoted_pages(document, start, end) if document is not None else []
        if document is None or self.draw is None or not pages:
            return []
        data = Originals(self.catalog.database).read(document.sha256)
        return [PagePicture(page.number, self.draw(data, page, page.boxes(start, end))) for page in pages]

    def last_reply(self, session: str) -> str | None:
        """Return the id of the answer kept last in a conversation, or None."""
        return Conversations(self.catalog.database).last_kept(session)

    def documents(self, *, user: int | None) -> list[DocumentSummary]:
        """Return all documents that a person may see, in the order of their files."""
        return self.catalog.documents(self._labels(user))

    def statistics(self, *, days: int) -> StatsJson:
        """Return the figures of the last `days` days."""
        return statistics(self.catalog, days=days)

    def _labels(self, user: int | None) -> frozenset[str]:
        return self.people.labels(self.catalog.labels(), user)
