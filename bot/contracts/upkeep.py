"""The objects that `backup`, `restore`, `purge`, `audit` and `stats` print under `--json`."""

from __future__ import annotations

from typing import Literal

from knowledge.documents import Frozen


class BackupJson(Frozen):
    """`backup` and `restore`: the file, and what of it is in the home that it came from or went to."""

    file: str
    home: str
    documents: int
    passages: int
    originals: int
    made_at: str
    """When the backup was made: ISO 8601, UTC."""

    bytes: int
    seconds: float


class MigrateJson(Frozen):
    """`migrate`: where the catalog is, and what was moved there."""

    place: str
    rows: int
    """Rows that were moved and read back; 0 where the tables were only brought up to date."""

    left: str
    """Where the former catalog still lies, which `purge` does not reach; empty for nowhere."""

    seconds: float


class PurgeJson(Frozen):
    """`purge`: how much of each was deleted from every byte of the home, or of the database's own tables."""

    database: Literal["sqlite", "postgresql"]
    """A PostgreSQL server's write-ahead log and its backups are not reached."""

    documents: int
    questions: int
    replies: int
    audit_entries: int


class AuditEntryJson(Frozen):
    """One act of looking."""

    at: str
    user: int | None
    """The person's number; null for everybody else."""

    who: Literal["person", "operator", "anybody", "purged"]
    """A person, whoever sat at the machine, nobody in particular, or somebody who was purged since."""

    what: str
    outcome: str
    passages: tuple[str, ...]


class AuditJson(Frozen):
    """`audit`, the latest first; `intact` is false when rows were changed or taken out behind the program's back."""

    intact: bool
    entries: tuple[AuditEntryJson, ...]


class StageJson(Frozen):
    """Seconds that a stage took, of the questions in the period."""

    p50: float
    p95: float


class StatsJson(Frozen):
    """`stats` over the last days."""

    days: int
    questions: int
    people: int
    replies: dict[str, int]
    """By kind: `answer`, `no_answer`, `clarify`, `notice`."""

    by_model: int
    model_failures: int
    seconds: dict[str, StageJson]
    """By stage: `retrieve`, `write`, `total`."""

    queue: int
    """Messages of the messenger that wait for their turn."""

    documents: int
    passages: int
    pending: int
    """Documents that are written but not committed."""

    waiting_files: int
    """Files that wait for an administrator's decision."""

    catalog_bytes: int
    index_bytes: int
    originals_bytes: int
