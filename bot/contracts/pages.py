"""The JSON object of a page that was saved as a picture; fields may be added, never renamed or removed."""

from __future__ import annotations

from knowledge.documents import Frozen


class PagePictureJson(Frozen):
    """`show --page --picture`: the page, whether its text was recognised, and the file that was written."""

    id: str
    page: int
    recognised: bool
    picture: str
