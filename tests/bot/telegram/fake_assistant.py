"""A core without a library: fixed replies, kept ones that outlive an application, a log of what was asked."""

from __future__ import annotations

import functools
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from bot.services.asking import Asking, Question
from bot.services.assistant import Assistant, assistant_over
from bot.services.core import WantedAnswer
from bot.services.events import Event
from bot.services.former_texts import FormerTexts
from bot.services.intake import Intake
from bot.services.own_texts import OwnTexts
from bot.services.replies import Replies
from bot.services.rights import Rights
from bot.services.rules import Rules
from knowledge.answers import Answer, Draft, Progress, Reply
from knowledge.callers import Caller, Conversation, Identity, Someone, Visit
from knowledge.candidates import Found
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.database import Database
from knowledge.catalog.keyword import KeywordFindings
from knowledge.catalog.lexical import FullText
from knowledge.catalog.ranges import RangesCache
from knowledge.documents import Document, DocumentSummary, Hit, Kind, Problem, Severity
from knowledge.drafts.annotated import annotated_docx
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict
from knowledge.errors import BadRequestError
from knowledge.ingesting import Choices, DocumentReport, IngestReport, Quality, TellPages
from knowledge.library import Library
from knowledge.people import People
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.queries import parse_query
from knowledge.ranking.fusion import Weights
from knowledge.regulations.lookup import Lookup
from knowledge.retrieval import Findings, Retriever, Scores
from tests import builders
from tests.bot.telegram import replies, rules
from tests.fakes import BigramEmbedder, OverlapJudge

READER, ADMIN, STRANGER = 1001, 1002, 4004

REPLIES: dict[str, Reply] = {
    reply.question: reply
    for reply in (replies.ANSWER, replies.FOLLOW_UP, replies.NO_ANSWER, replies.CLARIFY, replies.NOTICE)
}


class FakeOwnTexts(OwnTexts):
    """Reads UTF-8, and has one remark of each sort on whatever it is given."""

    def read(self, data: bytes, name: str) -> str:
        assert name in {"稿件.txt", "稿件.docx"}
        return data.decode()

    def check(self, text: str, visit: Visit) -> DraftCheck:  # noqa: ARG002
        remarks = [
            Remark(sort="title", verdict=verdict, start=0, end=4, words=text[:4], message="请核对。")
            for verdict in Verdict
        ]
        return DraftCheck(text=text, remarks=tuple(remarks))

    def annotated(self, check: DraftCheck, original: bytes | None = None) -> bytes:  # noqa: ARG002
        return annotated_docx(check)


@dataclass
class FakeTexts:
    """The passages of the fake, for whoever may see the first document."""

    hits: dict[str, Hit]

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        return self.hits_for([passage_id], labels).get(passage_id)

    def hits_for(self, ids: Sequence[str], labels: frozenset[str]) -> dict[str, Found]:  # noqa: ARG002
        found = {each: self.hits[each] for each in ids if each in self.hits}
        return {each: (hit.passage, hit.document, hit.source) for each, hit in found.items()}

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:  # noqa: ARG002
        hit = next((each for each in self.hits.values() if each.document.id == document_id), None)
        return builders.document("\n" * hit.passage.start + hit.passage.text, id=document_id) if hit else None


class WatchedPeople(People):
    """Notes whose rights were asked for; 0 stands for anybody's."""

    consulted: list[int]

    def labels(self, held: frozenset[str], caller: Caller) -> frozenset[str]:
        self.consulted.append(caller.number if isinstance(caller, Someone) else 0)
        return super().labels(held, caller)


@dataclass(frozen=True)
class WatchedAsking(Asking):
    """Notes what was asked, where, and whose rights counted; 0 stands for anybody's."""

    noted: list[tuple[str, str, int]] = field(default_factory=list)

    def stream(self, question: Question, stop: threading.Event | None = None) -> Progress:
        where, reader = question.visit.conversation, question.visit.reader
        session = f"{where.channel}:{where.place}" if where else ""
        self.noted.append((question.text, session, reader.number if isinstance(reader, Someone) else 0))
        yield from super().stream(question, stop)


@dataclass(frozen=True)
class FakeFormer(FormerTexts):
    """Says of whatever is stored that it answers for the text that was set up."""

    fake: FakeAssistant

    def of(self, reports: Sequence[DocumentReport], labels: frozenset[str]) -> DocumentSummary | None:  # noqa: ARG002
        return (
            builders.summary(builders.document("值班办法", id=self.fake.former, title="值班办法"))
            if self.fake.former
            else None
        )

    def remove(self, document_id: str, labels: frozenset[str]) -> bool:
        assert labels
        self.fake.dropped.append(document_id)
        return document_id == self.fake.former


