"""Documents and passages as rows of the catalog, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Label, Row, Select, select

from knowledge.catalog.schema import State, document_texts, documents, passage_texts, passages
from knowledge.documents import Document, DocumentSummary, Frozen, Passage, SourceSpan

# Any stands for a column's value, of which SQLAlchemy's rows tell no type.
Values = dict[str, Any]

_LISTS = ("kept", "garbled", "outline", "repairs", "problems")
_TEXTS = {column.name for column in document_texts.columns} - {"document"}

# A hit has both a passage and a document, so each column says whose it is.
_SUMMARY = {f"document_{name}": documents.c[name] for name in DocumentSummary.model_fields}
_PASSAGE = {f"passage_{name}": passages.c[name] for name in ("id", "ordinal", "locator", "start", "end")} | {
    "passage_document_id": documents.c.id,
    "passage_text": passage_texts.c.text,
}
_SOURCE = {
    "source_path": documents.c.path,
    "source_encoding": documents.c.encoding,
    "source_start": passages.c.raw_start,
    "source_end": passages.c.raw_end,
}


def document_values(document: Document, *, state: State, count: int) -> tuple[Values, Values]:
    """Return a document's values for the tables `documents` and `document_texts`; `count` is that of its passages."""
    values = document.model_dump(mode="json")
    for name in _LISTS:
        values[name] = json.dumps(values[name], ensure_ascii=False, separators=(",", ":"))
    texts = {name: values.pop(name) for name in _TEXTS}
    return values | {"state": state.value, "passages": count}, texts


def passage_values(passage: Passage, source: SourceSpan) -> Values:
    """Return a passage's values for the table `passages`, without its document's key."""
    values = passage.model_dump(exclude={"document_id", "text"})
    return values | {"raw_start": source.start, "raw_end": source.end}


def select_documents() -> Select[Any]:
    """Return the query for whole documents."""
    columns = [column for column in documents.columns if column.name not in {"pk", "state", "passages"}]
    texts = [column for column in document_texts.columns if column.name != "document"]
    return _committed(select(*columns, *texts).join(document_texts))


def select_summaries() -> Select[Any]:
    """Return the query for summaries of documents."""
    return _committed(select(*_labelled(_SUMMARY)))


def select_passages() -> Select[Any]:
    """Return the query for passages."""
    return _committed(_from_passages(_PASSAGE))


def select_hits() -> Select[Any]:
    """Return the query for passages with their documents' summaries and their sources."""
    return _committed(_from_passages(_PASSAGE | _SUMMARY | _SOURCE))


def document_of(row: Row[Any]) -> Document:
    """Return the document in a row of `select_documents`."""
    values = dict(row._mapping)  # noqa: SLF001  # the documented way to a row's values by name
    return Document.model_validate(values | {name: json.loads(values[name]) for name in _LISTS})


def summary_of(row: Row[Any]) -> DocumentSummary:
    """Return the summary in a row of `select_summaries` or `select_hits`."""
    return DocumentSummary.model_validate(_values(row, "document_", DocumentSummary))


def passage_of(row: Row[Any]) -> Passage:
    """Return the passage in a row of `select_passages` or `select_hits`."""
    return Passage.model_validate(_values(row, "passage_", Passage))


def source_of(row: Row[Any]) -> SourceSpan:
    """Return the span of the source file in a row of `select_hits`."""
    return SourceSpan.model_validate(_values(row, "source_", SourceSpan))


def _values(row: Row[Any], prefix: str, model: type[Frozen]) -> Values:
    return {name: getattr(row, prefix + name) for name in model.model_fields}


def _labelled(columns: Mapping[str, Column[Any]]) -> list[Label[Any]]:
    return [column.label(name) for name, column in columns.items()]


def _from_passages(columns: Mapping[str, Column[Any]]) -> Select[Any]:
    return select(*_labelled(columns)).select_from(passages).join(documents).join(passage_texts)


def _committed(query: Select[Any]) -> Select[Any]:
    return query.where(documents.c.state == State.COMMITTED.value)
