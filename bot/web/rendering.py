"""A reply of the core -> what stands on the page. Pure: templates lay it out and add nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot import wording
from bot.strength import Basis, strength
from knowledge.answers import Answer, Citation, Clarify, NoAnswer, Notice, Reply
from knowledge.blocks import (
    Block,
    CardBlock,
    HeadingBlock,
    ProvisionBlock,
    RemarkBlock,
    StatementBlock,
    lines_of,
)
from knowledge.documents import DocumentSummary, Hit
from knowledge.names import KINDS, place_words
from knowledge.practices.pages import next_page

NEAREST_SHOWN = 5


class ReplyLine(NamedTuple):
    """A line of an answer."""

    kind: Literal["title", "heading", "statement", "item", "remark"]
    before: str = ""
    """Its words up to what tells what was asked."""

    telling: str = ""
    after: str = ""
    markers: tuple[int, ...] = ()
    caution: str = ""


class ReplyPart(NamedTuple):
    """Lines that belong together: a card, a provision, or what stands between headings."""

    kind: Literal["plain", "card", "provision"]
    lines: tuple[ReplyLine, ...]


class ListedSource(NamedTuple):
    """A source as it is listed: every marker that points at it, and the words of each."""

    markers: tuple[int, ...]
    title: str
    place: str
    facts: tuple[str, ...]
    """Date, kind, standing."""

    cautions: tuple[str, ...]


class ShownReply(NamedTuple):
    """A reply on the page."""

    reply_id: str
    sort: Literal["answer", "related", "no_answer", "clarify", "notice"]
    question: str
    aside: str
    """For what question it was taken, and what else is to be said beforehand."""

    parts: tuple[ReplyPart, ...]
    strength: str = ""
    sources: tuple[ListedSource, ...] = ()
    nearest: tuple[ListedSource, ...] = ()
    following: tuple[tuple[str, str], ...] = ()
    """What may be asked next: what stands on the button, and the question."""

    copied: str = ""
    """What is copied: the text with its markers, sources and strength."""

    is_list: bool = False
    """Whether it is a list of examples, which can leave as a table."""


def shown_reply(reply: Reply, reply_id: str) -> ShownReply:
    """Return a reply as it stands on the page."""
    match reply:
        case Answer():
            return _answer(reply, reply_id)
        case NoAnswer():
            return _no_answer(reply, reply_id)
        case Clarify() | Notice():
            return ShownReply(
                reply_id=reply_id,
                sort=reply.reply,
                question=reply.question,
                aside="",
                parts=_said(reply.text),
                following=_asked(reply.candidates),
            )


def parts_of(blocks: Sequence[Block]) -> tuple[ReplyPart, ...]:
    """Return blocks as parts: each heading, card and provision begins one; what runs on joins the line before."""
    parts: list[ReplyPart] = []
    for block in blocks:
        lines = tuple(_line(line, inside=block) for line in lines_of(block))
        if isinstance(block, CardBlock | ProvisionBlock):
            parts.append(ReplyPart("card" if isinstance(block, CardBlock) else "provision", lines))
        elif isinstance(block, HeadingBlock) or not parts or parts[-1].kind != "plain":
            parts.append(ReplyPart("plain", lines))
        else:
            parts[-1] = parts[-1]._replace(lines=(*parts[-1].lines, *lines))
    return tuple(parts)


def source_of(document: DocumentSummary, place: str, markers: tuple[int, ...], cautions: Sequence[str]) -> ListedSource:
    """Return a source as it is listed."""
    title, *facts = wording.facts(document, "")
    return ListedSource(markers, title, place, tuple(facts), tuple(cautions))


def reply_strength(reply: Answer) -> str:
    """Return how far an answer carries."""
    cited = [Basis(one.document.id, one.document.kind, one.document.status) for one in reply.citations]
    return strength(cited, reply.checks.quotes_verified)


def _answer(reply: Answer, reply_id: str) -> ShownReply:
    following = [(one.label, one.question) for one in reply.next_questions]
    another = next_page(reply)
    return ShownReply(
        reply_id=reply_id,
        sort="related" if reply.strength == "related" else "answer",
        question=reply.question,
        aside="　".join(filter(None, (wording.understood_as(reply.standalone_question, reply.question), reply.notice))),
        parts=parts_of(reply.blocks),
        strength=reply_strength(reply),
        sources=_sources(wording.in_order(reply)),
        following=((("换一批", another),) if another else ()) + tuple(following),
        copied="\n".join(
            (reply.text, "", "来源：", *wording.source_lines(wording.in_order(reply)), reply_strength(reply))
        ),
        is_list=reply.page is not None,
    )


def _no_answer(reply: NoAnswer, reply_id: str) -> ShownReply:
    return ShownReply(
        reply_id=reply_id,
        sort="no_answer",
        question=reply.question,
        aside=wording.understood_as(reply.standalone_question, reply.question) or "",
        parts=_said(reply.text),
        nearest=tuple(_near(number, hit) for number, hit in enumerate(reply.nearest[:NEAREST_SHOWN], 1)),
        following=_asked(reply.candidates),
    )


def _near(number: int, hit: Hit) -> ListedSource:
    marks = wording.marks(hit.document, secondhand=False, recognised=hit.source.recognised)
    return source_of(hit.document, place_words(hit.passage.locator, hit.source.page), (number,), marks)


def _sources(citations: Sequence[Citation]) -> tuple[ListedSource, ...]:
    """Return the places that are cited, each with all markers that point there."""
    found: dict[tuple[str, str, tuple[str, ...]], ListedSource] = {}
    for one in citations:
        place = place_words(one.locator, one.source.page)
        marks = wording.marks(one.document, secondhand=one.secondhand, recognised=one.source.recognised)
        key = (one.document.id, place, marks)
        before = found[key].markers if key in found else ()
        found[key] = source_of(one.document, place, (*before, one.marker), marks)
    return tuple(found.values())


def _line(line: HeadingBlock | StatementBlock | RemarkBlock, *, inside: Block) -> ReplyLine:
    match line:
        case HeadingBlock():
            title = line.of_all and inside is line
            return ReplyLine("title" if title else "heading", before=line.text)
        case RemarkBlock():
            return ReplyLine("remark", before=line.text)
        case StatementBlock():
            start, end = line.telling or (0, 0)
            return ReplyLine(
                "item" if line.bullet else "statement",
                before=line.lead + line.text[:start],
                telling=line.text[start:end],
                after=line.text[end:],
                markers=line.markers,
                caution=line.caution,
            )


def _said(text: str) -> tuple[ReplyPart, ...]:
    lines = tuple(ReplyLine("statement", before=line) for line in text.splitlines() if line.strip())
    return (ReplyPart("plain", lines),)


def _asked(questions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((question, question) for question in questions)


def kind_words(document: DocumentSummary) -> str:
    """Return what a document is and whose, in one line."""
    parts = (KINDS[document.kind], document.issuer or "", wording.date_words(document.date), wording.validity(document))
    return "｜".join(part for part in parts if part)
