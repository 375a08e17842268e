"""What ingest asks of the catalog: what is held of a file, and what its text is known by."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from knowledge.catalog.extracts import unextracted
from knowledge.catalog.rows import committed, select_summaries
from knowledge.catalog.schema import cards, document_texts, documents, passages
from knowledge.documents import DocumentSummary, Problem
from knowledge.held import Fingerprint, Holding
from knowledge.pages import WITH_PAGES

_SUMMARY = tuple(DocumentSummary.model_fields)
_REPAIRS = select(document_texts.c.document, document_texts.c.repairs).where(document_texts.c.repairs != "[]")


def holdings(connection: Connection) -> dict[str, list[Holding]]:
    """Return the committed documents of every file, in their order, by the file's path.

    All at once: asked file by file, it took most of the time of a run in which nothing had changed.
    """
    kept = func.length(document_texts.c.text).label("characters"), document_texts.c.problems
    read = documents.c.encoding, document_texts.c.pages.is_(None).label("without_pages")
    query = select_summaries().add_columns(documents.c.pk, documents.c.sha256, *kept, *read).join(document_texts)
    repairs = {row.document: _by_kind(row.repairs) for row in connection.execute(_REPAIRS)}
    locators = _grouped(connection.execute(_locators()))
    counts = select(cards.c.document, func.count().label("number")).group_by(cards.c.document)
    numbers = {row.document: row.number for row in connection.execute(counts)}
    stale = unextracted(connection)
    found: dict[str, list[Holding]] = {}
    for row in connection.execute(query.order_by(documents.c.pk)):
        holding = Holding(
            summary=DocumentSummary.model_validate({name: row._mapping[name] for name in _SUMMARY}),  # noqa: SLF001
            sha256=row.sha256,
            is_current=row.pk not in stale,
            characters=row.characters,
            repairs=repairs.get(row.pk, ()),
            problems=tuple(map(Problem.model_validate, json.loads(row.problems))),
            locators=frozenset(locator for (locator,) in locators[row.pk]),
            cards=numbers.get(row.pk, 0),
            encoding=row.encoding,
            outdated=row.without_pages and row.encoding in WITH_PAGES,
        )
        found.setdefault(row.path, []).append(holding)
    return found


def fingerprints(connection: Connection) -> list[Fingerprint]:
    """Return what every committed document is compared by, but for those too short to be compared."""
    names = [name for name in Fingerprint.model_fields if name != "sketch"]
    query = select(*(documents.c[name] for name in names), document_texts.c.sketch).join(document_texts)
    query = committed(query).where(document_texts.c.sketch != "")
    return [Fingerprint.model_validate(dict(row._mapping)) for row in connection.execute(query)]  # noqa: SLF001


def text_held(connection: Connection, document_id: str) -> str | None:
    """Return the text of a committed document, whoever may see it, or None."""
    query = committed(select(document_texts.c.text).join(documents)).where(documents.c.id == document_id)
    return connection.scalars(query).one_or_none()


def link(connection: Connection, links: Mapping[str, str | None]) -> None:
    """Note which document answers for each of these, None for itself; whoever keeps things counts the revision up."""
    for document_id, to in links.items():
        connection.execute(update(documents).where(documents.c.id == document_id).values(linked_to=to))


def _by_kind(repairs: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(each["kind"] for each in json.loads(repairs)).items()))


def _locators() -> Select[Any]:
    return select(passages.c.document, passages.c.locator).distinct()


def _grouped(rows: Iterable[Row[Any]]) -> defaultdict[int, list[tuple[Any, ...]]]:
    """Return the values of rows by their first one, a document's key."""
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found
