"""A file that somebody brought for this conversation: its quotations checked, questions answered from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from telegram import InputFile, Message

from bot.messenger import rendering, texts
from bot.messenger.bridge import Bridge
from bot.messenger.desk import Desk
from bot.messenger.own_file_desk import OwnFileDesk
from bot.messenger.screens import Screen
from bot.services.own_files import OwnFile
from bot.telegram import delivery
from bot.telegram.taps import Tap
from knowledge.callers import Visit
from knowledge.errors import KnowledgeError


@dataclass(frozen=True)
class OwnRoom:
    """核对引文, 就此提问, 不再就此提问."""

    desk: Desk
    work: Bridge = field(default_factory=lambda: Bridge(1))

    @property
    def texts(self) -> OwnFileDesk:
        """Return the synchronous half."""
        return OwnFileDesk(self.desk)

    async def tapped(self, tap: Tap) -> None:
        """Do what was chosen, for the file that the conversation still has."""
        file = self.desk.own_files.find(tap.who.conversation, tap.found[2])
        if file is None or not isinstance(tap.message, Message):
            await tap.below(texts.OWN_GONE)
        elif tap.found[1] == "x":
            self.desk.own_files.forget(tap.who.conversation)
            await tap.replace(Screen(parts=(texts.OWN_LEFT,)))
        elif tap.found[1] == "c":
            await self._check(tap.message, file, tap.who)
        else:
            await tap.replace(Screen(parts=(texts.FILE_BEING_READ,)))
            await tap.replace(await self.work.call(self.texts.opened, file))

    async def _check(self, message: Message, file: OwnFile, who: Visit) -> None:
        progress = await delivery.reply(message, Screen(parts=(texts.OWN_BEING_CHECKED,)))
        try:
            screen, files = await self.work.call(self.texts.checked, file, who)
        except KnowledgeError as error:
            await delivery.finish(message, progress, rendering.lines_screen([texts.fault_sentence(error)]))
            return
        await delivery.finish(message, progress, screen)
        for name, data in files.items():
            await message.reply_document(InputFile(BytesIO(data), filename=name))
