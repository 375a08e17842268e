"""What ingest asks of the catalog: what is held of a file, and what its text is known by."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text, update

from knowledge.catalog.rows import select_summaries
from knowledge.catalog.schema import State, cards, document_texts, documents, passages
from knowledge.documents import DocumentSummary, Fingerprint, Holding, Problem

_REPAIRS = text("""
    SELECT json_extract(each.value, '$.kind') AS kind, count(*) AS number
    FROM document_texts, json_each(document_texts.repairs) AS each WHERE document = :key GROUP BY kind ORDER BY kind
""")


def holdings(connection: Connection, path: str) -> list[Holding]:
    """Return the committed documents of a file, in their order."""
    query = select_summaries().add_columns(documents.c.pk).where(documents.c.path == path).order_by(documents.c.pk)
    return [_holding(connection, row) for row in connection.execute(query)]


def fingerprints(connection: Connection) -> list[Fingerprint]:
    """Return what every committed document is compared by, but for those too short to be compared."""
    names = [name for name in Fingerprint.model_fields if name != "sketch"]
    query = select(*(documents.c[name] for name in names), document_texts.c.sketch).join(document_texts)
    query = _committed(query).where(document_texts.c.sketch != "")
    return [Fingerprint.model_validate(dict(row._mapping)) for row in connection.execute(query)]  # noqa: SLF001


def link(connection: Connection, document_id: str, to: str | None) -> None:
    """Note which document answers for this one, or that it answers for itself."""
    connection.execute(update(documents).where(documents.c.id == document_id).values(linked_to=to))


def _holding(connection: Connection, row: Row[Any]) -> Holding:
    shared = DocumentSummary.model_fields
    summary = DocumentSummary.model_validate({name: row._mapping[name] for name in shared})  # noqa: SLF001  # by name
    kept = select(func.length(document_texts.c.text), document_texts.c.problems)
    characters, problems = connection.execute(kept.where(document_texts.c.document == row.pk)).one()
    locators = connection.scalars(select(passages.c.locator).where(passages.c.document == row.pk).distinct())
    return Holding(
        summary=summary,
        characters=characters,
        repairs=tuple((kind, number) for kind, number in connection.execute(_REPAIRS, {"key": row.pk})),
        problems=tuple(map(Problem.model_validate, json.loads(problems))),
        locators=frozenset(locators),
        cards=connection.scalar(select(func.count()).where(cards.c.document == row.pk)) or 0,
    )


def _committed(query: Select[Any]) -> Select[Any]:
    return query.where(documents.c.state == State.COMMITTED.value)
