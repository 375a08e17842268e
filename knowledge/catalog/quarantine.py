"""Files that carry a mark and what the administrator decided about them: by their hash; no word and no byte is kept."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Row, delete, select, update

from knowledge.catalog.database import Tables
from knowledge.catalog.schema import held_files
from knowledge.documents import Frozen
from knowledge.secrecy import Grade


class Decision(StrEnum):
    """How it stands with a file."""

    WAITING = "waiting"
    RELEASED = "released"
    REJECTED = "rejected"


class HeldFile(Frozen):
    """A marked file."""

    sha256: str
    path: str
    """Where it was found; on a rejected one, empty."""

    grade: Grade
    rule: str
    noted_on: str
    """`YYYY-MM-DD`."""

    decision: Decision


class Quarantine(Tables):
    """What was held back in a home."""

    def decision(self, sha256: str) -> Decision | None:
        """Return how it stands with a file, or None when it was never held back."""
        query = select(held_files.c.decision).where(held_files.c.sha256 == sha256)
        with self._database.reading() as connection:
            found = connection.scalars(query).first()
        return Decision(found) if found else None

    def hold(self, file: HeldFile) -> None:
        """Note a file that waits for a decision; one that was decided upon stays as it is."""
        row = {**file.model_dump(mode="json"), "decision": Decision.WAITING.value}
        with self._database.writing() as connection:
            connection.execute(self._database.insert(held_files).values(row).on_conflict_do_nothing())

    def listed(self) -> list[HeldFile]:
        """Return every file noted, the waiting ones first."""
        query = select(held_files).order_by(held_files.c.decision.desc(), held_files.c.noted_on, held_files.c.sha256)
        with self._database.reading() as connection:
            return [_held(row) for row in connection.execute(query)]

    def decide(self, sha256: str, decision: Decision) -> HeldFile | None:
        """Put down a decision on the one file whose hash begins with `sha256`; None when it is none or several."""
        begins = held_files.c.sha256.startswith(sha256, autoescape=True)
        with self._database.writing() as connection:
            rows = connection.execute(select(held_files).where(begins)).all()
            if len(rows) != 1:
                return None
            values = {"decision": decision.value} | ({"path": ""} if decision is Decision.REJECTED else {})
            connection.execute(update(held_files).where(held_files.c.sha256 == rows[0].sha256).values(values))
        return _held(rows[0]).model_copy(update={"decision": decision})

    def forget(self, sha256: str) -> None:
        """Forget a file altogether: it is examined anew when it comes again."""
        with self._database.writing() as connection:
            connection.execute(delete(held_files).where(held_files.c.sha256 == sha256))

    def released(self) -> frozenset[str]:
        """Return the hashes of the files that were released: internal material, for no remote model."""
        query = select(held_files.c.sha256).where(held_files.c.decision == Decision.RELEASED.value)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))


def _held(row: Row[tuple[str, ...]]) -> HeldFile:
    return HeldFile(**row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
