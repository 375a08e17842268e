"""What an administrator looks over: who saw what, how much is asked, files that carry an internal mark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.services.core import Core
from bot.services.events import HeldFileDecided, Tell
from bot.services.intake import Intake
from bot.services.rights import Rights
from knowledge.access import Role
from knowledge.callers import Someone, Visit
from knowledge.catalog.audit import AuditEntry, AuditLog
from knowledge.catalog.quarantine import Decision, HeldFile, Quarantine
from knowledge.clock import at_office
from knowledge.errors import BadRequestError
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.names import container_of

NOT_ON_THE_INTERNET = "RONGHE_PROFILE 为 internet 时，带内部标识的文件不能放行；放行只用于内网部署。"
NO_SUCH_FILE = "没有这个待核定的文件，可能已经处理过；请刷新后再看。"


@dataclass(frozen=True)
class Oversight:
    """For administrators alone."""

    core: Core
    rights: Rights
    tell: Tell
    library: Library | None
    intake: Intake | None
    """What reads files again that are let in; None where nothing does."""

    def audit(self, visit: Visit, *, of: int | None, limit: int) -> list[AuditEntry]:
        """Return the latest rows of the audit log, of one person where one is named."""
        self.rights.check(visit, Role.ADMIN)
        return self._log.entries(by=Someone(number=of) if of is not None else None, limit=limit)

    def is_intact(self, visit: Visit) -> bool:
        """Tell whether no row of the audit log was changed or taken out."""
        self.rights.check(visit, Role.ADMIN)
        return self._log.is_intact()

    def questions_by_day(self, visit: Visit, *, days: int) -> list[tuple[str, int, int]]:
        """Return for each of the last days, `YYYY-MM-DD` of the office, the questions and how many had no answer."""
        self.rights.check(visit, Role.ADMIN)
        now = datetime.now(UTC)
        asked = [one for one in self._log.since((now - timedelta(days=days)).isoformat()) if one.what == "ask"]
        every = Counter(at_office(one.at)[:10] for one in asked)
        vain = Counter(at_office(one.at)[:10] for one in asked if one.outcome == "no_answer")
        today = date.fromisoformat(at_office(now.isoformat(timespec="seconds"))[:10])
        listed = [(today - timedelta(days=back)).isoformat() for back in reversed(range(days))]
        return [(day, every[day], vain[day]) for day in listed]

    def held_files(self, visit: Visit) -> list[HeldFile]:
        """Return the files with an internal mark, those that wait for a decision first."""
        self.rights.check(visit, Role.ADMIN)
        return Quarantine(self.core.catalog.database).listed()

    def keep_out(self, sha256: str, visit: Visit) -> None:
        """Keep a file out for good.

        Raises:
            BadRequestError: There is no such file, or an administrator is needed.
        """
        self._decided(sha256, Decision.REJECTED, visit)

    def let_in(self, sha256: str, visit: Visit) -> bool:
        """Let a file in from where it was found; tell whether it is still there and could be read.

        Raises:
            BadRequestError: There is no such file, this is no intranet, or an administrator is needed.
        """
        self.rights.check(visit, Role.ADMIN)
        if self.intake is None or self.library is None or self.intake.profile != "intranet":
            raise BadRequestError(NOT_ON_THE_INTERNET)
        file = self._decided(sha256, Decision.RELEASED, visit)
        whole = Path(container_of(file.path))
        if not whole.is_file():
            return False
        report = self.intake.ingest([whole], self.library, Choices(profile=self.intake.profile))
        return any(one.path == file.path and one.id for one in report.documents)

    @property
    def _log(self) -> AuditLog:
        return AuditLog(self.core.catalog.database)

    def _decided(self, sha256: str, decision: Decision, visit: Visit) -> HeldFile:
        self.rights.check(visit, Role.ADMIN)
        file = Quarantine(self.core.catalog.database).decide(sha256, decision) if len(sha256) == 64 else None  # noqa: PLR2004
        if file is None:
            raise BadRequestError(NO_SUCH_FILE)
        self.tell(HeldFileDecided(by=visit.caller, released=decision is Decision.RELEASED))
        return file
