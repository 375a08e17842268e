"""The one table: what can be asked of the page, and the role that it needs. A test walks every line."""

from __future__ import annotations

from bot.web.api import chat, description
from bot.web.api.endpoints import ENDPOINTS
from bot.web.gate import Way
from bot.web.pages import (
    administration,
    asking,
    drafting,
    drafts,
    entering,
    examples,
    finding,
    health,
    library,
    office_account,
    rules,
    sources,
    tokens,
    uploading,
)
from bot.web.reception import MEGABYTE
from bot.web.sign_on.office import BACK
from knowledge.access import Role

ANYONE, READER, UPLOADER, ADMIN = None, Role.READER, Role.UPLOADER, Role.ADMIN
DRAFT = drafts.MOST_MEGABYTES * MEGABYTE
UPLOAD = uploading.MOST_MEGABYTES * MEGABYTE
REPLY = "/c/{conversation}/r/{reply}"

WAYS: tuple[Way, ...] = (
    # For whoever watches over the machine
    Way("GET", "/healthz", health.healthz, ANYONE),
    Way("GET", "/readyz", health.readyz, ANYONE),
    Way("GET", "/metrics", health.metrics, ANYONE),
    # Coming in and leaving
    Way("GET", "/sign-in", entering.sign_in_page, ANYONE),
    Way("POST", "/sign-in", entering.sign_in, ANYONE),
    Way("POST", "/sign-on", office_account.go_to_office, ANYONE),
    Way("GET", BACK, office_account.back_from_office, ANYONE),
    Way("GET", "/first", entering.first_page, ANYONE),
    Way("POST", "/first", entering.first, ANYONE),
    Way("GET", "/invitation/{invitation}", entering.invitation_page, ANYONE),
    Way("POST", "/invitation/{invitation}", entering.invitation, ANYONE),
    Way("POST", "/sign-out", entering.sign_out, READER),
    Way("GET", "/me", entering.own_page, READER),
    Way("POST", "/me/password", entering.change_password, READER),
    # Asking
    Way("GET", "/", asking.ask_page, READER),
    Way("POST", "/ask", asking.ask_question, READER),
    Way("GET", "/c/{conversation}", asking.ask_page, READER),
    Way("POST", "/c/{conversation}/erase", asking.erase, READER),
    Way("POST", "/c/{conversation}/stop", asking.stop, READER),
    Way("GET", "/c/{conversation}/running/{once}", asking.join, READER),
    Way("GET", f"{REPLY}/following", asking.following_questions, READER),
    Way("POST", f"{REPLY}/verdict", asking.judge, READER),
    Way("GET", f"{REPLY}/export/{{what}}", asking.export_reply, READER),
    # Sources
    Way("GET", f"{REPLY}/s/{{marker:number}}", sources.cited, READER),
    Way("GET", f"{REPLY}/s/{{marker:number}}/page/{{number:number}}", sources.scanned_page, READER),
    Way("GET", f"{REPLY}/n/{{number:number}}", sources.near, READER),
    Way("GET", "/passages/{passage}", sources.passage, READER),
    Way("GET", "/passages/{passage}/{way}", sources.passage_beside, READER),
    Way("GET", "/documents/{document}/original", sources.original_file, READER),
    # Rules, words, examples
    Way("GET", "/rules", rules.rules_page, READER),
    Way("GET", "/rules/{document}", rules.instrument, READER),
    Way("GET", "/rules/{document}/versions", rules.versions, READER),
    Way("GET", "/rules/{document}/{position:number}", rules.article, READER),
    Way("GET", "/find", finding.find_page, READER),
    Way("GET", "/examples", examples.examples_page, READER),
    Way("GET", "/examples/compare", examples.compare_cards, READER),
    Way("GET", "/examples/handout/{what}", examples.handout, READER),
    # Writing and learning
    Way("GET", "/work", drafting.work_page, READER),
    Way("POST", "/work/plan", drafting.write_plan, READER),
    Way("POST", "/work/learn", drafting.write_path, READER),
    Way("POST", "/work/formula", drafting.spell_formula, READER),
    Way("GET", "/check", drafts.check_page, READER),
    Way("POST", "/check", drafts.check_text, READER, DRAFT, reads_files=True),
    Way("GET", "/check/{number}/annotated", drafts.annotated, READER),
    # The library
    Way("GET", "/library", library.library_page, READER),
    Way("GET", "/documents/{document}", library.document_page, READER),
    Way("GET", "/upload", uploading.upload_page, UPLOADER),
    Way("POST", "/upload", uploading.upload, UPLOADER, UPLOAD),
    Way("GET", "/upload/files", uploading.files, UPLOADER),
    Way("GET", "/upload/report", uploading.report, UPLOADER),
    Way("POST", "/upload/all", uploading.decide_all, UPLOADER),
    Way("GET", "/upload/{file}/text", uploading.preview, UPLOADER),
    Way("POST", "/upload/{file}/decide", uploading.decide, UPLOADER),
    Way("POST", "/upload/{file}/cancel", uploading.cancel, UPLOADER),
    Way("POST", "/upload/{file}/former", uploading.former, UPLOADER),
    # Administration
    Way("GET", "/admin", administration.people_page, ADMIN),
    Way("POST", "/admin/people", administration.add_person, ADMIN),
    Way("POST", "/admin/people/{person:number}", administration.change_person, ADMIN),
    Way("POST", "/admin/people/{person:number}/remove", administration.strike_person, ADMIN),
    Way("POST", "/admin/people/{person:number}/invite", administration.invite_person, ADMIN),
    Way("POST", "/admin/requests", administration.decide_request, ADMIN),
    Way("GET", "/admin/missing", administration.lacking_page, ADMIN),
    Way("POST", "/admin/standards", administration.approve, ADMIN),
    Way("POST", "/admin/standards/{number:number}/withdraw", administration.withdraw_standard, ADMIN),
    Way("GET", "/admin/held", administration.held_page, ADMIN),
    Way("POST", "/admin/held", administration.decide_held, ADMIN),
    Way("GET", "/admin/stats", administration.statistics_page, ADMIN),
    Way("GET", "/admin/audit", administration.audit_page, ADMIN),
    Way("GET", "/admin/settings", administration.settings_page, ADMIN),
    # For programs
    Way("GET", "/me/tokens", tokens.tokens_page, READER),
    Way("POST", "/me/tokens", tokens.make_own_token, READER),
    Way("POST", "/me/tokens/{number:number}/revoke", tokens.revoke_own_token, READER),
    Way("GET", "/api", tokens.programs_page, READER),
    Way("GET", "/api/openapi.json", description.openapi, READER),
    *(endpoint.way for endpoint in ENDPOINTS),
    Way("GET", "/api/documents/{document}/original", sources.original_file, READER),
    Way("GET", "/v1/models", chat.models, READER),
    Way("GET", "/v1/models/{model}", chat.model, READER),
    Way("POST", "/v1/chat/completions", chat.complete, READER, MEGABYTE),
)
