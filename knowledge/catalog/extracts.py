"""Cards and formulas as rows of the catalog, and back: committed ones that the person may see, each text once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, insert, select

from knowledge.catalog.database import Database
from knowledge.catalog.rows import Values, answering
from knowledge.catalog.schema import State, cards, documents, extracted, formulas
from knowledge.documents import Document, DocumentSummary, Frozen, SourceSpan
from knowledge.extracts import VERSION, Extract
from knowledge.pages import RECOGNISED
from knowledge.practices.cards import Card, HeldCard
from knowledge.practices.formulas import Formula, HeldFormula, formula_key

T = TypeVar("T")

_REVISION = "SELECT value FROM meta WHERE key = 'revision'"


class ExtractRows(Frozen):
    """A document's cards and formulas as rows, but for its key."""

    cards: tuple[Values, ...] = ()
    formulas: tuple[Values, ...] = ()


def rows_of(document: Document, extract: Extract) -> ExtractRows:
    """Return the rows of what was extracted from a document."""
    return ExtractRows(
        cards=tuple(
            {
                "id": card.id,
                "content": card.model_dump_json(exclude_defaults=True),
                "sources": json.dumps([_raw(document, part.start, part.end) for _, part in card.parts()]),
            }
            for card in extract.cards
        ),
        formulas=tuple(
            {
                "id": formula.id,
                "key": formula_key(formula.name.text),
                "content": formula.model_dump_json(exclude_defaults=True),
                "source": json.dumps(_raw(document, formula.quote.start, formula.quote.end)),
            }
            for formula in extract.formulas
        ),
    )


def write_extracts(connection: Connection, extracts: Sequence[tuple[int, ExtractRows]]) -> None:
    """Write what was extracted from documents, each under its key, within the caller's transaction."""
    tables = (
        (extracted, [{"document": key, "version": VERSION} for key, _ in extracts]),
        (cards, [row | {"document": key} for key, rows in extracts for row in rows.cards]),
        (formulas, [row | {"document": key} for key, rows in extracts for row in rows.formulas]),
    )
    for table, values in tables:
        if values:
            connection.execute(insert(table), values)


def unextracted(connection: Connection) -> frozenset[int]:
    """Return the keys of the committed cases and articles that hold no extracts of the present rules."""
    query = select(documents.c.pk).select_from(documents.outerjoin(extracted))
    query = query.where(documents.c.state == State.COMMITTED.value, documents.c.kind.in_(["case", "article"]))
    return frozenset(connection.scalars(query.where(func.coalesce(extracted.c.version, 0) < VERSION)))


class Extracts:
    """The cards and formulas of a catalog, kept until it changes. Used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._revision = -1
        self._cards: dict[frozenset[str], list[HeldCard]] = {}
        self._formulas: dict[frozenset[str], list[HeldFormula]] = {}

    def cards(self, labels: frozenset[str]) -> Sequence[HeldCard]:
        """Return every card that a person may see, in the order of the documents."""
        query = select(cards.c.content, cards.c.sources.label("source")).order_by(cards.c.pk)
        return self._kept(self._cards, query.select_from(cards), labels, _card)

    def card(self, card_id: str, labels: frozenset[str]) -> HeldCard | None:
        """Return a card, or None when it is not there for this person."""
        return next((held for held in self.cards(labels) if held.card.id == card_id), None)

    def formulas(self, labels: frozenset[str]) -> Sequence[HeldFormula]:
        """Return every formula that a person may see, in the order of the documents."""
        query = select(formulas.c.content, formulas.c.source).order_by(formulas.c.pk)
        return self._kept(self._formulas, query.select_from(formulas), labels, _formula)

    def _kept(
        self,
        kept: dict[frozenset[str], list[T]],
        query: Select[Any],
        labels: frozenset[str],
        read: Callable[[Row[Any]], T],
    ) -> list[T]:
        with self._lock, self._database.reading() as connection:
            revision = int(connection.exec_driver_sql(_REVISION).scalar_one())
            if revision != self._revision:
                self._revision = revision
                self._cards.clear()
                self._formulas.clear()
            if labels not in kept:
                summary = [documents.c[name] for name in DocumentSummary.model_fields]
                visible = query.join(documents).add_columns(documents.c.encoding, *summary)
                visible = visible.where(documents.c.state == State.COMMITTED.value, answering(labels))
                kept[labels] = [read(row) for row in connection.execute(visible)]
            return kept[labels]


def _card(row: Row[Any]) -> HeldCard:
    sources = tuple(_span(row, span) for span in json.loads(row.source))
    return HeldCard(card=Card.model_validate_json(row.content), document=_summary(row), sources=sources)


def _formula(row: Row[Any]) -> HeldFormula:
    formula = Formula.model_validate_json(row.content)
    return HeldFormula(formula=formula, document=_summary(row), source=_span(row, json.loads(row.source)))


def _summary(row: Row[Any]) -> DocumentSummary:
    return DocumentSummary.model_validate({name: row._mapping[name] for name in DocumentSummary.model_fields})  # noqa: SLF001  # by name


def _span(row: Row[Any], span: Sequence[Any]) -> SourceSpan:
    """Return a span as it was written; before pages were kept, it was two numbers."""
    start, end, page, recognised = span if len(span) > 2 else (*span, None, row.encoding in RECOGNISED)  # noqa: PLR2004
    return SourceSpan(path=row.path, encoding=row.encoding, start=start, end=end, page=page, recognised=recognised)


def _raw(document: Document, start: int, end: int) -> tuple[int, int, int | None, bool]:
    source = document.source_of(start, end)
    return source.start, source.end, source.page, source.recognised
