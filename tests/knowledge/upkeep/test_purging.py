"""T-S7 and the audit log: what is purged is in no byte, what was seen is put down and cannot be changed unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, inspect, update

from knowledge.access import Role
from knowledge.answers import NoAnswer
from knowledge.callers import OPERATOR, Conversation, Someone
from knowledge.catalog import schema
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.feedback import UnansweredTable
from knowledge.catalog.joining import join_requests
from knowledge.catalog.people import PeopleTable
from knowledge.catalog.standards import StandardAnswers
from knowledge.errors import LibraryBusyError, StorageError
from knowledge.library import Library
from knowledge.questions.turns import Turn
from knowledge.upkeep.last_report import keep_report
from knowledge.upkeep.purging import AUDIT_DAYS, CALLED, NUMBERED, expire, purge_documents, purge_person
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

CANARY = "青石岭丙号方案"
NAME = "欧阳丙丁"
HE, SHE = Someone(number=4242), Someone(number=7)
HERE = Conversation(channel="console", place="operator")
WHERE = (
    Conversation(channel="telegram", place="4242"),
    Conversation(channel="telegram", place="4242:9"),
    Conversation(channel="telegram", place="-100777:3", shared=True),
    Conversation(channel="console", place="4242"),
    Conversation(channel="command", place="4242/备课"),
    Conversation(channel="web", place="4242/1"),
)
"""A private chat with and without a topic, a group, the terminal, a named session, and a channel to come."""


def bytes_with(home: Path, text: str) -> list[str]:
    """Return the files of a home that have a text in any of their bytes."""
    wanted = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "gb18030")]
    places = [place for place in home.rglob("*") if place.is_file()]
    return [place.name for place in places if any(each in place.read_bytes() for each in wanted)]


def reply(question: str) -> NoAnswer:
    return NoAnswer(question=question, standalone_question=question, text="没有找到。")


@pytest.mark.parametrize("both_databases", ["sqlite"], indirect=True)  # a server's files have a test of their own
def test_no_byte_of_a_purged_document_is_left(tmp_path: Path) -> None:
    """File, text, words, vectors, and the write-ahead log; the others still answer."""
    with Library.open_owner(tmp_path, BigramEmbedder()) as library:
        for number in range(30):
            library.replace_file(*source_file(f"/{number}.txt", f"第{number}支部本月走访{number * 7}户。"))
        path, original, entries = source_file(f"/{CANARY}.txt", f"{CANARY}由第七支部负责。", f"{CANARY}每年修订。")
        library.replace_file(path, original, entries)
        document = entries[0][0]
        with pytest.raises(LibraryBusyError, match="停止"):
            purge_documents(library.catalog.database, [document.id])
    assert bytes_with(tmp_path, CANARY)
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        done = purge_documents(library.catalog.database, [document.id])
        assert done.documents == 1
    assert bytes_with(tmp_path, CANARY) == []
    with Library.open_owner(tmp_path, BigramEmbedder()) as library:
        assert len(library.documents()) == 30
        assert library.search(library.embedder.embed_query("走访"), limit=3, labels=frozenset({"public"}))


def write_canary(page: Path) -> None:
    page.write_text(CANARY, encoding="utf-8")


def test_replies_that_quote_a_purged_document_go_with_it(tmp_path: Path) -> None:
    """A kept reply holds words of the document."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        path, original, entries = source_file("/a.txt", f"{CANARY}由第七支部负责。")
        library.replace_file(path, original, entries)
        from tests.bot.telegram import replies as samples

        conversations = Conversations(library.catalog.database)
        other = conversations.keep(samples.ANSWER, HERE, by=OPERATOR)
        nearest = samples.ANSWER.citations[0].model_copy(update={"passage_id": entries[0][1][0].id, "quote": CANARY})
        quoting = samples.ANSWER.model_copy(update={"citations": (nearest, *samples.ANSWER.citations[1:])})
        conversations.keep(quoting, HERE, by=OPERATOR)
        approved = StandardAnswers(library.catalog.database)
        approved.put("k", quoting, approved_by=OPERATOR, approved_on="2026-01-01")
        keep_report(library.catalog.database, CANARY, write_canary, by=OPERATOR)
        assert purge_documents(library.catalog.database, [entries[0][0].id]).replies == 1
        assert conversations.kept(other, HERE) is not None
        assert approved.everything() == []
    assert bytes_with(tmp_path, CANARY) == []


