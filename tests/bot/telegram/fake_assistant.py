"""A core without a library: fixed replies, kept ones that outlive an application, a log of what was asked."""

from __future__ import annotations

import functools
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar, cast

from bot.own_texts import OwnTexts
from bot.practices import Practices
from bot.rehearsal import Rehearsal
from bot.rules import Rules
from bot.shelf import Shelf
from bot.standards import Standards
from bot.telegram.intake import Intake, Reading, Tell
from knowledge.answers import Answer, Draft, NoAnswer, Progress, Reply
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.database import Database
from knowledge.catalog.extracts import Extracts
from knowledge.catalog.keyword import KeywordFindings
from knowledge.catalog.lexical import LexicalIndex
from knowledge.catalog.people import PeopleTable
from knowledge.catalog.ranges import RangesCache
from knowledge.catalog.standards import StandardAnswers
from knowledge.documents import Document, DocumentSummary, Hit, Kind, Passage, SourceSpan
from knowledge.drafts.annotated import annotated_docx
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.people import People
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.queries import parse_query
from knowledge.ranking.fusion import Weights
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match
from knowledge.retrieval import Findings, Retriever, Scores
from knowledge.secrecy import REFUSED
from tests import builders
from tests.bot.telegram import replies, rules
from tests.fakes import BigramEmbedder, OverlapJudge

READER, ADMIN, STRANGER = 1001, 1002, 4004

REPLIES: dict[str, Reply] = {
    reply.question: reply
    for reply in (replies.ANSWER, replies.FOLLOW_UP, replies.NO_ANSWER, replies.CLARIFY, replies.NOTICE)
}


class FakeShelf(Shelf):
    """Three passages of the first document, and its file, for whoever may see the first."""

    kept: ClassVar[dict[str, str]] = {}

    def last_reply(self, session: str) -> str | None:
        return self.kept.get(session)

    def neighbour(self, passage_id: str, step: int, *, user: int | None) -> str | None:  # noqa: ARG002
        return f"{passage_id}{step:+}"

    def original(self, document_id: str, *, user: int | None) -> tuple[str, bytes] | None:  # noqa: ARG002
        return f"{document_id}.md", "原文件的字".encode()


class FakeOwnTexts(OwnTexts):
    """Reads UTF-8, and has one remark of each sort on whatever it is given."""

    def read(self, data: bytes, name: str) -> str:
        assert name in {"稿件.txt", "稿件.docx"}
        return data.decode()

    def check(self, text: str, *, user: int | None) -> DraftCheck:  # noqa: ARG002
        remarks = [
            Remark(sort="title", verdict=verdict, start=0, end=4, words=text[:4], message="请核对。")
            for verdict in Verdict
        ]
        return DraftCheck(text=text, remarks=tuple(remarks))

    def annotated(self, check: DraftCheck, original: bytes | None = None) -> bytes:  # noqa: ARG002
        return annotated_docx(check)


@dataclass
class FakeSources:
    """The passages of the fake, as what standard answers rest on."""

    hits: dict[str, Hit]

    def hits_for(
        self,
        ids: Sequence[str],
        labels: frozenset[str],  # noqa: ARG002
    ) -> dict[str, tuple[Passage, DocumentSummary, SourceSpan]]:
        found = {each: self.hits[each] for each in ids if each in self.hits}
        return {each: (hit.passage, hit.document, hit.source) for each, hit in found.items()}

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:  # noqa: ARG002
        hit = next((each for each in self.hits.values() if each.document.id == document_id), None)
        return builders.document("\n" * hit.passage.start + hit.passage.text, id=document_id) if hit else None


