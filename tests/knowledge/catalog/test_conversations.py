"""Conversations: the last question, and replies whose buttons outlive a restart."""

from __future__ import annotations

import json

from sqlalchemy import insert

from knowledge.answers import Answer, Clarify, NoAnswer, Notice, Reply
from knowledge.callers import Conversation, Someone
from knowledge.catalog import schema
from knowledge.catalog.conversations import EXPIRY, Conversations
from knowledge.catalog.database import Database
from knowledge.questions.turns import Turn
from tests.bot.telegram import replies

ME = Someone(number=1)


def chat(number: int) -> Conversation:
    return Conversation(channel="telegram", place=f"{number}")


def old(reply: str) -> dict[str, object]:
    return {"id": "old", "channel": "telegram", "place": "1", "caller": "1", "reply": reply, "created_at": 0}


def reply() -> NoAnswer:
    return NoAnswer(question="食堂几点开门", standalone_question="食堂几点开门", text="库内未收录。")


def test_the_last_turn_is_its_conversations_own(database: Database) -> None:
    """Conversations do not mix, and the newest question counts."""
    conversations = Conversations(database)
    conversations.remember(chat(1), by=ME, question="考核呢", turn=Turn(standalone="支部怎么考核"))
    conversations.remember(chat(1), by=ME, question="谁来定", turn=Turn(standalone="支部考核由谁定"))
    conversations.remember(chat(2), by=ME, question="换届", turn=Turn(standalone="换届"))
    assert conversations.last_turn(chat(1)) == Turn(standalone="支部考核由谁定")
    assert conversations.last_turn(chat(3)) is None


def test_a_forgotten_conversation_begins_anew_but_keeps_its_buttons(database: Database) -> None:
    """After forgetting there is no last question, while kept replies can still be opened."""
    conversations = Conversations(database)
    conversations.remember(chat(1), by=ME, question="换届", turn=Turn(standalone="换届"))
    kept = conversations.keep(reply(), chat(1), by=ME)
    conversations.forget(chat(1))
    assert conversations.last_turn(chat(1)) is None
    assert conversations.kept(kept, chat(1)) == reply()


def test_every_kind_of_reply_comes_back_as_it_was(database: Database) -> None:
    """A reply keeps its type through the catalog."""
    conversations = Conversations(database)
    question = {"question": "四同", "standalone_question": "四同"}
    every: list[Reply] = [
        reply(),
        Clarify(**question, text="您要问哪一个？", candidates=("四同", "四个一起")),
        Notice(**question, text="您好。"),
    ]
    ids = [conversations.keep(each, chat(1), by=ME) for each in every]
    assert [conversations.kept(each, chat(1)) for each in ids] == every
    assert all(len(each) <= 12 and each.isalnum() and each == each.lower() for each in ids)


FORMER = """{"reply":"answer","question":"医院","standalone_question":"医院怎么做","writer":"extractive","notice":null,
"text":"支部牵头。[1]月月通报。[1][2]（示例材料）\\n\\n实践参考\\n· 党员包保。[2]（示例材料）\\n· [2]是国企的做法。",
"citations":[CITATION,CITATION],"checks":{"sentences":3,"cited":3,"quotes":3,"quotes_verified":3,"removed":[]},
"nearest":[],"conditions":[],"next_questions":[],"seconds":{"retrieve":0.0,"write":0.0,"total":0.0},"trace":[]}"""
"""An answer as it was kept when answers were text alone."""


def test_a_kept_answer_of_the_former_version_opens_as_it_was(database: Database) -> None:
    """Its text is the same to the character, its lines are blocks, and it can be kept again."""
    cited = [replies.citation(number, replies.document(number)).model_dump_json() for number in (1, 2)]
    former = FORMER.replace("\n", "").replace("CITATION", cited[0], 1).replace("CITATION", cited[1], 1)
    with database.writing() as connection:
        connection.execute(insert(schema.replies).values(old(former)))
    conversations = Conversations(database)
    opened = conversations.kept("old", chat(1))

    assert isinstance(opened, Answer)
    assert opened.text == json.loads(former)["text"]
    assert [block.block for block in opened.blocks] == ["statement", "statement", "heading", "statement", "remark"]
    assert conversations.kept(conversations.keep(opened, chat(1), by=ME), chat(1)) == opened


def test_another_conversations_reply_is_not_given_out(database: Database) -> None:
    """A button that was forwarded or forged opens nothing."""
    conversations = Conversations(database)
    kept = conversations.keep(reply(), chat(1), by=ME)
    assert conversations.kept(kept, chat(2)) is None
    assert conversations.kept("unknown", chat(1)) is None


def test_a_reply_of_an_older_form_counts_as_expired(database: Database) -> None:
    """What a former version wrote and this one cannot read is no error."""
    with database.writing() as connection:
        connection.execute(insert(schema.replies).values(old('{"reply":"riddle"}')))
    assert Conversations(database).kept("old", chat(1)) is None


def test_what_was_asked_long_ago_bears_on_nothing(database: Database) -> None:
    """After a long silence a conversation begins anew by itself."""
    now = [1000.0]
    conversations = Conversations(database, clock=lambda: now[0])
    conversations.remember(chat(1), by=ME, question="换届", turn=Turn(standalone="换届", points=("一", "二")))
    now[0] += EXPIRY - 1
    assert conversations.last_turn(chat(1)) == Turn(standalone="换届", points=("一", "二"))
    now[0] += 2
    assert conversations.last_turn(chat(1)) is None
