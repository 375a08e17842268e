"""Replies, hits and documents as scripts read them."""

from __future__ import annotations

from bot.views.basic import ask_json, citation_json, documents_json, hit_json, show_json
from knowledge.documents import Repair
from tests.bot.telegram import replies
from tests.builders import document


def test_what_is_read_is_simplified_and_what_is_quoted_is_not() -> None:
    """Titles and passages of a Traditional text read Simplified; its quotation stays as it is printed."""
    hit, cited = hit_json(replies.HITS["p-d3"]), citation_json(replies.FOLLOW_UP.citations[0])
    assert (hit.title, hit.script) == ("在《融合行动》启动会上的讲话", "traditional")
    assert "党建工作要同业务工作" in hit.text
    assert (cited.quote, cited.locator) == ("一起謀劃", "一、认识")


def test_any_reply_has_the_same_fields() -> None:
    """What a refusal, a choice and a greeting lack is empty; what was nearest is there."""
    for reply in (replies.NO_ANSWER, replies.CLARIFY, replies.NOTICE):
        shown = ask_json(reply)
        assert (shown.citations, shown.strength, shown.checks.sentences) == ((), None, 0)
    assert len(ask_json(replies.NO_ANSWER).nearest) == 2
    assert ask_json(replies.CLARIFY).candidates == replies.CLARIFY.candidates


def test_a_document_shows_its_repairs_where_they_were_made() -> None:
    """A receipt says what stood where in the file."""
    repair = Repair(kind="emoji", start=3, end=4, before="😀", after="")
    shown = show_json(document("第一条 甲。", repairs=(repair,)))
    assert [(each.before, each.source.start) for each in shown.repairs] == [("😀", 3)]
    (listed,) = documents_json([replies.SPEECH]).documents
    assert listed.title == "在《融合行动》启动会上的讲话"
