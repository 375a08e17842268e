"""A file that somebody brought for this conversation: its quotations checked, questions answered from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from telegram import InputFile, Message

from bot.services.own_files import OwnFile
from bot.telegram import delivery, rendering, texts
from bot.telegram.bridge import Bridge
from bot.telegram.desk import Desk
from bot.telegram.screens import Button, Screen
from bot.telegram.taps import Tap
from knowledge.callers import Visit
from knowledge.drafts.remarks import VERDICTS, DraftCheck, Verdict
from knowledge.errors import KnowledgeError

OWN_FILE = r"^o([cax]):([0-9a-f]{8})$"
"""`oc:<file>` checks it, `oa:<file>` asks about it, `ox:<file>` leaves it."""

LONGEST = 160
"""Characters of a draft's or a source's words in the chat; the .docx has them whole."""


@dataclass(frozen=True)
class OwnRoom:
    """核对引文, 就此提问, 不再就此提问."""

    desk: Desk
    work: Bridge = field(default_factory=lambda: Bridge(1))

    def brought(self, who: Visit, data: bytes, suffix: str) -> Screen:
        """Read a file, hold it for the conversation, and ask what is wanted of it.

        Raises:
            BadRequestError: It cannot be read, or is marked; nothing is held then.
        """
        text = self.desk.assistant.own_texts.read(data, f"稿件{suffix}")
        number = self.desk.own_files.bring(who.conversation, data, suffix, text)
        buttons = tuple(Button(label=label, data=f"o{key}:{number}") for label, key in texts.OWN_CHOICES)
        return Screen(parts=(texts.OWN_READ.format(characters=len("".join(text.split()))),), rows=(buttons,))

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
            await tap.replace(await self.work.call(self._opened, file))

    def _opened(self, file: OwnFile) -> Screen:
        """Make a file ready to be asked about."""
        try:
            file.own = file.own or self.desk.assistant.own_texts.opened(file.text)
        except KnowledgeError as error:
            return rendering.lines_screen([texts.fault_sentence(error)])
        file.asked = True
        leave = (Button(label=texts.OWN_LEAVE, data=f"ox:{file.number}"),)
        return Screen(parts=(texts.OWN_ASK.format(passages=len(file.own.passages)),), rows=(leave,))

    async def _check(self, message: Message, file: OwnFile, who: Visit) -> None:
        progress = await delivery.reply(message, Screen(parts=(texts.OWN_BEING_CHECKED,)))
        try:
            check, annotated = await self.work.call(self._checked, file, who)
        except KnowledgeError as error:
            await delivery.finish(message, progress, rendering.lines_screen([texts.fault_sentence(error)]))
            return
        await delivery.finish(message, progress, rendering.lines_screen([check.summary, *_remarks(check)]))
        if check.remarks:
            await message.reply_document(InputFile(BytesIO(annotated), filename=texts.CHECKED_FILE))

    def _checked(self, file: OwnFile, who: Visit) -> tuple[DraftCheck, bytes]:
        own_texts = self.desk.assistant.own_texts
        check = own_texts.check(file.text, who)
        return check, own_texts.annotated(check, file.data)


def _remarks(check: DraftCheck) -> Iterable[str]:
    """What needs attention first; what agrees is counted in the summary and marked in the .docx."""
    for verdict, name in VERDICTS.items():
        for remark in check.of(verdict):
            yield f"〔{name}〕{_short(remark.words)}"
            if verdict is not Verdict.MATCHES:
                yield f"　{remark.message}" + (f"\n　库内为：{_short(remark.right)}" if remark.right else "")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}……"
