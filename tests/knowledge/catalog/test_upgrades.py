"""T-F10: a home of every older schema opens with what it held; a newer one is refused with nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.callers import ANYBODY, OPERATOR, Conversation, Identity, Someone
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.chat_settings import ChatSettings
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.database import FILE
from knowledge.catalog.feedback import UnansweredTable
from knowledge.catalog.identities import IdentityTable
from knowledge.catalog.inbox import Inbox
from knowledge.catalog.sqlite.file import sql_statements
from knowledge.catalog.sqlite.steps import STEPS
from knowledge.errors import CatalogVersionError
from knowledge.people import People
from knowledge.questions.turns import Turn
from knowledge.upkeep.purging import CALLED, purge_person

HELD = """
INSERT INTO documents (state, label, kind, id, path, sha256, encoding, title, status, script, sample, passages)
VALUES ('committed', 'public', 'article', 'd1', '/a.txt', '00', 'utf-8', '学习安排', 'unknown', 'simplified', 0, 1);
INSERT INTO document_texts (document, text, raw_start, raw_end, kept, garbled, outline, repairs, problems)
VALUES (1, '支部每月学习一次。', 0, 9, '[]', '[]', '[]', '[]', '[]');
INSERT INTO passages (document, id, ordinal, locator, start, "end", raw_start, raw_end)
VALUES (1, 'p1', 0, '', 0, 9, 0, 9);
INSERT INTO passage_texts (passage, text, folded) VALUES (1, '支部每月学习一次。', '支部每月学习一次。');
INSERT INTO word_terms (rowid, title, body) VALUES (1, '学习', '支部 学习');
INSERT INTO gram_terms (rowid, title, body) VALUES (1, '学习', '支部 部每');
"""
TALK = """
INSERT INTO people (id, name, role) VALUES (42, '张三', 'reader');
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('telegram:42', '私聊', '私聊', 9e9);
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('telegram:42:7', '话题', '话题', 9e9);
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('telegram:-100', '群里', '群里', 9e9);
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('console', '终端', '终端', 9e9);
INSERT INTO turns (session, question, standalone, asked_at) VALUES ('备课', '备课', '备课', 9e9);
INSERT INTO replies VALUES ('a', 'telegram:42', '{}', 1.0),
  ('b', 'telegram:-100', '群里', 1.0), ('c', 'console', '{}', 1.0);
INSERT INTO feedback (reply, person, verdict, question, passages, given_at) VALUES ('a', 42, 'good', '问', '[]', 1.0);
INSERT INTO feedback (reply, person, verdict, question, passages, given_at) VALUES ('c', 0, 'good', '问', '[]', 1.0);
INSERT INTO unanswered (question, topic, session, person, chat, asked_at)
  VALUES ('甲', '甲', 'telegram:42', 42, 42, 1.0);
INSERT INTO unanswered (question, topic, session, person, chat, asked_at)
  VALUES ('乙', '乙', 'telegram:-100', 0, -100, 1.0);
INSERT INTO chat_settings VALUES (42, 1, 1, 1), (-1, 1, 0, 1), (0, 1, 1, 1);
INSERT INTO standard_answers (key, question, answer, approved_by, approved_on)
  VALUES ('k', '问', '{}', 42, '2026-01-01');
INSERT INTO inbox (bot, update_id, person, received_at, payload) VALUES (1, 5, 0, 1.0, '{}');
INSERT INTO audit_people VALUES ('key', 42), ('none', 0);
"""
"""What was said over the channels, as the last schema kept it that knew sessions and no callers."""

WITH_SESSIONS = 17


def home_of(version: int, home: Path) -> None:
    """Make a home as the program with the first `version` steps left it."""
    with closing(sqlite3.connect(home / FILE)) as connection:
        for step in STEPS[:version]:
            for statement in sql_statements(step):
                connection.execute(statement)
        connection.executescript(HELD)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_older_home_opens_and_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    """Its documents answer as before."""
    home_of(version, tmp_path)
    with Catalog.open(tmp_path) as catalog:
        found = catalog.passage("p1", frozenset({"public"}))
        assert found is not None
        assert found[0].text == "支部每月学习一次。"
        with catalog.database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == len(STEPS)
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_an_older_home_knows_who_said_what(tmp_path: Path) -> None:
    """0 and -1 are nobody's numbers any more; what cannot be told to be anybody's goes with the first who is purged."""
    home_of(WITH_SESSIONS, tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(TALK)
    with Catalog.open(tmp_path) as catalog:
        database, him = catalog.database, Someone(number=42)
        talks, open_questions = Conversations(database), UnansweredTable(database).open(9)
        for place, asked in (("42", "私聊"), ("42:7", "话题"), ("-100", None)):
            turn = talks.last_turn(Conversation(channel="telegram", place=place))
            assert (turn.standalone if turn else None) == asked
        assert talks.last_turn(Conversation(channel="console", place="operator")) == Turn(standalone="终端")
        assert {each.question: each.visit.reader for each in open_questions} == {"甲": him, "乙": ANYBODY}
        assert IdentityTable(database).find(Identity.named("42")) == 42
        assert IdentityTable(database).of(0) == []
        choices = ChatSettings(database)
        assert [choices.of(each).brief for each in (him, OPERATOR, ANYBODY)] == [True, True, False]
        assert not choices.of(OPERATOR).streaming
        assert People(database).labels(frozenset({"unit"}), him) == {"unit"}
        assert Inbox(database, bot=1).waiting() == ["{}"]
        purge_person(database, 42)
        with database.reading() as connection:
            left = {
                name: connection.exec_driver_sql(f"SELECT caller FROM {name}").scalars().all()  # noqa: S608
                for name in CALLED
            }
            assert left == {
                "turns": ["operator"],
                "replies": ["operator"],
                "feedback": ["operator"],
                "unanswered": [],
                "chat_settings": ["operator"],
                "uploads": [],
            }
            assert connection.exec_driver_sql("SELECT approved_by FROM standard_answers").scalar_one() == ""


def test_a_newer_home_is_refused_with_nothing_changed(tmp_path: Path) -> None:
    """Not one byte."""
    home_of(len(STEPS), tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = hashlib.sha256((tmp_path / FILE).read_bytes()).hexdigest()
    with pytest.raises(CatalogVersionError, match="升级"):
        Catalog.open(tmp_path)
    assert hashlib.sha256((tmp_path / FILE).read_bytes()).hexdigest() == before
