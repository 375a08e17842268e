"""What the buttons under a provision send back: where it stands, never its text.

`a:<document>:<position>` shows an article, `c:…:<page>` its chapter, `w:…:<page>` the whole text, `d:…:<page>` what
changed since the version before; `f:<offset>:<kind>` turns the page of a literal search, or shows one kind of document
alone; its words stand in the message that was answered.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from knowledge.documents import Kind

PROVISION = r"^[acwd]:[0-9a-z]{1,32}:[0-9]{1,4}:[0-9]{1,3}$"
FIND = r"^f:[0-9]{1,6}(?::[a-z]{1,10})?$"

View = Literal["a", "c", "w", "d"]
_VIEWS: dict[str, View] = {"a": "a", "c": "c", "w": "w", "d": "d"}


class ProvisionTap(NamedTuple):
    """A tap under a provision: what of which instrument, from which article, and which page of it."""

    view: View
    document_id: str
    position: int
    """Of the article, from 0."""

    page: int = 1
    """From 1."""

    def data(self) -> str:
        """Return the callback data that `turn` reads back."""
        return f"{self.view}:{self.document_id}:{self.position}:{self.page}"


def turn(data: str) -> ProvisionTap | None:
    """Read back a tap under a provision; None for anything else."""
    if re.fullmatch(PROVISION, data) is None:
        return None
    view, document_id, position, page = data.split(":")
    return ProvisionTap(_VIEWS[view], document_id, int(position), int(page))


class WordsPage(NamedTuple):
    """A page of a literal search."""

    offset: int
    """Hits before it."""

    kind: Kind | None = None
    """Only documents of this kind."""

    def data(self) -> str:
        """Return the callback data that `page_of` reads back."""
        return f"f:{self.offset}" + (f":{self.kind.value}" if self.kind else "")


FIRST_PAGE = WordsPage(0)


def words_page_of(data: str) -> WordsPage | None:
    """Read back a page of a literal search; None for anything else."""
    if re.fullmatch(FIND, data) is None:
        return None
    _, offset, *kind = data.split(":")
    if kind and kind[0] not in set(Kind):
        return None
    return WordsPage(int(offset), Kind(kind[0]) if kind else None)
