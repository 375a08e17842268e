"""Conversations: the last question, and replies whose buttons outlive a restart."""

from __future__ import annotations

from knowledge.answers import Clarify, NoAnswer, Notice, Reply
from knowledge.catalog.conversations import EXPIRY, Conversations
from knowledge.catalog.database import Database
from knowledge.questions.turns import Turn


def reply() -> NoAnswer:
    return NoAnswer(question="食堂几点开门", standalone_question="食堂几点开门", text="库内未收录。")


def test_the_last_turn_is_its_conversations_own(database: Database) -> None:
    """Conversations do not mix, and the newest question counts."""
    conversations = Conversations(database)
    conversations.remember("chat:1", question="考核呢", turn=Turn(standalone="支部怎么考核"))
    conversations.remember("chat:1", question="谁来定", turn=Turn(standalone="支部考核由谁定"))
    conversations.remember("chat:2", question="换届", turn=Turn(standalone="换届"))
    assert conversations.last_turn("chat:1") == Turn(standalone="支部考核由谁定")
    assert conversations.last_turn("chat:3") is None


def test_a_forgotten_conversation_begins_anew_but_keeps_its_buttons(database: Database) -> None:
    """After forgetting there is no last question, while kept replies can still be opened."""
    conversations = Conversations(database)
    conversations.remember("chat:1", question="换届", turn=Turn(standalone="换届"))
    kept = conversations.keep(reply(), session="chat:1")
    conversations.forget("chat:1")
    assert conversations.last_turn("chat:1") is None
    assert conversations.kept(kept, session="chat:1") == reply()


def test_every_kind_of_reply_comes_back_as_it_was(database: Database) -> None:
    """A reply keeps its type through the catalog."""
    conversations = Conversations(database)
    question = {"question": "四同", "standalone_question": "四同"}
    replies: list[Reply] = [
        reply(),
        Clarify(**question, text="您要问哪一个？", candidates=("四同", "四个一起")),
        Notice(**question, text="您好。"),
    ]
    ids = [conversations.keep(each, session="chat:1") for each in replies]
    assert [conversations.kept(each, session="chat:1") for each in ids] == replies
    assert all(len(each) <= 12 and each.isalnum() and each == each.lower() for each in ids)


def test_another_conversations_reply_is_not_given_out(database: Database) -> None:
    """A button that was forwarded or forged opens nothing."""
    conversations = Conversations(database)
    kept = conversations.keep(reply(), session="chat:1")
    assert conversations.kept(kept, session="chat:2") is None
    assert conversations.kept("unknown", session="chat:1") is None


def test_a_reply_of_an_older_form_counts_as_expired(database: Database) -> None:
    """What a former version wrote and this one cannot read is no error."""
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO replies VALUES ('old', 'chat:1', '{\"reply\":\"riddle\"}', 0)")
    assert Conversations(database).kept("old", session="chat:1") is None


def test_what_was_asked_long_ago_bears_on_nothing(database: Database) -> None:
    """After a long silence a conversation begins anew by itself."""
    now = [1000.0]
    conversations = Conversations(database, clock=lambda: now[0])
    conversations.remember("chat:1", question="换届", turn=Turn(standalone="换届", points=("一", "二")))
    now[0] += EXPIRY - 1
    assert conversations.last_turn("chat:1") == Turn(standalone="换届", points=("一", "二"))
    now[0] += 2
    assert conversations.last_turn("chat:1") is None
