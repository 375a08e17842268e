"""What programs can look up: each takes a call and what it asks for, and returns the object of the command."""

from __future__ import annotations

from bot.contracts.basic import DocumentsJson, KeywordJson, SearchJson, ShowJson
from bot.contracts.cards import CardsJson, FormulaJson
from bot.contracts.drafts import CheckDraftJson, check_json
from bot.contracts.rules import ArticleJson, RegulationsJson
from bot.contracts.teaching import LearnJson, PlanJson
from bot.services.acceptance import objection, suffix_of
from bot.services.provisions import Words
from bot.services.searching import Request
from bot.views.basic import documents_json, keyword_json, show_json
from bot.views.cards import cards_json, formula_json
from bot.views.rules import article_json, proposal_json, regulation_json
from bot.views.teaching import learn_json, plan_json
from bot.web import texts
from bot.web.api.wanted import (
    Nothing,
    WantedArticle,
    WantedCards,
    WantedCheck,
    WantedDocument,
    WantedFormula,
    WantedKeyword,
    WantedPath,
    WantedPlan,
    WantedRegulations,
    WantedSearch,
    read,
)
from bot.web.calls import Call
from bot.web.gate import Refused
from knowledge.errors import BadRequestError
from knowledge.practices.plans import PlanRequest
from knowledge.practices.requests import CardFilters


def search(call: Call, wanted: WantedSearch) -> SearchJson:
    """Find passages by meaning and words."""
    request = Request(
        query=wanted.query,
        visit=call.visit(),
        filters=wanted.filters(wanted.document),
        literal=wanted.literal,
        as_of=wanted.as_of,
        limit=wanted.limit,
        offset=wanted.offset,
    )
    found = call.assistant.searching.search(request)
    return found if wanted.explain else found.model_copy(update={"explanation": None})


def article(call: Call, wanted: WantedArticle) -> ArticleJson:
    """Find a provision by name and number."""
    return article_json(call.assistant.provisions.find(wanted.reference, call.visit(), wanted.as_of))


def regulations(call: Call, wanted: WantedRegulations) -> RegulationsJson:
    """List the rules held, and whether they are in force."""
    texts_held = call.assistant.provisions.held(call.visit(), wanted.as_of)
    suggested = (proposal_json(*each) for each in texts_held)
    return RegulationsJson(
        regulations=tuple(regulation_json(*each) for each in texts_held),
        proposals=tuple(proposal for proposal in suggested if proposal is not None),
    )


def keyword(call: Call, wanted: WantedKeyword) -> KeywordJson:
    """Find words as they stand."""
    words = Words(
        text=wanted.text, visit=call.visit(), limit=wanted.limit, offset=wanted.offset, kind=wanted.kind
    )
    return keyword_json(wanted.text, call.assistant.provisions.literally(words))


def cards(call: Call, wanted: WantedCards) -> CardsJson:
    """Find examples of practice."""
    filters = CardFilters(**wanted.labels(), places=wanted.place, since=wanted.since, until=wanted.until)
    found = call.assistant.practices.find(
        wanted.query, call.visit(), limit=wanted.limit, offset=wanted.offset, filters=filters
    )
    return cards_json(wanted.query, found, wanted.limit)


def formula(call: Call, wanted: WantedFormula) -> FormulaJson:
    """Tell what a formula consists of, by each document that spells it out."""
    return formula_json(wanted.name, *call.assistant.practices.formula(wanted.name, call.visit()))


def plan(call: Call, wanted: WantedPlan) -> PlanJson:
    """Draft a plan for a task from the practices held."""
    request = PlanRequest(task=wanted.task, sector=wanted.sector, time=wanted.time)
    return plan_json(*call.assistant.practices.plan(request, call.visit()))


def learn(call: Call, wanted: WantedPath) -> LearnJson:
    """Order what to read on a theme."""
    return learn_json(wanted.theme, call.assistant.practices.learn(wanted.theme, call.visit()))


def documents(call: Call, _: Nothing) -> DocumentsJson:
    """List what may be seen."""
    return documents_json(call.assistant.documents.visible(call.visit()))


def show(call: Call, wanted: WantedDocument) -> ShowJson:
    """Show a document, or the text that its spans of the source are offsets in.

    Raises:
        Refused: It is not held, or may not be seen.
    """
    document = call.assistant.documents.opened(call.named["document"], call.visit())
    if document is None:
        raise Refused(404, texts.SOURCE_GONE)
    shown = show_json(document)
    if not wanted.extracted:
        return shown
    raw = document.extracted
    if raw is None:
        found = call.assistant.documents.original(document.id, call.visit())
        if found is None:
            raise Refused(404, texts.SOURCE_GONE)
        raw = found[1].decode(document.encoding)
    return shown.model_copy(update={"text": raw, "outline": ()})


def check(call: Call) -> CheckDraftJson:
    """Hold somebody's own text against the library; nothing of it is kept.

    Raises:
        BadRequestError: There is none, it cannot be read, or it carries a mark.
    """
    name, data = next((each for each in call.files if each.name), ("", b""))
    if name:
        if refused := objection(name, len(data)):
            raise BadRequestError(refused)
    else:
        given = call.form if call.form else call.body
        name, data = "稿件.txt", read(WantedCheck, given or {}).text.encode()
    own_texts = call.assistant.own_texts
    text = own_texts.read(data, f"稿件{suffix_of(name)}")
    return check_json(own_texts.check(text, call.visit()), name)
