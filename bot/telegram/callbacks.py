"""What a button sends back: a short opaque reference, never content.

`s:<reply>:<marker>:<page>` opens a source, `n:<reply>:<number>:<page>` one of the nearest materials,
`b:<reply>` goes back to the answer, and `q:<number>` asks the question that stands on the button.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

OPEN = r"^([sn]):([a-z0-9]{1,12}):([0-9]{1,2}):([0-9]{1,3})$"
BACK = r"^b:([a-z0-9]{1,12})$"
ASK = r"^q:[0-9]{1,2}$"


class Opening(NamedTuple):
    """A tap on `原文`: which source of which reply, and which page of a long passage."""

    what: Literal["s", "n"]
    """`s`: the citation with this marker; `n`: the nearest material with this number, from 1."""

    reply_id: str
    number: int
    page: int = 1
    """From 1."""

    def data(self) -> str:
        """Return the callback data that `OPEN` reads back."""
        return f"{self.what}:{self.reply_id}:{self.number}:{self.page}"


def opening(data: str) -> Opening | None:
    """Read back the data of an opening; None for anything else."""
    found = re.fullmatch(OPEN, data)
    if found is None:
        return None
    return Opening("s" if found[1] == "s" else "n", found[2], int(found[3]), int(found[4]))


def returning(data: str) -> str | None:
    """Read back the reply that 返回 leads to; None for anything else."""
    found = re.fullmatch(BACK, data)
    return found[1] if found else None


def back(reply_id: str) -> str:
    """Return the callback data of 返回."""
    return f"b:{reply_id}"


def ask(number: int) -> str:
    """Return the callback data of a button whose label is the question."""
    return f"q:{number}"
