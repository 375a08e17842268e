"""The figures of a home: what was asked and how long it took, from the audit log; how much is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.contracts.upkeep import StageJson, StatsJson
from knowledge.catalog import staging
from knowledge.catalog.audit import AuditEntry, AuditLog
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.inbox import queued
from knowledge.catalog.originals import FOLDER
from knowledge.catalog.quarantine import Decision, Quarantine
from knowledge.vectors.check import FOLDERS


def statistics(catalog: Catalog, *, days: int) -> StatsJson:
    """Return the figures of the last `days` days."""
    database = catalog.database
    since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    asked = [entry for entry in AuditLog(database).since(since) if entry.what == "ask"]
    with database.reading() as connection:
        counts = staging.counts(connection)
    held = Quarantine(database).listed()
    home = database.home
    return StatsJson(
        days=days,
        questions=len(asked),
        people=len({entry.by for entry in asked}),
        replies=dict(Counter(entry.outcome for entry in asked)),
        by_model=sum(entry.writer == "model" for entry in asked),
        model_failures=sum(entry.writer == "fallback" for entry in asked),
        seconds=_stages(asked),
        queue=queued(database),
        documents=counts.documents,
        passages=counts.passages,
        pending=counts.pending,
        waiting_files=sum(file.decision is Decision.WAITING for file in held),
        catalog_bytes=database.backend.size(),
        index_bytes=_size(home / FOLDERS),
        originals_bytes=_size(home / FOLDER),
    )


def _stages(asked: Sequence[AuditEntry]) -> dict[str, StageJson]:
    looked_up = [entry.seconds for entry in asked if entry.outcome in {"answer", "no_answer"}]
    if not looked_up:
        return {}
    stages = {
        "retrieve": [took.retrieve for took in looked_up],
        "write": [took.write for took in looked_up],
        "total": [took.total for took in looked_up],
    }
    return {name: StageJson(p50=_at(0.5, took), p95=_at(0.95, took)) for name, took in stages.items()}


def _at(share: float, values: Sequence[float]) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _size(place: Path) -> int:
    """Return the bytes of a file, or of all files below a folder."""
    if place.is_file():
        return place.stat().st_size
    return sum(each.stat().st_size for each in place.rglob("*") if each.is_file())
