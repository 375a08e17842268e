"""The one table: what can be asked of the page, and the role that it needs. A test walks every line."""

from __future__ import annotations

from bot.web.api import chat, description
from bot.web.api.endpoints import ENDPOINTS
from bot.web.gate import MEGABYTE, Way
from bot.web.pages import asking, drafting, drafts, entering, examples, finding, health, library, rules, sources, tokens
from knowledge.access import Role

ANYONE, READER, UPLOADER, ADMIN = None, Role.READER, Role.UPLOADER, Role.ADMIN
DRAFT = drafts.MOST_MEGABYTES * MEGABYTE
REPLY = "/c/{conversation}/r/{reply}"

WAYS: tuple[Way, ...] = (
    Way("GET", "/healthz", health.healthz, ANYONE),
    # Coming in and leaving
    Way("GET", "/sign-in", entering.sign_in_page, ANYONE),
    Way("POST", "/sign-in", entering.sign_in, ANYONE),
    Way("GET", "/first", entering.first_page, ANYONE),
    Way("POST", "/first", entering.first, ANYONE),
    Way("GET", "/invitation/{invitation}", entering.invitation_page, ANYONE),
    Way("POST", "/invitation/{invitation}", entering.invitation, ANYONE),
    Way("POST", "/sign-out", entering.sign_out, READER),
    Way("GET", "/me", entering.own_page, READER),
    Way("POST", "/me/password", entering.change_password, READER),
    # Asking
    Way("GET", "/", asking.ask_page, READER),
    Way("POST", "/ask", asking.ask, READER),
    Way("GET", "/c/{conversation}", asking.ask_page, READER),
    Way("POST", "/c/{conversation}/erase", asking.erase, READER),
    Way("POST", "/c/{conversation}/stop", asking.stop, READER),
    Way("GET", "/c/{conversation}/running/{once}", asking.join, READER),
    Way("GET", f"{REPLY}/following", asking.following, READER),
    Way("POST", f"{REPLY}/verdict", asking.judge, READER),
    Way("GET", f"{REPLY}/export/{{what}}", asking.export, READER),
    # Sources
    Way("GET", f"{REPLY}/s/{{marker:int}}", sources.cited, READER),
    Way("GET", f"{REPLY}/s/{{marker:int}}/page/{{number:int}}", sources.page_picture, READER),
    Way("GET", f"{REPLY}/n/{{number:int}}", sources.near, READER),
    Way("GET", "/passages/{passage}", sources.passage, READER),
    Way("GET", "/passages/{passage}/{way}", sources.beside, READER),
    Way("GET", "/documents/{document}/original", sources.original, READER),
    # Rules, words, examples
    Way("GET", "/rules", rules.rules_page, READER),
    Way("GET", "/rules/{document}", rules.instrument, READER),
    Way("GET", "/rules/{document}/versions", rules.versions, READER),
    Way("GET", "/rules/{document}/{position:int}", rules.article, READER),
    Way("GET", "/find", finding.find_page, READER),
    Way("GET", "/examples", examples.examples_page, READER),
    Way("GET", "/examples/compare", examples.compare, READER),
    Way("GET", "/examples/handout/{what}", examples.handout, READER),
    # Writing and learning
    Way("GET", "/work", drafting.work_page, READER),
    Way("POST", "/work/plan", drafting.plan, READER),
    Way("POST", "/work/learn", drafting.learn, READER),
    Way("POST", "/work/formula", drafting.formula, READER),
    Way("GET", "/check", drafts.check_page, READER),
    Way("POST", "/check", drafts.check, READER, DRAFT),
    Way("GET", "/check/{number}/annotated", drafts.annotated, READER),
    # The library
    Way("GET", "/library", library.library_page, READER),
    Way("GET", "/documents/{document}", library.document_page, READER),
    # For programs
    Way("GET", "/me/tokens", tokens.tokens_page, READER),
    Way("POST", "/me/tokens", tokens.make, READER),
    Way("POST", "/me/tokens/{number:int}/revoke", tokens.revoke, READER),
    Way("GET", "/api", tokens.programs_page, READER),
    Way("GET", "/api/openapi.json", description.openapi, READER),
    *(endpoint.way for endpoint in ENDPOINTS),
    Way("GET", "/api/documents/{document}/original", sources.original, READER),
    Way("GET", "/v1/models", chat.models, READER),
    Way("GET", "/v1/models/{model}", chat.model, READER),
    Way("POST", "/v1/chat/completions", chat.complete, READER, MEGABYTE),
)
