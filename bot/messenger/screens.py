"""What is shown in a chat: one or more messages in Telegram HTML, and the buttons under the last."""

from __future__ import annotations

from knowledge.documents import Frozen


class Button(Frozen):
    """An inline button; `data` comes back when it is tapped, at most 64 bytes."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


class Screen(Frozen):
    """Messages to be sent in this order; each is complete HTML within Telegram's limits."""

    parts: tuple[str, ...]
    rows: Rows = ()


def button_rows(buttons: tuple[Button, ...], *, width: int) -> Rows:
    """Lay buttons out in rows of at most `width`, in order."""
    return tuple(buttons[start : start + width] for start in range(0, len(buttons), width))
