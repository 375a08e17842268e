"""From the core's values to the objects of the contract, in Simplified where they are for reading."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contracts.asking import AskJson
from bot.contracts.basic import (
    AlsoSearchedJson,
    CitationJson,
    DocumentJson,
    DocumentsJson,
    HitJson,
    KeywordHitJson,
    KeywordJson,
    RepairJson,
    ShowJson,
)
from bot.contracts.particulars import particulars_json
from bot.views.gathering import gathered
from knowledge.answers import Answer, Checks, Citation, NoAnswer, Reply
from knowledge.blocks import RemarkBlock
from knowledge.catalog.keyword import KeywordFindings, KeywordHit
from knowledge.documents import Document, DocumentSummary, Hit, Repair, SourceSpan
from knowledge.tokens import simplified


def hit_json(hit: Hit) -> HitJson:
    """Return a hit as scripts read it."""
    passage, document = hit.passage, hit.document
    text = simplified(passage.text)
    return gathered(HitJson, hit, document, passage, passage_id=passage.id, document_id=document.id, text=text)


def citation_json(citation: Citation) -> CitationJson:
    """Return a citation as scripts read it."""
    return gathered(CitationJson, citation, citation.document, document_id=citation.document.id)


def ask_json(reply: Reply) -> AskJson:
    """Return a reply of any sort as scripts read it, without its trace; what it does not have is empty."""
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
        checks=reply.checks if isinstance(reply, Answer) else Checks(),
        nearest=tuple(map(hit_json, reply.nearest)) if isinstance(reply, Answer | NoAnswer) else (),
        filters=reply.conditions if isinstance(reply, Answer | NoAnswer) else (),
        seconds=reply.seconds,
    )


def documents_json(documents: Sequence[DocumentSummary]) -> DocumentsJson:
    """Return a list of documents as scripts read it."""
    listed = (gathered(DocumentJson, one, particulars=particulars_json(one.particulars)) for one in documents)
    return DocumentsJson(documents=tuple(listed))


def keyword_json(keyword: str, found: KeywordFindings) -> KeywordJson:
    """Return a literal look-up as scripts read it."""
    return KeywordJson(
        keyword=keyword,
        documents=found.documents,
        passages=found.passages,
        kinds=found.kinds,
        hits=tuple(map(_keyword_hit_json, found.hits)),
        also_searched=tuple(
            gathered(AlsoSearchedJson, one, hits=tuple(map(_keyword_hit_json, one.hits))) for one in found.also
        ),
    )


def _keyword_hit_json(hit: KeywordHit) -> KeywordHitJson:
    reading = simplified(hit.snippet)
    # The highlights are offsets in the snippet: it is shown as it stands where its length would change.
    snippet = reading if len(reading) == len(hit.snippet) else hit.snippet
    return gathered(KeywordHitJson, hit, hit.document, hit.passage, document_id=hit.document.id, snippet=snippet)


def show_json(document: Document) -> ShowJson:
    """Return a document as scripts read it, its names as they are printed."""
    return ShowJson(
        **{name: getattr(document, name) for name in ShowJson.model_fields if name not in {"particulars", "repairs"}},
        particulars=particulars_json(document.particulars),
        repairs=tuple(_repair_json(repair, document) for repair in document.repairs),
    )


def _repair_json(repair: Repair, document: Document) -> RepairJson:
    source = SourceSpan(path=document.path, encoding=document.encoding, start=repair.start, end=repair.end)
    return gathered(RepairJson, repair, source=source)
