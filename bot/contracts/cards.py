"""The JSON objects of examples and formulas: cards, formula."""

from __future__ import annotations

from typing import Literal

from knowledge.conditions import Condition
from knowledge.documents import Frozen, Kind, Script, SourceClass, SourceSpan


class EvidenceJson(Frozen):
    """The words of the source behind a field; `quote` is verbatim, in the source's script."""

    field: Literal["name", "unit", "place", "problem", "measure", "result"]
    quote: str
    source: SourceSpan


class CardJson(Frozen):
    """A practice in `cards`; all but `quote` and `evidence` is Simplified; what the text does not state is null."""

    id: str
    rank: int
    name: str | None
    unit: str | None
    place: str | None
    sector: str | None
    tasks: tuple[str, ...]
    fusion: str | None
    """The chief one of `fusions`."""

    fusions: tuple[str, ...]
    stage: str | None
    """The latest one of `stages`."""

    stages: tuple[str, ...]
    problem: str | None
    measures: tuple[str, ...]
    result: str | None
    date: str | None
    quote: str
    title: str
    kind: Kind
    source_class: SourceClass | None
    document_id: str
    passage_id: str
    locator: str
    script: Script
    sample: bool
    source: SourceSpan
    evidence: tuple[EvidenceJson, ...]


class ComparedFieldJson(Frozen):
    """One row of a comparison: a cell for each card, null where its text does not state it."""

    field: str
    cells: tuple[str | None, ...]


class PackItemJson(Frozen):
    """An example of a teaching pack with a question to discuss."""

    card: str
    question: str


class CardsJson(Frozen):
    """`cards`; `comparison` under `--compare`, `pack` under `--pack`."""

    query: str
    conditions: tuple[Condition, ...] = ()
    cards: tuple[CardJson, ...]
    total: int
    units: int
    offset: int = 0
    note: str | None = None
    """An honest word where there are fewer different units than were asked for."""

    comparison: tuple[ComparedFieldJson, ...] = ()
    pack: tuple[PackItemJson, ...] = ()


class FormulaSourceJson(Frozen):
    """A document that spells a formula out."""

    unit: str | None
    date: str | None
    quote: str
    title: str
    document_id: str
    passage_id: str
    locator: str
    source_class: SourceClass | None
    source: SourceSpan


class FormulaEntryJson(Frozen):
    """One expansion of a formula; the fields beside `items` are those of its oldest source."""

    items: tuple[str, ...]
    unit: str | None
    date: str | None
    quote: str
    document_id: str
    source: SourceSpan
    sources: tuple[FormulaSourceJson, ...]


class FormulaJson(Frozen):
    """`formula`; `mentioned_in` counts the documents that have the name, spelt out or not."""

    name: str
    entries: tuple[FormulaEntryJson, ...]
    mentioned_in: int
    note: str | None = None
