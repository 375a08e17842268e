"""Words as they stand, and passages by their meaning."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.responses import Response

from bot import wording
from bot.services.provisions import Words
from bot.services.searching import Request
from bot.web.calls import Call
from knowledge.catalog.keyword import KeywordHit
from knowledge.documents import Kind
from knowledge.names import KINDS, place_words
from knowledge.questions.filters import Filters
from knowledge.tokens import simplified

PAGE = 20
LONGEST = 200
EARLIEST, LATEST = 1900, 2100


class FoundPassage(NamedTuple):
    """A passage as it is listed."""

    passage_id: str
    title: str
    place: str
    facts: str
    pieces: tuple[tuple[str, bool], ...]
    """Its words, each stretch with whether it was looked for."""

    times: int = 1


def find_page(call: Call) -> Response:
    """Show where words stand, literally or by meaning; pages of twenty."""
    words, kind = call.query.get("q", "").strip()[:LONGEST], _kind(call)
    page = max(call.number("page", 1, most=500), 1)
    by_meaning = call.query.get("by") == "meaning"
    values: dict[str, Any] = {"documents": 0, "passages": 0, "kinds": {}, "found": [], "note": "", "more": False}
    if words:
        look = _by_meaning if by_meaning else _literally
        values |= look(call, words, kind, page)
    since = call.query.get("since", "")
    return call.page(
        "find.html",
        words=words,
        kind=kind.value if kind else "",
        by_meaning=by_meaning,
        page=page,
        since=since,
        **values,
    )


def _literally(
    call: Call, words: str, kind: Kind | None, page: int
) -> dict[str, Any]:  # Any: whatever the template shows
    found = call.assistant.provisions.literally(
        Words(text=words, visit=call.visit(), limit=PAGE, offset=(page - 1) * PAGE, kind=kind)
    )
    also = "；".join(f"“{one.keyword}”{one.passages}处" for one in found.also)
    return {
        "documents": found.documents,
        "passages": found.passages,
        "kinds": {KINDS[each]: (each.value, count) for each, count in found.kinds.items()},
        "found": [_literal(hit) for hit in found.hits],
        "note": f"另有写法：{also}。" if also else "",
        "more": page * PAGE < (found.kinds.get(kind, 0) if kind else found.passages),
    }


def _literal(hit: KeywordHit) -> FoundPassage:
    return FoundPassage(
        passage_id=hit.passage.id,
        title=wording.book_title(simplified(hit.document.title)),
        place=place_words(simplified(hit.passage.locator), hit.source.page),
        facts=" · ".join(wording.facts(hit.document, "")[1:]),
        pieces=marked(hit.snippet, hit.highlights),
        times=hit.count,
    )


def _by_meaning(
    call: Call, words: str, kind: Kind | None, page: int
) -> dict[str, Any]:  # Any: whatever the template shows
    since = call.number("since", most=LATEST)
    filters = Filters(kind=kind, since=since if since >= EARLIEST else None)
    request = Request(query=words, visit=call.visit(), filters=filters, limit=PAGE, offset=(page - 1) * PAGE)
    found = call.assistant.searching.search(request)
    read = "、".join(condition.words for condition in found.filters)
    titles = [
        FoundPassage(
            passage_id=hit.passage_id,
            title=wording.book_title(hit.title),
            place=hit.locator,
            facts=KINDS[hit.kind],
            pieces=((wording.shortened(hit.text, 180), False),),
        )
        for hit in found.hits
    ]
    note = found.reason or (f"没有同时符合“{read}”的材料，下面按接近程度排列。" if found.relaxed else "")
    return {"found": titles, "note": note or (f"读作条件：{read}。" if read else ""), "more": len(titles) == PAGE}


def marked(text: str, highlights: tuple[tuple[int, int], ...]) -> tuple[tuple[str, bool], ...]:
    """Return a text in stretches, each with whether it is highlighted."""
    pieces, at = [], 0
    for start, end in highlights:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def _kind(call: Call) -> Kind | None:
    named = call.query.get("kind", "")
    return Kind(named) if named in set(Kind) else None
