"""The JSON objects that scripts rely on, made from the core's values; fields may be added, never renamed or removed."""

from __future__ import annotations

from typing import Literal

from bot.contracts.particulars import ParticularsJson
from knowledge.conditions import Condition
from knowledge.documents import (
    DescribedDocument,
    DocumentSummary,
    Frozen,
    Heading,
    Kind,
    Problem,
    Script,
    SourceClass,
    SourceSpan,
    Status,
)
from knowledge.evaluation.measures import Difference
from knowledge.ranking.fusion import Weights
from knowledge.retrieval import Scores


class HitJson(Frozen):
    """A retrieved passage; `text` is Simplified for reading."""

    rank: int
    score: float
    passage_id: str
    document_id: str
    title: str
    kind: Kind
    locator: str
    text: str
    script: Script
    status: Status
    label: str
    sample: bool
    source: SourceSpan


class CitationJson(Frozen):
    """What stands behind a marker; `quote` is verbatim, in the source's script."""

    marker: int
    passage_id: str
    document_id: str
    title: str
    kind: Kind
    issuer: str | None
    date: str | None
    locator: str
    quote: str
    secondhand: bool
    status: Status
    checked_on: str | None
    source_class: SourceClass | None
    script: Script
    sample: bool
    source: SourceSpan


class ScoresJson(Scores):
    """What each signal said of a hit; null where it did not return it."""

    rank: int
    passage_id: str
    matched: tuple[str, ...]
    """Words of the question, or synonyms of them, that stand in the passage or its headings."""


class ExplanationJson(Frozen):
    """How the hits of `search --explain` came about."""

    normalised: str
    """The question as it is matched."""

    form: Literal["question", "keywords", "reference"]
    words: tuple[str, ...]
    """What was searched for, with synonyms."""

    weights: Weights
    scores: tuple[ScoresJson, ...]


class SearchJson(Frozen):
    """`search`; `reason` says why nothing was searched for, `explanation` is there under `--explain`."""

    query: str
    filters: tuple[Condition, ...] = ()
    """Read from the words; `--literal` searches for them instead."""

    relaxed: bool = False
    """Nothing meets all `filters`: they only order."""

    hits: tuple[HitJson, ...]
    reason: str | None = None
    explanation: ExplanationJson | None = None
    seconds: float


class TimesJson(Frozen):
    """Time spent, in seconds."""

    ingest: float
    per_query_p50: float
    per_query_p95: float


class EvaluateJson(Frozen):
    """`evaluate`; `comparison` holds the measures against those of the run that `--against` names."""

    queries: int
    passages: int
    retriever: Literal["lexical", "dense", "hybrid"]
    measures: dict[str, float]
    comparison: tuple[Difference, ...] = ()
    seconds: TimesJson


class DocumentJson(DocumentSummary):
    """A document in `documents`, its names in Simplified."""

    particulars: ParticularsJson


class DocumentsJson(Frozen):
    """`documents`."""

    documents: tuple[DocumentJson, ...]


class RepairJson(Frozen):
    """A receipt in `show`."""

    kind: str
    before: str
    after: str
    source: SourceSpan


class ShowJson(DescribedDocument):
    """`show`; outline offsets are in `text`, which is in the source's script."""

    number: str | None
    particulars: ParticularsJson
    text: str
    outline: tuple[Heading, ...]
    repairs: tuple[RepairJson, ...]
    problems: tuple[Problem, ...]


class RemoveJson(Frozen):
    """`remove`."""

    removed: tuple[str, ...]


class KeywordHitJson(Frozen):
    """A passage with the words looked for; `highlights` are offsets in `snippet`."""

    document_id: str
    title: str
    kind: Kind
    locator: str
    status: Status
    count: int
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    source: SourceSpan


class AlsoSearchedJson(Frozen):
    """Another way to write the words, from the lexicon: counted by itself, with its first hits."""

    keyword: str
    documents: int
    passages: int
    hits: tuple[KeywordHitJson, ...]


class KeywordJson(Frozen):
    """`keyword`; `kinds` counts the passages of each kind of document."""

    keyword: str
    documents: int
    passages: int
    kinds: dict[Kind, int]
    hits: tuple[KeywordHitJson, ...]
    also_searched: tuple[AlsoSearchedJson, ...]


class CheckJson(Frozen):
    """One finding of `doctor`."""

    name: str
    ok: bool
    message: str


class DoctorJson(Frozen):
    """`doctor`."""

    checks: tuple[CheckJson, ...]


class ReindexJson(Frozen):
    """`reindex`."""

    embedding_model: str
    passages: int
    seconds: float


class Fault(Frozen):
    """What could not be done, and what to do."""

    code: str
    message: str


class ErrorJson(Frozen):
    """stdout under `--json` when the exit status is 1 or 2."""

    error: Fault
