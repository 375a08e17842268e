"""The synchronous half of a file that somebody brought for this conversation: checked, or asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.messenger import rendering, texts
from bot.messenger.desk import Desk
from bot.messenger.screens import Button, Screen
from bot.services.own_files import OwnFile
from knowledge.callers import Visit
from knowledge.drafts.remarks import VERDICTS, DraftCheck, Verdict
from knowledge.errors import KnowledgeError

OWN_FILE = r"^o([cax]):([0-9a-f]{8})$"
"""`oc:<file>` checks it, `oa:<file>` asks about it, `ox:<file>` leaves it."""

LONGEST = 160
"""Characters of a draft's or a source's words in the chat; the .docx has them whole."""


@dataclass(frozen=True)
class OwnFileDesk:
    """Every method may block and is called in a thread."""

    desk: Desk

    def brought(self, who: Visit, data: bytes, suffix: str) -> Screen:
        """Read a file, hold it for the conversation, and ask what is wanted of it.

        Raises:
            BadRequestError: It cannot be read, or is marked; nothing is held then.
        """
        text = self.desk.assistant.own_texts.read(data, f"稿件{suffix}")
        number = self.desk.own_files.bring(who.conversation, data, suffix, text)
        buttons = tuple(Button(label=label, data=f"o{key}:{number}") for label, key in texts.OWN_CHOICES)
        return Screen(parts=(texts.OWN_READ.format(characters=len("".join(text.split()))),), rows=(buttons,))

    def opened(self, file: OwnFile) -> Screen:
        """Make a file ready to be asked about."""
        try:
            file.own = file.own or self.desk.assistant.own_texts.opened(file.text)
        except KnowledgeError as error:
            return rendering.lines_screen([texts.fault_sentence(error)])
        file.asked = True
        leave = (Button(label=texts.OWN_LEAVE, data=f"ox:{file.number}"),)
        return Screen(parts=(texts.OWN_ASK.format(passages=len(file.own.passages)),), rows=(leave,))

    def checked(self, file: OwnFile, who: Visit) -> tuple[Screen, dict[str, bytes]]:
        """Hold a file against the library; return what was found, and the file with remarks where there are any.

        Raises:
            KnowledgeError: It could not be done.
        """
        own_texts = self.desk.assistant.own_texts
        check = own_texts.check(file.text, who)
        files = {texts.CHECKED_FILE: own_texts.annotated(check, file.data)} if check.remarks else {}
        return rendering.lines_screen([check.summary, *_remarks(check)]), files


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
