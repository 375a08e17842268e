"""The object that each command prints under `--json`; `ingest` prints its own report."""

from __future__ import annotations

from bot.contracts.asking import AskJson
from bot.contracts.basic import (
    DoctorJson,
    DocumentsJson,
    ErrorJson,
    EvaluateJson,
    KeywordJson,
    ReindexJson,
    RemoveJson,
    SearchJson,
    ShowJson,
)
from bot.contracts.cards import CardsJson, FormulaJson
from bot.contracts.drafts import CheckDraftJson
from bot.contracts.pages import PagePictureJson
from bot.contracts.people import PeopleJson
from bot.contracts.quarantine import QuarantineJson
from bot.contracts.rules import ArticleJson, CompareJson, ConfirmJson, RegulationsJson
from bot.contracts.teaching import LearnJson, PlanJson
from bot.contracts.tokens import TokensJson
from bot.contracts.upkeep import AuditJson, BackupJson, MigrateJson, PurgeJson, StatsJson
from knowledge.documents import Frozen
from knowledge.ingesting import IngestReport

OBJECTS: dict[str, type[Frozen]] = {
    "ingest": IngestReport,
    "ask": AskJson,
    "search": SearchJson,
    "evaluate": EvaluateJson,
    "documents": DocumentsJson,
    "show": ShowJson,
    "page": PagePictureJson,
    "remove": RemoveJson,
    "keyword": KeywordJson,
    "article": ArticleJson,
    "regulations": RegulationsJson,
    "confirm": ConfirmJson,
    "compare": CompareJson,
    "cards": CardsJson,
    "formula": FormulaJson,
    "plan": PlanJson,
    "learn": LearnJson,
    "check": CheckDraftJson,
    "people": PeopleJson,
    "tokens": TokensJson,
    "quarantine": QuarantineJson,
    "backup": BackupJson,
    "restore": BackupJson,
    "purge": PurgeJson,
    "audit": AuditJson,
    "stats": StatsJson,
    "doctor": DoctorJson,
    "reindex": ReindexJson,
    "migrate": MigrateJson,
    "error": ErrorJson,
}
"""By the command's name."""
