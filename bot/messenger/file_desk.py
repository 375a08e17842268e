"""The synchronous half of files for the library: read, looked at, stored or given back; what a former text is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.messenger import rendering, texts
from bot.messenger.screens import Button, Rows, Screen, button_rows
from bot.names import label_words
from bot.services.handing_in import BroughtFile, HandingIn, StoredFile
from bot.services.jobs import Job
from knowledge.access import DEPARTMENT, PUBLIC
from knowledge.callers import Visit
from knowledge.errors import KnowledgeError

DECIDE_FILE = r"^w:([0-9a-f]{16}):([yusndb]|[0-9a-f]{8})$"
"""`w:<file>:<choice>`: 入库, for everybody, for the unit alone or for a department, 先看看 or 退回; `d` shows the
departments, `b` leads back from them."""

DECIDE_FORMER = r"^fo:([0-9a-f]{16}):([yn])$"
"""`fo:<document>:<choice>`: the former text goes, or both stay."""

MOST_DEPARTMENTS = 40
"""Buttons of departments under one file."""

PREVIEWED = 1500
"""Characters of a file that 先看看 shows."""


@dataclass(frozen=True)
class FileDesk:
    """Every method may block and is called in a thread."""

    handing_in: HandingIn

    def read(self, file: BroughtFile, job: Job) -> Screen:
        """Have a file read, and ask what is to become of it."""
        found = self.handing_in.read(file, job)
        rows = file_choices(found.number, found.labels) if found.number else ()
        return rendering.lines_screen(found.told.split("\n"), rows=rows)

    def stored(self, number: str, label: str, who: Visit, job: Job) -> Screen:
        """Have a file stored; one that could not be stored just now keeps its buttons, to be tapped again."""
        try:
            stored = self.handing_in.store(number, label, who, job)
        except KnowledgeError as error:
            rows = file_choices(number, self.handing_in.labels(who))
            return rendering.lines_screen([texts.fault_sentence(error)], rows=rows)
        if stored is None:
            return Screen(parts=(texts.FILE_GONE,))
        return rendering.lines_screen(stored.told.split("\n"), rows=former_rows(stored))

    def previewed(self, number: str, who: Visit) -> Screen:
        """Show how a file begins."""
        text = self.handing_in.text(number, who)
        if text is None:
            return Screen(parts=(texts.FILE_GONE,))
        return rendering.lines_screen([text[:PREVIEWED] + ("\n……" if len(text) > PREVIEWED else "")])

    def given_back(self, number: str, who: Visit) -> Screen:
        """Delete a file that waits."""
        found = self.handing_in.give_back(number, who)
        return Screen(parts=(texts.FILE_RETURNED if found else texts.FILE_GONE,))

    def former_decided(self, document_id: str, choice: str, who: Visit) -> str:
        """Let a former text go, or say that both stay."""
        if not self.handing_in.allows(who):
            return texts.FORMER_GONE
        if choice == "n":
            return texts.FORMER_STAYS
        return texts.FORMER_REMOVED if self.handing_in.remove_former(document_id, who) else texts.FORMER_GONE

    def label(self, choice: str, who: Visit) -> str | None:
        """Return the label behind a button; None for a department that is not, or no longer, this person's."""
        labels = self.handing_in.labels(who)
        return texts.FILE_LABELS.get(choice) or next((label for label in labels if _key(label) == choice), None)


def file_choices(number: str, labels: Sequence[str]) -> Rows:
    """Return what can be done with a file, as far as these labels go; the departments only where there are any."""
    choices = [*texts.FILE_CHOICES, *([texts.FILE_DEPARTMENTS] if _of_departments(labels) else [])]
    offered = [[(word, key) for word, key in row if texts.FILE_LABELS.get(key, PUBLIC) in labels] for row in choices]
    return tuple(tuple(Button(label=word, data=f"w:{number}:{key}") for word, key in row) for row in offered if row)


def department_choices(number: str, labels: Sequence[str]) -> Rows:
    """Return the departments for which a file can be stored."""
    own = _of_departments(labels)[:MOST_DEPARTMENTS]
    buttons = tuple(Button(label=label_words(label), data=f"w:{number}:{_key(label)}") for label in own)
    return (*button_rows(buttons, width=2), (Button(label="返回", data=f"w:{number}:b"),))


def former_rows(stored: StoredFile) -> Rows:
    """Return the buttons of the question what becomes of a former text; none where nothing is asked."""
    if stored.former is None:
        return ()
    return (tuple(Button(label=word, data=f"fo:{stored.former}:{key}") for word, key in texts.FORMER_CHOICES),)


def _of_departments(labels: Sequence[str]) -> list[str]:
    return [label for label in labels if label.startswith(DEPARTMENT)]


def _key(label: str) -> str:
    """Return a label as it fits into a button, whatever script it is in."""
    return hashlib.sha256(label.encode()).hexdigest()[:8]
