"""From the core's values to the objects of the contract, in Simplified where they are for reading."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contracts.asking import AskJson, ChecksJson
from bot.contracts.basic import (
    AlsoSearchedJson,
    CitationJson,
    ConditionJson,
    DocumentJson,
    DocumentsJson,
    HitJson,
    KeywordHitJson,
    KeywordJson,
    RepairJson,
    ShowJson,
)
from bot.contracts.particulars import particulars_json
from knowledge.answers import Answer, Citation, NoAnswer, Reply
from knowledge.blocks import RemarkBlock
from knowledge.catalog.keyword import KeywordFindings, KeywordHit
from knowledge.documents import Document, DocumentSummary, Hit, Repair, SourceSpan
from knowledge.tokens import simplified


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
    """Return a reply of any sort as scripts read it, without its trace; what it does not have is empty."""
    checks = reply.checks if isinstance(reply, Answer) else Answer.model_fields["checks"].default
    return AskJson(
        question=reply.question,
        standalone_question=reply.standalone_question,
        reply=reply.reply,
        strength=reply.strength if isinstance(reply, Answer) else None,
        blocks=reply.blocks if isinstance(reply, Answer) else (RemarkBlock(text=reply.text),),
        text=reply.text,
        writer=reply.writer if isinstance(reply, Answer) else "extractive",
        notice=reply.notice if isinstance(reply, Answer) else None,
        candidates=() if isinstance(reply, Answer) else reply.candidates,
        citations=tuple(map(citation_json, reply.citations)) if isinstance(reply, Answer) else (),
        checks=ChecksJson(**dict(checks)),
        nearest=tuple(map(hit_json, reply.nearest)) if isinstance(reply, Answer | NoAnswer) else (),
        filters=tuple(ConditionJson(**dict(one)) for one in reply.conditions)
        if isinstance(reply, Answer | NoAnswer)
        else (),
        seconds=reply.seconds,
    )


def documents_json(documents: Sequence[DocumentSummary]) -> DocumentsJson:
    """Return a list of documents as scripts read it."""
    return DocumentsJson(documents=tuple(map(_document_json, documents)))


def _document_json(document: DocumentSummary) -> DocumentJson:
    values = document.model_dump(include=set(DocumentJson.model_fields) - {"particulars"})
    values["title"] = simplified(document.title)
    values["issuer"] = simplified(document.issuer) if document.issuer else None
    return DocumentJson(**values, particulars=particulars_json(document.particulars))


def keyword_json(keyword: str, found: KeywordFindings) -> KeywordJson:
    """Return a literal look-up as scripts read it."""
    return KeywordJson(
        keyword=keyword,
        documents=found.documents,
        passages=found.passages,
        kinds=found.kinds,
        hits=tuple(map(_keyword_hit_json, found.hits)),
        also_searched=tuple(
            AlsoSearchedJson(
                keyword=one.keyword,
                documents=one.documents,
                passages=one.passages,
                hits=tuple(map(_keyword_hit_json, one.hits)),
            )
            for one in found.also
        ),
    )


def _keyword_hit_json(hit: KeywordHit) -> KeywordHitJson:
    reading = simplified(hit.snippet)
    return KeywordHitJson(
        document_id=hit.document.id,
        title=simplified(hit.document.title),
        kind=hit.document.kind,
        locator=simplified(hit.passage.locator),
        status=hit.document.status,
        count=hit.count,
        # The highlights are offsets in the snippet: it is shown as it stands where its length would change.
        snippet=reading if len(reading) == len(hit.snippet) else hit.snippet,
        highlights=hit.highlights,
        source=hit.source,
    )


_MADE = frozenset({"particulars", "repairs"})


def show_json(document: Document) -> ShowJson:
    """Return a document as scripts read it."""
    shared = {name: getattr(document, name) for name in ShowJson.model_fields if name not in _MADE}
    particulars = particulars_json(document.particulars)
    return ShowJson(
        **shared, particulars=particulars, repairs=tuple(_repair_json(repair, document) for repair in document.repairs)
    )


def _repair_json(repair: Repair, document: Document) -> RepairJson:
    source = SourceSpan(path=document.path, encoding=document.encoding, start=repair.start, end=repair.end)
    return RepairJson(kind=repair.kind, before=repair.before, after=repair.after, source=source)
