"""The object that each command prints under `--json`; `ingest` prints its own report."""

from __future__ import annotations

from bot.card_contract import CardsJson, FormulaJson
from bot.contract import (
    AskJson,
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
from bot.draft_contract import CheckDraftJson
from bot.people_contract import PeopleJson
from bot.quarantine_contract import QuarantineJson
from bot.rule_contract import ArticleJson, CompareJson, ConfirmJson, RegulationsJson
from bot.teaching_contract import LearnJson, PlanJson
from bot.upkeep_contract import AuditJson, BackupJson, PurgeJson, StatsJson
from knowledge.documents import Frozen

OBJECTS: dict[str, type[Frozen]] = {
    "ask": AskJson,
    "search": SearchJson,
    "evaluate": EvaluateJson,
    "documents": DocumentsJson,
    "show": ShowJson,
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
    "quarantine": QuarantineJson,
    "backup": BackupJson,
    "restore": BackupJson,
    "purge": PurgeJson,
    "audit": AuditJson,
    "stats": StatsJson,
    "doctor": DoctorJson,
    "reindex": ReindexJson,
    "error": ErrorJson,
}
"""By the command's name."""