class FakePage:
    """A report of five characters."""

    def show(self, document: Document, report: DocumentReport) -> None:
        """Every document is like another."""

    def write(self, path: Path, report: IngestReport) -> None:  # noqa: ARG002
        path.write_bytes(b"<html>")


_NUMBERING = threading.Lock()


@dataclass(frozen=True)
class NumberedReplies(Replies):
    """Gives ids in order: r0, r1, …"""

    def keep(self, reply: Reply, visit: Visit) -> str:
        with _NUMBERING:  # two answers at once would count the same
            drawn = super().keep(reply, visit)
            with self.core.catalog.database.writing() as connection:
                count = connection.exec_driver_sql("SELECT count(*) FROM replies").scalar_one()
                number = f"r{count - 1}"
                connection.exec_driver_sql("UPDATE replies SET id = ? WHERE id = ?", (number, drawn))
        return number


@dataclass
class FakeCore:
    """Satisfies `bot.services.core.Core`: fixed replies over an empty catalog."""

    catalog: Catalog
    fake: FakeAssistant
    lookup: Lookup = rules.LOOKUP

    def warm_up(self) -> None:
        """Nothing has to be made ready."""

    def labels(self) -> frozenset[str]:
        return frozenset({"public"})

    def texts(self, as_of: str | None = None) -> FakeTexts:  # noqa: ARG002
        return FakeTexts(self.fake.hits)

    def retriever(self, as_of: str | None = None) -> Retriever:  # noqa: ARG002
        """Nothing is searched for in an empty catalog."""
        return cast("Retriever", None)

    def answers(self, wanted: WantedAnswer, stop: threading.Event | None = None) -> Progress:
        for text in self.fake.drafts:
            yield Draft(text=text)
            (stop or threading.Event()).wait(self.fake.seconds)
        yield self.fake.answered(wanted.text)

    def rehearsed(self, question: str, labels: frozenset[str]) -> Progress:  # noqa: ARG002
        """Answer what has a reply set up."""
        reply = self.fake.replies.get(question)
        yield reply if isinstance(reply, Answer) else replies.NO_ANSWER

    def find(
        self,
        query: str,
        *,
        labels: frozenset[str],  # noqa: ARG002
        limit: int,
        filters: Filters = EVERYTHING,  # noqa: ARG002
        as_of: str | None = None,  # noqa: ARG002
    ) -> Findings:
        """Find the passages that the reply set up for a question cites, else the first."""
        hits = (self.fake.cited(query) or list(self.fake.hits.values())[:1])[:limit]
        scores = tuple(Scores(dense=0.5, words=None, grams=None, coverage=0.25, rerank=None) for _ in hits)
        return Findings(query=parse_query(query), weights=Weights(), hits=tuple(hits), scores=scores)

    def keyword(
        self,
        text: str,
        *,
        labels: frozenset[str],  # noqa: ARG002
        kind: Kind | None,
        limit: int,
        offset: int,
    ) -> KeywordFindings:
        return rules.words_found(text, limit=limit, offset=offset, kind=kind)

    def original(self, document_id: str, labels: frozenset[str]) -> tuple[str, bytes] | None:  # noqa: ARG002
        return f"/上级/{document_id}.md", "原文件的字".encode()

    def neighbour(self, passage_id: str, step: int, labels: frozenset[str]) -> str | None:  # noqa: ARG002
        return f"{passage_id}{step:+}"


