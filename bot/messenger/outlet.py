"""What a channel does: says, shows, sends and fetches, within the limits of its messenger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.messenger.incoming import FileRef, Incoming
from bot.messenger.screens import Rows, Screen


class Outlet(Protocol):
    """A messenger, seen from here. Calls wait while the network is down, and until its limits allow them."""

    async def sign(self, event: Incoming, text: str) -> None:
        """Say that something is under way; left out where it would cost what the answer needs."""

    async def grow(self, event: Incoming, text: str) -> None:
        """Show the answer as far as it has come; asked again and again while it is written, may be left out."""

    async def answer(self, event: Incoming, screen: Screen, files: Mapping[str, bytes]) -> None:
        """Show a screen without its buttons, and files by name; return when the messenger has them.

        What was shown of the same event before a crash is shown only once.
        """

    async def offer(self, event: Incoming, screen: Screen, rows: Rows) -> None:
        """Show buttons under a screen that was shown."""

    async def acknowledge(self, event: Incoming) -> None:
        """Tell the messenger at once that a tap was noticed."""

    async def push(self, place: str, screen: Screen) -> bool:
        """Say what nobody asked for; False where the place cannot be reached."""

    async def fetch(self, file: FileRef) -> tuple[str, bytes]:
        """Return name and bytes of a file.

        Raises:
            BadRequestError: It is no longer there, or too large.
        """
