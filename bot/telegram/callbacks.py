"""What a button sends back: a short opaque reference, never content.

`s:<reply>:<marker>:<page>` opens a source, `n:<reply>:<number>:<page>` one of the nearest materials, each with a fifth
part for the passage so many places after it (`-1`: before it); `o:` with the same sends the file, `b:<reply>` goes back
to the answer, `l:<reply>` shows all of it and `e:<reply>` exports it. `q:<number>` asks the question that stands on the
button, `x:<reply>:<number>` one that leads on from a reply, from 0, and `u:<number>` one that had no answer.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

OPEN = r"^([sn]):([a-z0-9]{1,12}):([0-9]{1,2}):([0-9]{1,3})(?::(-?[1-9][0-9]{0,3}))?$"
ORIGINAL = r"^o:([sn]:[a-z0-9]{1,12}:[0-9]{1,2}:1)$"
EXPORT = r"^e(t?):([a-z0-9]{1,12})$"
WHOLE = r"^l:([a-z0-9]{1,12})$"
BACK = r"^b:([a-z0-9]{1,12})$"
STARTER = r"^w:([0-9])$"
ASK = r"^q:[0-9]{1,2}$"
NEXT = r"^x:([a-z0-9]{1,12}):([0-9])$"
AGAIN = r"^u:([0-9]{1,12})$"


class Opening(NamedTuple):
    """A tap on `原文`: which source of which reply, and which page of a long passage."""

    what: Literal["s", "n"]
    """`s`: the citation with this marker; `n`: the nearest material with this number, from 1."""

    reply_id: str
    number: int
    page: int = 1
    """From 1."""

    step: int = 0
    """How many passages after the one that was cited; negative before it."""

    def data(self) -> str:
        """Return the callback data that `OPEN` reads back."""
        beside = f":{self.step}" if self.step else ""
        return f"{self.what}:{self.reply_id}:{self.number}:{self.page}{beside}"


def opening(data: str) -> Opening | None:
    """Read back the data of an opening; None for anything else."""
    found = re.fullmatch(OPEN, data)
    if found is None:
        return None
    what: Literal["s", "n"] = "s" if found[1] == "s" else "n"
    return Opening(what, found[2], int(found[3]), int(found[4]), int(found[5] or 0))


def original(opening: Opening) -> str:
    """Return the callback data of 原文件."""
    return f"o:{opening._replace(page=1, step=0).data()}"


def original_of(data: str) -> Opening | None:
    """Read back which source's file is asked for; None for anything else."""
    found = re.fullmatch(ORIGINAL, data)
    return opening(found[1]) if found else None


def returning(data: str) -> str | None:
    """Read back the reply that 返回 leads to; None for anything else."""
    found = re.fullmatch(BACK, data)
    return found[1] if found else None


def back(reply_id: str) -> str:
    """Return the callback data of 返回."""
    return f"b:{reply_id}"


def whole(reply_id: str) -> str:
    """Return the callback data of 完整答复."""
    return f"l:{reply_id}"


def exporting(reply_id: str) -> str:
    """Return the callback data of 导出Word."""
    return f"e:{reply_id}"


def export_table(reply_id: str) -> str:
    """Return the callback data of 导出Excel."""
    return f"et:{reply_id}"


def asking(number: int) -> str:
    """Return the callback data of a button whose label is the question."""
    return f"q:{number}"


ANOTHER_PAGE = 9
"""In the place of the number of a question that leads on: the next page of a list."""


def following(reply_id: str, number: int) -> str:
    """Return the callback data of a question that leads on from a reply."""
    return f"x:{reply_id}:{number}"


def again(number: int) -> str:
    """Return the callback data of a question that had no answer."""
    return f"u:{number}"
