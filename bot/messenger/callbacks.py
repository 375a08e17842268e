"""What a button sends back: a short opaque reference, never content.

`s:<reply>:<marker>:<page>` opens a source, `n:<reply>:<number>:<page>` one of the nearest materials, each with a fifth
part for the passage so many places after it (`-1`: before it); `o:` with the same sends the file, `b:<reply>` goes back
to the answer, `l:<reply>` shows all of it and `e:<reply>` exports it. `q:<number>` asks the question that stands on the
button, `x:<reply>:<number>` one that leads on from a reply, from 0, and `u:<number>` one that had no answer.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

OPENING = (
    r"(?P<what>[sn]):(?P<reply>[a-z0-9]{1,12}):(?P<number>[0-9]{1,2})"
    r":(?P<page>[0-9]{1,3})(?::(?P<step>-?[1-9][0-9]{0,3}))?"
)
"""Which source of which reply, for the patterns of all buttons that name one."""

OPEN = rf"^{OPENING}$"
ORIGINAL = rf"^o:{OPENING}$"
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
    return opening_of(found) if found else None


def opening_of(found: re.Match[str]) -> Opening:
    """Read back what a match of `OPENING`, or of a pattern that has it, opens."""
    what: Literal["s", "n"] = "s" if found["what"] == "s" else "n"
    return Opening(what, found["reply"], int(found["number"]), int(found["page"]), int(found["step"] or 0))


def original(opening: Opening) -> str:
    """Return the callback data of 原文件."""
    return f"o:{opening._replace(page=1, step=0).data()}"


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
