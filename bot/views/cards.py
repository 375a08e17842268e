"""From cards and formulas to the objects of the contract."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contracts.cards import (
    CardJson,
    CardsJson,
    ComparedFieldJson,
    EvidenceJson,
    FormulaEntryJson,
    FormulaJson,
    FormulaSourceJson,
    PackItemJson,
)
from bot.views.gathering import gathered
from knowledge.practices.cards import HeldCard, Quoted
from knowledge.practices.fields import fields_of, reading
from knowledge.practices.formula_lookup import FormulaEntry
from knowledge.practices.formulas import HeldFormula
from knowledge.practices.packs import PACK, discussion_question
from knowledge.practices.search import FoundCards, shortfall
from knowledge.tokens import simplified


def cards_json(query: str, found: FoundCards, limit: int) -> CardsJson:
    """Return examples as scripts read them."""
    return CardsJson(
        query=query,
        conditions=found.request.conditions,
        cards=tuple(card_json(held, rank) for rank, held in enumerate(found.cards, start=found.offset + 1)),
        total=found.total,
        units=found.units,
        offset=found.offset,
        note=shortfall(found, limit),
    )


def packed_json(query: str, found: FoundCards) -> CardsJson:
    """Return a teaching pack as scripts read it."""
    questions = tuple(PackItemJson(card=held.card.id, question=discussion_question(held)) for held in found.cards)
    return cards_json(query, found, PACK).model_copy(update={"pack": questions})


def compared_json(cards: Sequence[HeldCard]) -> CardsJson:
    """Return cards beside one another."""
    columns = [fields_of(held) for held in cards]
    rows = tuple(
        ComparedFieldJson(field=row[0].label, cells=tuple(cell.text or None for cell in row))
        for row in zip(*columns, strict=True)
    )
    listed = tuple(card_json(held, rank) for rank, held in enumerate(cards, start=1))
    return CardsJson(query="", cards=listed, total=len(cards), units=len(cards), comparison=rows)


def card_json(held: HeldCard, rank: int) -> CardJson:
    """Return a card as scripts read it."""
    card, document = held.card, held.document
    named = list(zip(card.parts(), held.sources, strict=True))
    source = next(source for (name, part), source in named if name == "measure" and part == card.quote)
    return gathered(
        CardJson,
        card,
        card.labels,
        document,
        rank=rank,
        name=_read(card.name),
        unit=_read(card.unit),
        place=_read(card.place),
        fusion=next(iter(card.labels.fusions), None),
        stage=next(reversed(card.labels.stages), None),
        problem=_read(card.problem),
        measures=tuple(map(reading, card.measures)),
        result="".join(map(reading, card.results)) or None,
        quote=card.quote.text,
        source=source,
        evidence=tuple(EvidenceJson(field=name, quote=part.text, source=where) for (name, part), where in named),
    )


def formula_json(name: str, entries: Sequence[FormulaEntry], mentions: tuple[int, int]) -> FormulaJson:
    """Return the expansions of a formula as scripts read them."""
    documents, _ = mentions
    return FormulaJson(
        name=name,
        entries=tuple(map(_entry_json, entries)),
        mentioned_in=documents,
        note=formula_note(entries, documents),
    )


def formula_note(entries: Sequence[FormulaEntry], mentioned_in: int) -> str | None:
    """Say what is to be kept in mind about a formula, or why there is none."""
    if len(entries) > 1:
        return f"库内有{len(entries)}种展开，分别列出，不能混用；请按本地区、本系统的文件使用。"
    if entries:
        return None
    if mentioned_in:
        return f"库内{mentioned_in}份材料提到这一提法，均未完整列出条目，不作补写。"
    return "库内材料没有这一提法。未收录不等于不存在，请以正式文件为准。"


def _entry_json(entry: FormulaEntry) -> FormulaEntryJson:
    sources = tuple(map(_source_json, entry.sources))
    return gathered(FormulaEntryJson, sources[0], items=tuple(map(simplified, entry.items)), sources=sources)


def _source_json(held: HeldFormula) -> FormulaSourceJson:
    formula, document = held.formula, held.document
    unit, quote = _read(formula.unit), formula.quote.text
    return gathered(FormulaSourceJson, formula, document, held, unit=unit, quote=quote)


def _read(words: Quoted | None) -> str | None:
    return reading(words) if words else None
