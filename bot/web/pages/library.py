"""What is held: documents by kind, date and label, and each with its outline, repairs and problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from starlette.responses import Response

from bot import wording
from bot.web import texts
from bot.web.calls import Call
from bot.web.gate import turned_away
from knowledge.documents import Document, DocumentSummary, Kind
from knowledge.ingesting import REPAIR_NAMES
from knowledge.names import KINDS, place_of_file
from knowledge.tokens import fold, simplified

PAGE = 40
SHOWN_REPAIRS = 200


class DocumentLine(NamedTuple):
    """A line of a document, whole or up to where a mark begins or ends."""

    pieces: tuple[tuple[str, bool], ...]
    is_entry: bool
    """Whether the table of contents leads here."""

    is_heading: bool
    """Whether it is a heading and no more; an article's number begins its text."""

    start: int


def library_page(call: Call) -> Response:
    """List what somebody may see, a page at a time."""
    held = call.assistant.documents.visible(call.visit())
    shown = [one for one in held if _is_wanted(call, one)]
    order = call.query.get("order", "date")
    shown.sort(key=lambda one: simplified(one.title) if order == "title" else one.date or "", reverse=order != "title")
    page = max(call.number("page", 1, most=10_000), 1)
    return call.page(
        "library.html",
        documents=shown[(page - 1) * PAGE : page * PAGE],
        total=len(shown),
        corpus=call.assistant.documents.in_one_line(call.visit()),
        labels=sorted({one.label for one in held}),
        kinds=[(kind.value, name, sum(one.kind is kind for one in held)) for kind, name in KINDS.items()],
        page=page,
        more=page * PAGE < len(shown),
        wanted={name: call.query.get(name, "") for name in ("q", "kind", "label", "since", "until", "order")},
        file_name=place_of_file,
        simplified=simplified,
    )


def document_page(call: Call) -> Response:
    """Show a document: what is known of it, its outline and text, and what was repaired and found wrong."""
    document = call.assistant.documents.opened(call.named["document"], call.visit())
    if document is None:
        return turned_away(call, 404, texts.SOURCE_GONE)
    span = _span(call, document)
    return call.page(
        "document.html",
        document=document,
        file=place_of_file(document.path),
        lines=list(lines_of_document(document, span)),
        is_marked=span is not None,
        repairs=document.repairs[:SHOWN_REPAIRS],
        repair_names=REPAIR_NAMES,
        is_instrument=document.kind in {Kind.REGULATION, Kind.LAW, Kind.NORMATIVE},
        validity=wording.validity,
    )


def lines_of_document(document: Document, span: tuple[int, int] | None = None) -> Iterator[DocumentLine]:
    """Yield a document line by line, its headings by their level, with a span of it marked."""
    entries = {heading.start: heading.heading for heading in document.outline}
    start = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if line.strip():
            own = next((entries[at] for at in range(start, end) if at in entries), None) if entries else None
            is_heading = own is not None and "".join(own.split()) == "".join(line.split())
            yield DocumentLine(_pieces(line, start, span), own is not None, is_heading, start)
        start = end + 1


def _pieces(line: str, start: int, span: tuple[int, int] | None) -> tuple[tuple[str, bool], ...]:
    if span is None or span[1] <= start or span[0] >= start + len(line):
        return ((line, False),)
    first, last = max(span[0] - start, 0), min(span[1] - start, len(line))
    cut: Sequence[tuple[str, bool]] = ((line[:first], False), (line[first:last], True), (line[last:], False))
    return tuple(piece for piece in cut if piece[0])


def _span(call: Call, document: Document) -> tuple[int, int] | None:
    """Return where the passage stands from which somebody came."""
    hit = call.assistant.documents.passage(call.query.get("passage", ""), call.visit())
    return (hit.passage.start, hit.passage.end) if hit and hit.document.id == document.id else None


def _is_wanted(call: Call, one: DocumentSummary) -> bool:
    words, since, until = (
        fold(call.query.get("q", "").strip()),
        call.query.get("since", ""),
        call.query.get("until", ""),
    )
    return (
        (not words or words in fold(one.title) or words in fold(place_of_file(one.path)))
        and call.query.get("kind", "") in {"", one.kind.value}
        and call.query.get("label", "") in {"", one.label}
        and (not since or (one.date or "") >= since)
        and (not until or (one.date is not None and one.date[: len(until)] <= until))
    )
