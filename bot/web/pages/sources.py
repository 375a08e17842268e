"""Sources: the passage behind a marker within its document, whole documents, originals, pages of scans."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from bot import wording
from bot.page_pictures import quoted_pages
from bot.web import texts
from bot.web.calls import Call, download
from bot.web.extracts import QuotedStretch, around, place_of
from bot.web.gate import turned_away
from bot.web.rendering import kind_words
from knowledge.answers import Answer, Citation, NoAnswer
from knowledge.documents import Document, Hit
from knowledge.names import place_of_file, place_words


class Opened(NamedTuple):
    """A passage in its document, and what of it was quoted."""

    hit: Hit
    document: Document
    citation: Citation | None
    extract: QuotedStretch
    is_quote_gone: bool
    pages: tuple[int, ...]
    """Numbers of the scanned pages on which it stands."""


def cited(call: Call) -> Response:
    """Open the source behind a marker of an answer."""
    citation = _citation(call)
    if citation is None:
        return _gone(call)
    back = f"/c/{call.named['conversation']}#r-{call.named['reply']}"
    return _opened(call, citation.passage_id, citation, back, f"{call.path}/page")


def near(call: Call) -> Response:
    """Open material that came nearest where there was no answer."""
    reply = call.assistant.replies.find(call.named["reply"], call.visit(call.conversation()))
    number = int(call.named["number"])
    hits = reply.nearest if isinstance(reply, NoAnswer) else ()
    if not 1 <= number <= len(hits):
        return _gone(call)
    back = f"/c/{call.named['conversation']}#r-{call.named['reply']}"
    return _opened(call, hits[number - 1].passage.id, None, back, "")


def passage(call: Call) -> Response:
    """Open a passage by itself."""
    return _opened(call, call.named["passage"], None, "", "")


def passage_beside(call: Call) -> Response:
    """Open the passage after another one, or before it."""
    step = -1 if call.named["way"] == "before" else 1
    found = call.assistant.documents.neighbour(call.named["passage"], step, call.visit())
    return _opened(call, found, None, "", "") if found else _gone(call)


def scanned_page(call: Call) -> Response:
    """Show a scanned page on which a quotation stands, its lines marked."""
    citation = _citation(call)
    document = call.assistant.documents.opened(citation.document.id, call.visit()) if citation else None
    if citation is None or document is None:
        return turned_away(call, 404, texts.SOURCE_GONE)
    span = citation.source
    pictures = call.assistant.documents.quoted_pages(document.id, span.start, span.end, call.visit())
    number = int(call.named["number"])
    found = next((picture.jpeg for picture in pictures if picture.number == number), None)
    return Response(found, media_type="image/jpeg") if found else turned_away(call, 404, texts.SOURCE_GONE)


def original_file(call: Call) -> Response:
    """Give the file that a document came from, to be saved."""
    found = call.assistant.documents.original(call.named["document"], call.visit())
    return download(*found) if found else turned_away(call, 404, texts.SOURCE_GONE)


def _citation(call: Call) -> Citation | None:
    reply = call.assistant.replies.find(call.named["reply"], call.visit(call.conversation()))
    marker, cited_there = int(call.named["marker"]), reply.citations if isinstance(reply, Answer) else ()
    return next((one for one in cited_there if one.marker == marker), None)


def _opened(call: Call, passage_id: str, citation: Citation | None, back: str, pictures: str) -> Response:
    opened = _open(call, passage_id, citation)
    if opened is None:
        return _gone(call)
    hit = opened.hit
    return call.page(
        "source.html",
        opened=opened,
        marker=citation.marker if citation else None,
        document_title=wording.book_title(hit.document.title),
        place=place_words(hit.passage.locator, hit.source.page),
        about=kind_words(hit.document),
        file=place_of_file(hit.document.path),
        cautions=wording.cautions(hit, citation),
        unverified=hit.document.kind.is_rule and hit.document.status == "unknown",
        back=back,
        pictures=pictures,
        has_before=hit.passage.ordinal > 0,
        has_after=hit.passage.ordinal < hit.document.passages - 1,
    )


def _open(call: Call, passage_id: str, citation: Citation | None) -> Opened | None:
    """Return a passage in its document, or None where it may not be seen."""
    hit = call.assistant.documents.passage(passage_id, call.visit())
    document = call.assistant.documents.opened(hit.document.id, call.visit()) if hit else None
    if hit is None or document is None:
        return None
    own = (hit.passage.start, hit.passage.end)
    place = place_of(document.text, citation.quote, citation.quote_start) if citation else own
    start, end = place or (own[0], own[0])
    source = document.source_of(start, end) if start < end else hit.source
    pages = quoted_pages(document, source.start, source.end) if source.recognised else []
    return Opened(
        hit=hit,
        document=document,
        citation=citation,
        extract=around(document.text, start, end),
        is_quote_gone=place is None,
        pages=tuple(page.number for page in pages),
    )


def _gone(call: Call) -> Response:
    return turned_away(call, 404, texts.SOURCE_GONE)
