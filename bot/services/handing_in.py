"""Material that people bring for the library: screened and read, then stored where its sender says so.

Nothing of a file is kept before it was screened and read. What was read waits, for a day, for the one who brought it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.names import label_words
from bot.services.acceptance import objection, suffix_of
from bot.services.core import Core
from bot.services.events import FileGivenBack, FileRead, FileStored, FormerRemoved, Tell
from bot.services.file_words import READ, STORED, barred, in_words, usable
from bot.services.former_texts import FormerTexts
from bot.services.intake import Intake
from bot.services.jobs import Job
from bot.services.rights import Rights
from knowledge.access import PUBLIC, UNIT, Role
from knowledge.callers import Visit
from knowledge.catalog.uploads import STEM, Uploads
from knowledge.documents import Frozen
from knowledge.errors import BadRequestError
from knowledge.ingesting import Choices, Profile
from knowledge.library import Library
from knowledge.upkeep.last_report import keep_report, last_report

WITHIN = {"console", "web"}
"""Channels over which a file does not leave the unit; what comes over any other is screened as on the internet."""

NO_SUCH_LABEL = "这个部门已不在您可用的范围内，请重新选择。部门由管理员用 ronghe people grant 设置。"
SCOPE = "查阅范围：{scope}。"
DISK_FULL = "磁盘剩余空间不足，现在不能接收文件；请告诉管理员。"
LEAST_FREE = 512 * 1024 * 1024
"""Bytes of the disk that files which wait must leave free: the catalog goes on being written."""

SAMPLES_GONE = "示例材料已自动移除。"
FORMER_ASKED = "库中原有同名材料《{title}》，内容与这一份有出入。是否移除原有的一份？"


class BroughtFile(Frozen):
    """A file as it came."""

    name: str
    """What its sender calls it: searched for marks, its ending is read; never used as a path."""

    data: bytes
    visit: Visit
    called: str = ""
    """By what name it is listed while it waits, and kept no longer; empty where it is not to be listed."""


class FileOnTrial(Frozen):
    """What a file turned out to be."""

    told: str
    """For the one who brought it, in several lines."""

    number: str | None = None
    """Under which it waits for a decision, 16 hexadecimal digits; None where there is nothing to decide: not kept."""

    labels: tuple[str, ...] = ()
    """Under which it may be stored: for everybody, for the unit, for each department that its sender may choose."""


class StoredFile(Frozen):
    """What came of a file that was stored."""

    told: str
    former: str | None = None
    """Id of a text of the same title for which it now answers; whether that goes is asked."""


@dataclass(frozen=True)
class HandingIn:
    """For those who may hand material in, and where nobody reads along; every call may block."""

    core: Core
    rights: Rights
    tell: Tell
    library: Library
    intake: Intake
    former: FormerTexts
    least_free: int = LEAST_FREE

    def allows(self, visit: Visit) -> bool:
        """Tell whether somebody may hand material in, here."""
        return self.rights.people.may_upload(visit.reader)

    def read(self, file: BroughtFile, job: Job) -> FileOnTrial:
        """Screen and read a file from memory, and let it wait where there is something to decide.

        Raises:
            BadRequestError: Its sender may hand nothing in, or has cancelled the job.
        """
        self.rights.check(file.visit, Role.UPLOADER)
        refused = objection(file.name, len(file.data))
        if refused:
            return FileOnTrial(told=refused)
        if self._uploads.free_bytes() - len(file.data) < self.least_free:
            return FileOnTrial(told=DISK_FULL)
        profile, suffix = self._profile(file.visit), suffix_of(file.name)
        report = self.intake.look_through(
            file.data, f"{STEM}{suffix}", self.library, Choices(profile=profile), job.page
        )
        job.go_on()
        # A mail or an archive waits as a whole: not where one file in it must not be kept.
        refused = barred(report, profile)
        is_usable, told = bool(usable(report)) and not refused, refused or in_words(report, READ, profile)
        number = None
        if is_usable:
            number = self._uploads.add(file.visit.caller, file.data, suffix, called=file.called, told=told)
        self.tell(FileRead(by=file.visit.caller, usable=is_usable))
        return FileOnTrial(told=told, number=number, labels=self.labels(file.visit) if is_usable else ())

    def waiting(self, visit: Visit) -> list[tuple[str, FileOnTrial]]:
        """Return the files that somebody has listed and not yet decided on, in the order they came: name and trial."""
        self.rights.check(visit, Role.UPLOADER)
        labels = self.labels(visit)
        return [
            (one.called, FileOnTrial(told=one.told, number=one.number, labels=labels))
            for one in self._uploads.listed(visit.caller)
        ]

    def labels(self, visit: Visit) -> tuple[str, ...]:
        """Return under which labels somebody may store what they bring; over a limited channel, those of its own."""
        departments = self.rights.people.departments(visit.reader, self.rights.labels(visit))
        limit, labels = self.rights.limit(visit), (PUBLIC, UNIT, *departments)
        return labels if limit is None else tuple(label for label in labels if label in limit)

    def text(self, number: str, visit: Visit) -> str | None:
        """Return the text of a file that waits, or None when it does not wait for this person."""
        self.rights.check(visit, Role.UPLOADER)
        place = self._uploads.find(number, visit.caller)
        if place is None:
            return None
        return self.intake.draft_text(place.read_bytes(), place.name, is_internet=self._profile(visit) == "internet")

    def waits(self, number: str, visit: Visit) -> bool:
        """Tell whether a file still waits for this person, who may still decide on it."""
        return self.allows(visit) and self._uploads.find(number, visit.caller) is not None

    def store(self, number: str, label: str, visit: Visit, job: Job) -> StoredFile | None:
        """Store a file under a label; None when it does not wait for this person.

        Raises:
            BadRequestError: They may hand nothing in, not under this label, or have cancelled the job: it still waits.
            KnowledgeError: It cannot be stored now; it still waits.
        """
        self.rights.check(visit, Role.UPLOADER)
        place = self._uploads.find(number, visit.caller)
        if place is None:
            return None
        if label not in self.labels(visit):
            raise BadRequestError(NO_SUCH_LABEL)
        profile, page, had_samples = self._profile(visit), self.intake.report_page(), self._has_samples()
        choices = Choices(profile=profile, label=label)
        report = self.intake.ingest([place], self.library, choices, witness=page.show, pages=job.page)
        told, stored = in_words(report, STORED, profile), usable(report)
        if stored:
            keep_report(self.core.catalog.database, told, partial(page.write, report=report), by=visit.caller)
        self._uploads.remove(number)
        self.tell(FileStored(by=visit.caller, titles=tuple(each.title or "" for each in stored), label=label))
        if stored:
            told = f"{told}\n{SCOPE.format(scope=label_words(label))}"
        if had_samples and not self._has_samples():
            told = f"{told}\n{SAMPLES_GONE}"
        former = self.former.of(stored, frozenset({PUBLIC, label}))
        if former is None:
            return StoredFile(told=told)
        return StoredFile(told=f"{told}\n{FORMER_ASKED.format(title=former.title)}", former=former.id)

    def give_back(self, number: str, visit: Visit) -> bool:
        """Delete a file that waits; tell whether it waited for this person."""
        found = self.waits(number, visit)
        if found:
            self._uploads.remove(number)
            self.tell(FileGivenBack(by=visit.caller))
        return found

    def remove_former(self, document_id: str, visit: Visit) -> bool:
        """Remove the text for which one with the same title now answers; tell whether it went.

        Raises:
            BadRequestError: They may hand nothing in.
        """
        self.rights.check(visit, Role.UPLOADER)
        gone = self.former.remove(document_id, self.rights.labels(visit))
        if gone:
            self.tell(FormerRemoved(by=visit.caller))
        return gone

    def last_report(self, visit: Visit) -> tuple[str, bytes] | None:
        """Return what was said when they last stored a file, and the report as a web page; None where another's came.

        Raises:
            BadRequestError: They may hand nothing in.
        """
        self.rights.check(visit, Role.UPLOADER)
        return last_report(self.core.catalog.database, visit.caller)

    def bound(self, photos: Sequence[bytes]) -> bytes:
        """Return photos as the pages of one PDF, to be read like any file.

        Raises:
            BadRequestError: One of them is damaged.
        """
        return self.intake.bound_photos(photos)

    @property
    def _uploads(self) -> Uploads:
        return Uploads(self.core.catalog.database)

    def _profile(self, visit: Visit) -> Profile:
        where = visit.conversation
        return self.intake.profile if where is not None and where.channel in WITHIN else "internet"

    def _has_samples(self) -> bool:
        return any(document.sample for document in self.library.documents())
