"""Rules: looked up by name and number, leafed through, their versions side by side."""

from __future__ import annotations

from starlette.responses import Response

from bot.views.rules import article_json, compare_json, provision_json, regulation_json
from bot.web import texts
from bot.web.calls import Call
from bot.web.gate import turned_away
from knowledge.regulations.provisions import Article, Instrument
from knowledge.regulations.replies import named_candidates
from knowledge.tokens import fold, simplified

LONGEST = 400


def rules_page(call: Call) -> Response:
    """Show the provisions that a reference names, and what rules are held."""
    reference = call.query.get("ref", "").strip()[:LONGEST]
    found = call.assistant.provisions.find(reference, call.visit()) if reference else None
    held = [regulation_json(*each) for each in call.assistant.provisions.held(call.visit())]
    wanted = fold(reference)
    return call.page(
        "rules.html",
        reference=reference,
        found=article_json(found) if found else None,
        places=[match.position for match in found.matches] if found else [],
        candidates=named_candidates(reference, found) if found else (),
        held=[one for one in held if not wanted or wanted in fold(one.title)] if not found or not found.matches else [],
        total=len(held),
    )


def article(call: Call) -> Response:
    """Show one article with its neighbours."""
    match = call.assistant.provisions.opened(call.named["document"], int(call.named["position"]), call.visit())
    if match is None:
        return turned_away(call, 404, texts.SOURCE_GONE)
    return call.page("article.html", match=match, provision=provision_json(match), chapter=simplified(match.chapter))


def instrument(call: Call) -> Response:
    """Show a whole text with its table of contents."""
    found = call.assistant.provisions.whole(call.named["document"], call.visit())
    if found is None:
        return call.redirect(f"/documents/{call.named['document']}")
    text, standing = found
    return call.page(
        "instrument.html",
        rule=regulation_json(text, standing),
        contents=_contents(text),
        articles=[(position, one, _words(text, one)) for position, one in enumerate(text.articles)],
        has_versions=call.assistant.provisions.has_versions(text.document.id, call.visit()),
    )


def versions(call: Call) -> Response:
    """Show two versions side by side: what went on the left, what came on the right."""
    comparison = call.assistant.provisions.compared(call.named["document"], call.visit())
    if comparison is None:
        return turned_away(call, 404, "库内没有它的另一个版本，不能对照。")
    return call.page("versions.html", compared=compare_json(comparison), document=call.named["document"])


def _contents(text: Instrument) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Return the headings above articles, each with its first article's position and its articles."""
    contents: list[tuple[str, int, list[tuple[str, int]]]] = []
    for position, one in enumerate(text.articles):
        heading = simplified(" › ".join(one.path))
        if not contents or contents[-1][0] != heading:
            contents.append((heading, position, []))
        contents[-1][2].append((simplified(one.heading), position))
    return contents


def _words(text: Instrument, one: Article) -> str:
    return text.document.text[one.span.start : one.span.end].strip()
