"""Examples of practice: cards, side by side, another batch, a handout."""

from __future__ import annotations

from starlette.responses import Response

from bot.views.cards import cards_json, compared_json
from bot.web.calls import Call, download
from knowledge.facets import facets
from knowledge.practices.requests import CardFilters
from knowledge.practices.search import FoundCards

PAGE = 6
ANY = "党建和业务结合的做法"
LONGEST = 200


def examples_page(call: Call) -> Response:
    """Show examples that fit, a few at a time."""
    words, sector, offset = _wanted(call)
    found = _found(call, words, sector, offset) if words or sector else None
    return call.page(
        "examples.html",
        words=words,
        sector=sector,
        sectors=[facet.label for facet in facets("sectors")],
        result=cards_json(words, found, PAGE) if found else None,
        offset=offset,
        page_size=PAGE,
    )


def compare_cards(call: Call) -> Response:
    """Set two to four examples side by side."""
    chosen = tuple(call.query.getlist("card"))[:10]
    return call.page("compared.html", result=compared_json(call.assistant.practices.compared(chosen, call.visit())))


def handout(call: Call) -> Response:
    """Give the examples that are shown as a file: a handout, or a table."""
    words, sector, offset = _wanted(call)
    found = _found(call, words, sector, offset)
    ending = ".xlsx" if call.named["what"] == "table" else ".docx"
    files = call.assistant.exports.of_cards(found.cards, words or sector or "例子", call.visit(), ending=ending)
    return download(*next(iter(files.items())))


def _wanted(call: Call) -> tuple[str, str, int]:
    named = call.query.get("sector", "")
    sector = named if named in {facet.label for facet in facets("sectors")} else ""
    return call.query.get("q", "").strip()[:LONGEST], sector, call.number("offset", most=5000)


def _found(call: Call, words: str, sector: str, offset: int) -> FoundCards:
    filters = CardFilters(sectors=(sector,)) if sector else None
    return call.assistant.practices.find(words or ANY, call.visit(), limit=PAGE, offset=offset, filters=filters)