def test_no_byte_of_a_purged_person_is_left(tmp_path: Path) -> None:
    """Name, grants, questions and replies in every kind of conversation; the audit log stays whole and names nobody."""
    with Library.open_owner(tmp_path, BigramEmbedder()) as library:
        database = library.catalog.database
        people, log, conversations = PeopleTable(database), AuditLog(database), Conversations(database)
        people.put(4242, name=NAME, role=Role.READER)
        people.grant(4242, ["dept:qsl"])
        for where in WHERE:
            conversations.remember(where, by=HE, question=f"{CANARY}怎么办", turn=Turn(standalone=f"{CANARY}怎么办"))
            conversations.remember(where, by=SHE, question="食堂", turn=Turn(standalone="食堂"))
            conversations.keep(reply(f"{CANARY}怎么办"), where, by=HE)
            UnansweredTable(database).note(f"{CANARY}怎么办", where, by=HE)
        with database.writing() as connection:
            waiting = {"person": 4242, "name": NAME, "code": "1", "asked_at": 1}
            connection.execute(insert(join_requests).values(waiting))
        log.record(HE, "ask", outcome="no_answer")
        log.record(SHE, "ask", outcome="no_answer")
        done = purge_person(database, 4242)
        assert (done.questions, done.replies) == (len(WHERE), len(WHERE))
        assert all(conversations.last_turn(where) == Turn(standalone="食堂") for where in WHERE)
        assert people.person(4242) is None
        assert [entry.by for entry in log.entries()] == [SHE, None]
        assert log.is_intact()
    assert bytes_with(tmp_path, CANARY) == bytes_with(tmp_path, NAME) == bytes_with(tmp_path, "dept:qsl") == []


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AuditLog]:
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        log = AuditLog(library.catalog.database)
        for by in (Someone(number=1), Someone(number=2), OPERATOR):
            log.record(by, "search", passages=("p1", "p1", "p2"))
        yield log


def test_who_saw_a_passage_can_be_asked(log: AuditLog) -> None:
    """By person and by passage, the latest first; a passage shown twice stands once."""
    assert [entry.by for entry in log.entries(passage="p1")] == [OPERATOR, Someone(number=2), Someone(number=1)]
    assert log.entries(by=Someone(number=2))[0].passages == ("p1", "p2")
    assert log.entries(passage="p") == []


def test_the_log_is_only_added_to(log: AuditLog) -> None:
    """The database itself refuses to change or drop a row."""
    for statement in (update(schema.audit).values(what="x"), delete(schema.audit)):
        with pytest.raises(StorageError, match="only added to"), log._database.writing() as connection:
            connection.execute(statement)
    assert log.is_intact()


WITHOUT_TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_is_not_rewritten", "DROP TRIGGER audit_is_not_shortened"),
    "postgresql": ("DROP TRIGGER audit_is_not_changed ON audit",),
}


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x' WHERE pk = 2", "DELETE FROM audit WHERE pk = 2"])
def test_a_change_behind_the_programs_back_shows(log: AuditLog, both_databases: str, change: str) -> None:
    """Whoever takes the triggers away still breaks the chain."""
    with log._database.writing() as connection:
        for statement in WITHOUT_TRIGGERS[both_databases]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(change)
    assert not log.is_intact()


def test_what_is_past_its_time_goes(log: AuditLog) -> None:
    """Rows of the audit log too, and the chain of the rest stays whole."""
    database = log._database
    later = datetime.now(UTC) + timedelta(days=AUDIT_DAYS + 1)
    Conversations(database).remember(HERE, by=OPERATOR, question="甲", turn=Turn(standalone="甲"))
    assert expire(database).questions == 0
    done = expire(database, later)
    assert (done.questions, done.audit_entries) == (1, 3)
    log.record(OPERATOR, "search", passages=("p3",))
    assert log.is_intact()
    assert [entry.passages for entry in log.entries()] == [("p3",)]


def test_every_table_about_people_is_known_to_the_purge(tmp_path: Path) -> None:
    """A new table with a person's number or conversation in it has to be purged as well."""
    columns = {"user", "person", "caller", "approved_by", "session", "chat", "chat_id", "user_id"}
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        found = inspect(library.catalog.database.backend.readers)
        personal = {
            table
            for table in found.get_table_names()
            if columns & {column["name"] for column in found.get_columns(table)}
        }
    assert personal == {"grants", "audit_people", "standard_answers", *NUMBERED, *CALLED}
