"""Documents and passages as rows of the catalog, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, and_, exists, or_, select

from knowledge.candidates import Found
from knowledge.catalog.expressions import given_texts
from knowledge.catalog.schema import State, document_texts, documents, passage_texts, passages
from knowledge.documents import Document, DocumentSummary, Frozen, Passage, SourceSpan

# Any stands for a column's value, of which SQLAlchemy's rows tell no type.
Values = dict[str, Any]
Model = TypeVar("Model", bound=Frozen)
Columns = tuple[Column[Any], ...]

_LISTS = ("kept", "garbled", "outline", "repairs", "problems")
_TEXTS = {column.name for column in document_texts.columns} - {"document"}

# In the order of the models' fields: rows are read by position, as a search reads some hundreds of them.
_PASSAGE: Columns = (
    passages.c.id,
    documents.c.id,
    *(passages.c[name] for name in ("ordinal", "locator", "start", "end")),
    passage_texts.c.text,
)
_SUMMARY: Columns = tuple(documents.c[name] for name in DocumentSummary.model_fields)
_SOURCE: Columns = (
    documents.c.path,
    documents.c.encoding,
    *(passages.c[name] for name in ("raw_start", "raw_end", "page", "recognised")),
)
_DOCUMENT_AT = len(_PASSAGE)
_SOURCE_AT = len(_PASSAGE) + len(_SUMMARY)

# In the order of a candidate's fields.
_CANDIDATE: Columns = (
    *(passages.c[name] for name in ("id", "ordinal", "locator", "start", "end")),
    *(passage_texts.c[name] for name in ("text", "folded")),
    *(passages.c[name] for name in ("raw_start", "raw_end")),
    documents.c.encoding,
    *(passages.c[name] for name in ("page", "recognised")),
)


def document_values(document: Document, *, state: State, count: int) -> tuple[Values, Values]:
    """Return a document's values for the tables `documents` and `document_texts`; `count` is that of its passages."""
    values = document.model_dump(mode="json")
    for name in _LISTS:
        values[name] = _written(values[name])
    if document.pages is not None:
        values["pages"] = _written([page.model_dump(exclude_defaults=True) for page in document.pages])
    values["particulars"] = document.particulars.model_dump(mode="json", exclude_defaults=True)
    texts = {name: values.pop(name) for name in _TEXTS}
    return values | {"state": state.value, "passages": count}, texts


def passage_values(passage: Passage, source: SourceSpan) -> Values:
    """Return a passage's values for the table `passages`, without its document's key."""
    values = passage.model_dump(exclude={"document_id", "text"})
    return values | {
        "raw_start": source.start,
        "raw_end": source.end,
        "page": source.page,
        "recognised": source.recognised,
    }


def select_documents() -> Select[Any]:
    """Return the query for whole documents."""
    columns = [column for column in documents.columns if column.name not in {"pk", "state", "passages"}]
    texts = [column for column in document_texts.columns if column.name != "document"]
    return committed(select(*columns, *texts).join(document_texts))


def select_summaries() -> Select[Any]:
    """Return the query for summaries of documents."""
    return committed(select(*_SUMMARY))


def select_passages() -> Select[Any]:
    """Return the query for passages."""
    return committed(_from_passages(_PASSAGE))


def select_hits() -> Select[Any]:
    """Return the query for passages with their documents' summaries and their sources."""
    return committed(_from_passages(_PASSAGE + _SUMMARY + _SOURCE))


def document_of(row: Row[Any]) -> Document:
    """Return the document in a row of `select_documents`, to which columns may have been added."""
    # The documented way to a row's values by name:
    values = {name: row._mapping[name] for name in Document.model_fields}  # noqa: SLF001
    pages = {"pages": None if values["pages"] is None else json.loads(values["pages"])}
    return Document.model_validate(values | pages | {name: json.loads(values[name]) for name in _LISTS})


def summary_of(row: Sequence[Any]) -> DocumentSummary:
    """Return the summary in a row of `select_summaries`."""
    return _read(DocumentSummary, row)


def passage_of(row: Row[Any]) -> Passage:
    """Return the passage in a row of `select_passages`."""
    return _read(Passage, row)


def found_of(row: Row[Any]) -> Found:
    """Return passage, document and source in a row of `select_hits`, to which columns may have been added."""
    return (
        _read(Passage, row[:_DOCUMENT_AT]),
        _read(DocumentSummary, row[_DOCUMENT_AT:_SOURCE_AT]),
        _read(SourceSpan, row[_SOURCE_AT : _SOURCE_AT + len(_SOURCE)]),
    )


def _written(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _read(model: type[Model], values: Sequence[Any]) -> Model:
    return model.model_validate(dict(zip(_names(model), values, strict=True)))


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(model.model_fields)  # which is put together anew each time it is asked for


def _from_passages(columns: Columns) -> Select[Any]:
    return select(*columns).select_from(passages).join(documents).join(passage_texts)


def answering(labels: frozenset[str] | Select[Any]) -> ColumnElement[bool]:
    """Return the condition for documents that a person sees and that no other document this person sees answers for."""
    original = documents.alias()
    seen = exists().where(
        original.c.id == documents.c.linked_to,
        original.c.state == State.COMMITTED.value,
        original.c.label.in_(labels),
    )
    return and_(documents.c.label.in_(labels), or_(documents.c.linked_to.is_(None), ~seen))


def committed(query: Select[Any]) -> Select[Any]:
    """Narrow a query down to what is whole."""
    return query.where(documents.c.state == State.COMMITTED.value)


def _of_those_given(query: Select[Any]) -> Select[Any]:
    return committed(query).where(passages.c.id.in_(given_texts("ids")), answering(given_texts("labels")))


def given(ids: Iterable[str], labels: frozenset[str]) -> Values:
    """Return the values of `CANDIDATES` for these passages as a person sees them."""
    return {"ids": json.dumps(list(ids)), "labels": json.dumps(list(labels))}


CANDIDATES = _of_those_given(_from_passages((documents.c.pk, *_CANDIDATE)))
"""The key of a document's row and, but for the document, the fields of a candidate, in their order."""