@dataclass
class FakeAssistant:
    """The real room over the fake core, and what happened in it."""

    readers: set[int] = field(default_factory=lambda: {READER})
    admins: set[int] = field(default_factory=lambda: {ADMIN})
    replies: dict[str, Reply | Exception] = field(default_factory=lambda: {**REPLIES})
    hits: dict[str, Hit] = field(default_factory=lambda: {**replies.HITS})
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    """Question, conversation and whose rights counted, of every question in order."""

    events: list[Event] = field(default_factory=list)
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
    def people(self) -> WatchedPeople:
        people = WatchedPeople(self.database, admins=of_telegram(self.admins), readers=of_telegram(self.readers))
        people.consulted = []
        return people

    @property
    def opened_by(self) -> list[int]:
        """Whose rights were asked for, 0 for anybody's."""
        return self.people.consulted

    @functools.cached_property
    def room(self) -> Assistant:
        core = FakeCore(Catalog(self.database), self)
        library = SimpleNamespace(
            embedder=BigramEmbedder(), lexical=FullText(self.database, RangesCache()), documents=list
        )

        def own_texts(rights: Rights) -> OwnTexts:
            judge, held = OverlapJudge(), cast("Library", library)
            return FakeOwnTexts(cast("Rules", None), rights, held, judge, may_be_sent=self.drafts_allowed)

        files = (cast("Library", library), self.intake)
        room = assistant_over(core, self.people, own_texts, files=files, quota=self.quota, also=[self.events.append])
        assert room.handing_in is not None
        asking = WatchedAsking(core, room.rights, room.asking.tell, self.quota, self.asked)
        numbered = NumberedReplies(core, room.rights, room.replies.rehearsal)
        practices = replace(room.practices, asking=asking)
        return replace(
            room,
            asking=asking,
            replies=numbered,
            practices=practices,
            exports=replace(room.exports, replies=numbered, practices=practices),
            verdicts=replace(room.verdicts, replies=numbered),
            standards=replace(room.standards, replies=numbered),
            handing_in=replace(room.handing_in, former=FakeFormer(room.handing_in.library, self)),
        )

    def answered(self, question: str) -> Reply:
        """Return the reply set up for a question, after a while."""
        with self._lock:
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

    def cited(self, question: str) -> list[Hit]:
        """Return the passages that the reply set up for a question cites, with the words of the question."""
        reply = self.replies.get(question)
        cited = reply.citations if isinstance(reply, Answer) else ()
        hits = [self.hits[each.passage_id] for each in cited if each.passage_id in self.hits]
        return [hit.model_copy(update={"passage": hit.passage.model_copy(update={"text": question})}) for hit in hits]

    def hide_replies(self) -> list[str]:
        """Let no kept reply be found for a while; return their ids."""
        with self.database.writing() as connection:
            connection.exec_driver_sql("UPDATE replies SET place = '-' || place")
            return [str(each) for (each,) in connection.exec_driver_sql("SELECT id FROM replies").all()]

    def show_replies(self) -> None:
        """Let them be found again."""
        with self.database.writing() as connection:
            connection.exec_driver_sql("UPDATE replies SET place = substr(place, 2)")

    def kept(self) -> list[Reply]:
        """Return all kept replies."""
        with self.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT id, channel, place FROM replies").all()
        talks = Conversations(self.database)
        found = (talks.kept(number, Conversation(channel=one, place=two)) for number, one, two in rows)
        return [reply for reply in found if reply is not None]

    @property
    def intake(self) -> Intake:
        """Return a way in that reads whatever is no mark of classification."""
        return Intake(
            ingest=self._taken_in,
            look_through=self._looked_through,
            draft_text=lambda data, _name, *, is_internet: data.decode() if is_internet else "",
            bound_photos=b"\n".join,
            report_page=FakePage,
            profile="internet",
        )

    def _looked_through(
        self,
        data: bytes,
        name: str,
        store: Library,  # noqa: ARG002
        choices: Choices,  # noqa: ARG002
        pages: TellPages,
    ) -> IngestReport:
        for page in range(self.pages):
            pages(page, self.pages)
            time.sleep(self.seconds)
        return self._report(name, data)

    def _taken_in(
        self,
        paths: Sequence[Path],
        into: Library,  # noqa: ARG002
        choices: Choices,
        **watching: object,  # noqa: ARG002
    ) -> IngestReport:
        (path,) = paths
        self.labels_given.append(choices.label or "")
        self.stored.append(path.read_bytes())
        return self._report(path.name, self.stored[-1])

    def _report(self, path: str, data: bytes) -> IngestReport:
        """Report on one file, which is rejected where it is marked."""
        messages = [self.difference] if self.difference else []
        if is_marked := "机密★" in data.decode():
            messages = ["涉密"]
        problems = tuple(
            Problem(code="classified" if is_marked else "newer_version", severity=Severity.ERROR, message=each)
            for each in messages
        )
        report = DocumentReport(
            id=None,
            path=path,
            title="材料",
            kind=None,
            state="rejected" if is_marked else "added",
            passages=3,
            quality=Quality(score=90, problems=problems),
        )
        return IngestReport(documents=(report,), seconds=0.0)


def of_telegram(numbers: Iterable[int]) -> frozenset[Identity]:
    return frozenset(Identity.named(str(number)) for number in numbers)