@dataclass
class FakeAssistant:
    """Satisfies `bot.telegram.assistant_port.Assistant`."""

    readers: set[int] = field(default_factory=lambda: {READER})
    admins: set[int] = field(default_factory=lambda: {ADMIN})
    replies: dict[str, Reply | Exception] = field(default_factory=lambda: {**REPLIES})
    hits: dict[str, Hit] = field(default_factory=lambda: {**replies.HITS})
    library: dict[tuple[str, str], Reply] = field(default_factory=dict)
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    """Question, session and user of every call, in order."""

    opened_by: list[int] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ronghe-chat-")))
    """Of the real catalog that keeps what must outlive an application."""

    drafts_allowed: bool = False
    pages: int = 0
    """That a file needs to have recognised, each in `seconds`."""

    stored: list[bytes] = field(default_factory=list)
    """What was taken in."""

    labels_given: list[str] = field(default_factory=list)
    former: str | None = None
    """What a file that is taken in answers for from then on."""

    difference: str = ""
    """What is said of a former text before it is decided on."""

    dropped: list[str] = field(default_factory=list)

    quota: int = 0
    drafts: tuple[str, ...] = ()
    """What is shown, a moment each, before the reply."""

    seconds: float = 0.0
    most_at_once: int = 0
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @functools.cached_property
    def database(self) -> Database:
        return Database.open(self.home)

    @functools.cached_property
    def people(self) -> People:
        readers, admins = frozenset(self.readers), frozenset(self.admins)
        return People(PeopleTable(self.database), admins=admins, readers=readers)

    @property
    def practices(self) -> Practices:
        """Return those of the empty catalog; nothing is searched for in it."""
        return Practices(Catalog(self.database), Extracts(self.database), cast("Retriever", None))

    @property
    def shelf(self) -> Shelf:
        return FakeShelf(Catalog(self.database), self.people)

    def labels(self, user: int) -> frozenset[str]:  # noqa: ARG002  # the port's
        return frozenset({"public"})

    def stream(self, question: str, *, session: str, user: int, stop: threading.Event) -> Progress:
        for text in self.drafts:
            yield Draft(text=text)
            stop.wait(self.seconds)
        yield self.ask(question, session=session, user=user)

    def ask(self, question: str, *, session: str, user: int) -> Reply:
        with self._lock:
            self.asked.append((question, session, user))
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        time.sleep(self.seconds)
        with self._lock:
            self._running -= 1
        if len(question) < 2:
            raise BadRequestError("问题太短，请写成一句话。")
        reply = self.replies.get(question, replies.ANSWER)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def keep(self, reply: Answer | NoAnswer, *, session: str, reply_id: str | None = None) -> str:
        reply_id = reply_id or f"r{len(self.library)}"
        self.library[reply_id, session] = reply
        FakeShelf.kept[session] = reply_id
        return reply_id

    def kept(self, reply_id: str, *, session: str, user: int | None = None) -> Reply | None:  # noqa: ARG002
        return self.library.get((reply_id, session))

    def passage(self, passage_id: str, *, user: int) -> Hit | None:
        self.opened_by.append(user)
        return self.hits.get(passage_id)

    def look(
        self,
        query: str,
        *,
        user: int | None,  # noqa: ARG002
        limit: int,
        filters: Filters = EVERYTHING,  # noqa: ARG002
        as_of: str | None = None,  # noqa: ARG002
    ) -> Findings:
        hits = tuple(self.hits.values())[: min(limit, 1)]
        scores = tuple(Scores(dense=0.5, words=None, grams=None, coverage=0.25, rerank=None) for _ in hits)
        return Findings(query=parse_query(query), weights=Weights(), hits=hits, scores=scores)

    def provision_of(self, reply: Answer, *, user: int) -> Match | None:  # noqa: ARG002
        first = reply.citations[0]
        return rules.LOOKUP.around(first.document.id, first.quote_start, rules.ANYBODY)

    def provisions(self, reference: str, *, user: int, session: str | None = None) -> Finding:  # noqa: ARG002
        self.opened_by.append(user)
        return rules.LOOKUP.find(reference, rules.ANYBODY)

    def provision(self, document_id: str, position: int, *, user: int) -> Match | None:
        self.opened_by.append(user)
        return rules.LOOKUP.opened(document_id, position, rules.ANYBODY)

    def compared(self, document_id: str, *, user: int) -> Comparison | None:
        self.opened_by.append(user)
        return rules.LOOKUP.compared(document_id, rules.ANYBODY)

    def keyword(self, text: str, *, user: int, limit: int, offset: int, kind: Kind | None = None) -> KeywordFindings:
        self.opened_by.append(user)
        return rules.words_found(text, limit=limit, offset=offset, kind=kind)

    def simplified(self, text: str) -> str:
        return text.translate(str.maketrans("動啟會講話識", "动启会讲话识")).replace("認", "认")

    def forget(self, session: str) -> None:
        self.forgotten.append(session)

    def may_read(self, user: int) -> bool:
        return self.people.may_read(user)

    def may_upload(self, user: int) -> bool:
        return self.people.may_upload(user)

    @property
    def own_texts(self) -> OwnTexts:
        library = SimpleNamespace(embedder=BigramEmbedder(), lexical=LexicalIndex(self.database, RangesCache()))
        return FakeOwnTexts(cast("Rules", None), lambda _: frozenset(), cast("Library", library), OverlapJudge())

    @property
    def standards(self) -> Standards:
        """Return real ones over the fake's passages."""
        return Standards(StandardAnswers(self.database), lambda: FakeSources(self.hits), lambda *_: [])

    @property
    def rehearsal(self) -> Rehearsal:
        """Return a real one, whose search finds the passages that the reply set up for a question cites."""
        return Rehearsal(self._rehearsed, lambda question, _: self._cited(self.replies.get(question), question))

    def _cited(self, reply: Reply | Exception | None, question: str) -> list[Hit]:
        cited = reply.citations if isinstance(reply, Answer) else ()
        hits = [self.hits[each.passage_id] for each in cited if each.passage_id in self.hits]
        return [hit.model_copy(update={"passage": hit.passage.model_copy(update={"text": question})}) for hit in hits]

    def _rehearsed(self, question: str, labels: frozenset[str]) -> Progress:  # noqa: ARG002
        """Answer, without a trace, what has a reply set up."""
        reply = self.replies.get(question)
        yield reply if isinstance(reply, Answer) else replies.NO_ANSWER

    @property
    def intake(self) -> Intake:
        """Return a way in that reads whatever is no mark of classification."""
        return Intake(
            self._described,
            lambda file: file.read_text("utf-8"),
            self._taken_in,
            self._dropped,
            lambda: ("已入库：1篇，3段，质量90分。", b"<html>") if self.stored else None,
            b"\n".join,
            self.drafts_allowed,
        )

    def _described(self, file: Path, tell: Tell) -> Reading:
        for page in range(self.pages):
            tell(page, self.pages)
            time.sleep(self.seconds)
        if "机密★" in file.read_text("utf-8"):
            return Reading(usable=False, told=REFUSED)
        return Reading(usable=True, told=f"已读完，尚未入库：1篇，3段，质量90分。{self.difference}")

    def _taken_in(self, file: Path, label: str, tell: Tell) -> Reading:  # noqa: ARG002
        self.labels_given.append(label)
        self.stored.append(file.read_bytes())
        return Reading(usable=True, told="已入库：1篇，3段，质量90分。", former=self.former)

    def _dropped(self, document_id: str, labels: frozenset[str]) -> bool:
        assert labels
        self.dropped.append(document_id)
        return document_id == self.former

    def is_admin(self, user: int) -> bool:
        return user in self.admins

    def is_open_to_somebody(self) -> bool:
        return bool(self.readers | self.admins)

    def corpus_line(self) -> str:
        return "库内现有规范性文件1份、案例2份，均为虚构的示例材料。"
