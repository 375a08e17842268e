"""What programs can look up: the object of a command, for whoever asks; what is sent and how is another matter."""

from __future__ import annotations

from bot.contracts.basic import DocumentsJson, KeywordJson, SearchJson, ShowJson
from bot.contracts.cards import CardsJson, FormulaJson
from bot.contracts.drafts import CheckDraftJson, check_json
from bot.contracts.rules import ArticleJson, RegulationsJson
from bot.contracts.teaching import LearnJson, PlanJson
from bot.services.acceptance import objection, suffix_of
from bot.services.assistant import Assistant
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
)
from knowledge.callers import Visit
from knowledge.errors import BadRequestError
from knowledge.practices.plans import PlanRequest
from knowledge.practices.requests import CardFilters

PASTED = "稿件.txt"


class NotHeldError(BadRequestError):
    """What was named is not held, or may not be seen."""

    code = "not_found"


def passages_found(room: Assistant, visit: Visit, wanted: WantedSearch) -> SearchJson:
    """Find passages by meaning and words."""
    request = Request(
        query=wanted.query,
        visit=visit,
        filters=wanted.filters(wanted.document),
        literal=wanted.literal,
        as_of=wanted.as_of,
        limit=wanted.limit,
        offset=wanted.offset,
    )
    found = room.searching.search(request)
    return found if wanted.explain else found.model_copy(update={"explanation": None})


def provision_found(room: Assistant, visit: Visit, wanted: WantedArticle) -> ArticleJson:
    """Find a provision by name and number."""
    return article_json(room.provisions.find(wanted.reference, visit, wanted.as_of))


def rules_listed(room: Assistant, visit: Visit, wanted: WantedRegulations) -> RegulationsJson:
    """List the rules held, and whether they are in force."""
    texts_held = room.provisions.held(visit, wanted.as_of)
    suggested = (proposal_json(*each) for each in texts_held)
    return RegulationsJson(
        regulations=tuple(regulation_json(*each) for each in texts_held),
        proposals=tuple(proposal for proposal in suggested if proposal is not None),
    )


def words_looked_up(room: Assistant, visit: Visit, wanted: WantedKeyword) -> KeywordJson:
    """Find words as they stand."""
    words = Words(text=wanted.text, visit=visit, limit=wanted.limit, offset=wanted.offset, kind=wanted.kind)
    return keyword_json(wanted.text, room.provisions.literally(words))


def examples_found(room: Assistant, visit: Visit, wanted: WantedCards) -> CardsJson:
    """Find examples of practice."""
    filters = CardFilters(**wanted.labels(), places=wanted.place, since=wanted.since, until=wanted.until)
    found = room.practices.find(wanted.query, visit, limit=wanted.limit, offset=wanted.offset, filters=filters)
    return cards_json(wanted.query, found, wanted.limit)


def formula_found(room: Assistant, visit: Visit, wanted: WantedFormula) -> FormulaJson:
    """Tell what a formula consists of, by each document that spells it out."""
    return formula_json(wanted.name, *room.practices.formula(wanted.name, visit))


def plan_drafted(room: Assistant, visit: Visit, wanted: WantedPlan) -> PlanJson:
    """Draft a plan for a task from the practices held."""
    request = PlanRequest(task=wanted.task, sector=wanted.sector, time=wanted.time)
    return plan_json(*room.practices.plan(request, visit))


def path_through(room: Assistant, visit: Visit, wanted: WantedPath) -> LearnJson:
    """Order what to read on a theme."""
    return learn_json(wanted.theme, room.practices.learn(wanted.theme, visit))


def documents_listed(room: Assistant, visit: Visit, _: Nothing) -> DocumentsJson:
    """List what may be seen."""
    return documents_json(room.documents.visible(visit))


def document_shown(room: Assistant, visit: Visit, wanted: WantedDocument) -> ShowJson:
    """Show a document, or the text that its spans of the source are offsets in.

    Raises:
        NotHeldError: It is not held, or may not be seen.
    """
    document = room.documents.opened(wanted.document, visit)
    if document is None:
        raise NotHeldError(texts.SOURCE_GONE)
    shown = show_json(document)
    if not wanted.extracted:
        return shown
    raw = document.extracted
    if raw is None:
        found = room.documents.original(document.id, visit)
        if found is None:
            raise NotHeldError(texts.SOURCE_GONE)
        raw = found[1].decode(document.encoding)
    return shown.model_copy(update={"text": raw, "outline": ()})


def text_checked(room: Assistant, visit: Visit, wanted: WantedCheck) -> CheckDraftJson:
    """Hold somebody's own text against the library; nothing of it is kept.

    Raises:
        BadRequestError: It is empty, too long, or carries a mark.
    """
    return file_checked(room, visit, "", wanted.text.encode())


def file_checked(room: Assistant, visit: Visit, name: str, data: bytes) -> CheckDraftJson:
    """Hold somebody's own file against the library; nothing of it is kept.

    Args:
        room: What is asked.
        visit: Who asks.
        name: What the sender calls the file; empty for text that was pasted.
        data: Its bytes.

    Raises:
        BadRequestError: It is empty, too long, cannot be read, or carries a mark.
    """
    if refused := objection(name or PASTED, len(data)):
        raise BadRequestError(refused)
    text = room.own_texts.read(data, f"稿件{suffix_of(name or PASTED)}")
    return check_json(room.own_texts.check(text, visit), name)
