"""The JSON objects that scripts rely on, made from the core's values; fields may be added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from knowledge.answers import Answer, Citation, Clarify, NoAnswer, Notice, Removed, Reply, Seconds
from knowledge.catalog.keyword import KeywordFindings, KeywordHit
from knowledge.documents import (
    Document,
    DocumentSummary,
    Frozen,
    Heading,
    Hit,
    Kind,
    Problem,
    Repair,
    Script,
    SourceClass,
    SourceSpan,
    Status,
)
from knowledge.tokens import simplified


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


class ChecksJson(Frozen):
    """What was checked in the text of an answer."""

    sentences: int
    cited: int
    quotes: int
    quotes_verified: int
    removed: tuple[Removed, ...]


class AskJson(Frozen):
    """`ask`."""

    question: str
    standalone_question: str
    reply: Literal["answer", "no_answer", "clarify", "notice"]
    text: str
    writer: Literal["extractive", "model"]
    notice: str | None
    candidates: tuple[str, ...]
    citations: tuple[CitationJson, ...]
    checks: ChecksJson
    nearest: tuple[HitJson, ...]
    seconds: Seconds


class SearchJson(Frozen):
    """`search`."""

    query: str
    hits: tuple[HitJson, ...]
    seconds: float


class DocumentJson(Frozen):
    """A document in `documents`."""

    id: str
    path: str
    title: str
    kind: Kind
    label: str
    date: str | None
    status: Status
    passages: int
    sample: bool


class DocumentsJson(Frozen):
    """`documents`."""

    documents: tuple[DocumentJson, ...]


class RepairJson(Frozen):
    """A receipt in `show`."""

    kind: str
    before: str
    after: str
    source: SourceSpan


class ShowJson(Frozen):
    """`show`; outline offsets are in `text`, which is in the source's script."""

    id: str
    path: str
    title: str
    kind: Kind
    issuer: str | None
    number: str | None
    date: str | None
    status: Status
    label: str
    script: Script
    source_class: SourceClass | None
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
    count: int
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    source: SourceSpan


class KeywordJson(Frozen):
    """`keyword`."""

    keyword: str
    documents: int
    passages: int
    hits: tuple[KeywordHitJson, ...]


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


def hit_json(hit: Hit) -> HitJson:
    """Return a hit as scripts read it."""
    return HitJson(
        rank=hit.rank,
        score=hit.score,
        passage_id=hit.passage.id,
        document_id=hit.document.id,
        title=simplified(hit.document.title),
        kind=hit.document.kind,
        locator=simplified(hit.passage.locator),
        text=simplified(hit.passage.text),
        script=hit.document.script,
        status=hit.document.status,
        label=hit.document.label,
        sample=hit.document.sample,
        source=hit.source,
    )


def citation_json(citation: Citation) -> CitationJson:
    """Return a citation as scripts read it."""
    document = citation.document
    return CitationJson(
        marker=citation.marker,
        passage_id=citation.passage_id,
        document_id=document.id,
        title=simplified(document.title),
        kind=document.kind,
        issuer=simplified(document.issuer) if document.issuer else None,
        date=document.date,
        locator=simplified(citation.locator),
        quote=citation.quote,
        secondhand=citation.secondhand,
        status=document.status,
        checked_on=document.checked_on,
        source_class=document.source_class,
        script=document.script,
        sample=document.sample,
        source=citation.source,
    )


def ask_json(reply: Reply) -> AskJson:
    """Return a reply of any sort as scripts read it; what it does not have is empty."""
    checks = reply.checks if isinstance(reply, Answer) else Answer.model_fields["checks"].default
    return AskJson(
        question=reply.question,
        standalone_question=reply.standalone_question,
        reply=reply.reply,
        text=reply.text,
        writer=reply.writer if isinstance(reply, Answer) else "extractive",
        notice=reply.notice if isinstance(reply, Answer) else None,
        candidates=reply.candidates if isinstance(reply, Clarify | Notice) else (),
        citations=tuple(map(citation_json, reply.citations)) if isinstance(reply, Answer) else (),
        checks=ChecksJson(**dict(checks)),
        nearest=tuple(map(hit_json, reply.nearest)) if isinstance(reply, Answer | NoAnswer) else (),
        seconds=reply.seconds,
    )


def documents_json(documents: Sequence[DocumentSummary]) -> DocumentsJson:
    """Return a list of documents as scripts read it."""
    fields = set(DocumentJson.model_fields)
    return DocumentsJson(
        documents=tuple(
            DocumentJson(**{**document.model_dump(include=fields), "title": simplified(document.title)})
            for document in documents
        )
    )


def keyword_json(keyword: str, found: KeywordFindings) -> KeywordJson:
    """Return a literal look-up as scripts read it."""
    return KeywordJson(
        keyword=keyword,
        documents=found.documents,
        passages=found.passages,
        hits=tuple(map(_keyword_hit_json, found.hits)),
    )


def _keyword_hit_json(hit: KeywordHit) -> KeywordHitJson:
    reading = simplified(hit.snippet)
    return KeywordHitJson(
        document_id=hit.document.id,
        title=simplified(hit.document.title),
        kind=hit.document.kind,
        locator=simplified(hit.passage.locator),
        count=hit.count,
        # The highlights are offsets in the snippet: it is shown as it stands where its length would change.
        snippet=reading if len(reading) == len(hit.snippet) else hit.snippet,
        highlights=hit.highlights,
        source=hit.source,
    )


def show_json(document: Document) -> ShowJson:
    """Return a document as scripts read it."""
    shared = {name: getattr(document, name) for name in ShowJson.model_fields if name != "repairs"}
    return ShowJson(**shared, repairs=tuple(_repair_json(repair, document) for repair in document.repairs))


def _repair_json(repair: Repair, document: Document) -> RepairJson:
    source = SourceSpan(path=document.path, encoding=document.encoding, start=repair.start, end=repair.end)
    return RepairJson(kind=repair.kind, before=repair.before, after=repair.after, source=source)


OBJECTS: dict[str, type[Frozen]] = {
    "ask": AskJson,
    "search": SearchJson,
    "documents": DocumentsJson,
    "show": ShowJson,
    "remove": RemoveJson,
    "keyword": KeywordJson,
    "doctor": DoctorJson,
    "reindex": ReindexJson,
    "error": ErrorJson,
}
"""The object that each command prints under `--json`; `ingest` prints its own report."""
