"""What the buttons under a provision send back: where it stands, never its text.

`a:<document>:<position>` shows an article, `c:…:<page>` its chapter, `w:…:<page>` the whole text, `d:…:<page>` what
changed since the version before; `f:<offset>` turns the page of a literal search whose words stand in the message that
was answered.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

PROVISION = r"^[acwd]:[0-9a-z]{1,32}:[0-9]{1,4}:[0-9]{1,3}$"
FIND = r"^f:[0-9]{1,4}$"

View = Literal["a", "c", "w", "d"]
_VIEWS: dict[str, View] = {"a": "a", "c": "c", "w": "w", "d": "d"}


class Turn(NamedTuple):
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


def turn(data: str) -> Turn | None:
    """Read back a tap under a provision; None for anything else."""
    if re.fullmatch(PROVISION, data) is None:
        return None
    view, document_id, position, page = data.split(":")
    return Turn(_VIEWS[view], document_id, int(position), int(page))


def find_from(offset: int) -> str:
    """Return the callback data of a page of a literal search; `offset` counts hits from 0."""
    return f"f:{offset}"


def offset_of(data: str) -> int | None:
    """Read back the offset of a page; None for anything else."""
    return int(data[2:]) if re.fullmatch(FIND, data) else None
