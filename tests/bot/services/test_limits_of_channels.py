"""What may be shown over a channel of a vendor, whoever asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.services.answering import Readers
from bot.services.asking import Question
from bot.services.assistant import Assistant, assistant_of
from bot.services.provisions import Words
from bot.services.searching import Request
from knowledge.access import PUBLIC, Role
from knowledge.answers import Answer
from knowledge.callers import Conversation, Identity, Visit
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from tests.fakes import BigramEmbedder, OverlapJudge

INTERNAL = """蓝鲸集团内部值班规则

第一条 蓝鲸集团值班室每晚八点交接班，由值班组长签字。
第二条 蓝鲸集团值班电话每月更换一次密码。
"""
ASKED = "蓝鲸集团值班室每晚几点交接班？"


@pytest.fixture
def room(tmp_path: Path):  # type: ignore[no-untyped-def]
    place = open_workplace(None, tmp_path / "home")
    (tmp_path / "规则.txt").write_text(INTERNAL, encoding="utf-8")
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        place.ingest([tmp_path / "规则.txt"], library, Choices(label="unit"))
        people = People(library.catalog.database)
        people.add(people.caller(Identity(channel="wecom", subject="zhou")).number, name="周", role=Role.ADMIN)
        yield assistant_of(
            library,
            people,
            readers=Readers(judge=OverlapJudge()),
            intake=place.intake(),
            shown_over={"wecom": frozenset({PUBLIC})},
        )


def test_internal_material_does_not_leave_over_a_vendors_cloud(room: Assistant) -> None:
    """Not in answers, searches, words found, provisions, lists, nor as a label to hand in under; the page has it."""
    caller = room.people.caller(Identity(channel="wecom", subject="zhou"))
    over, within = (Visit(caller=caller, conversation=Conversation(channel=c, place="x")) for c in ("wecom", "web"))
    assert isinstance(room.asking.ask(Question(text=ASKED, visit=within)), Answer)
    reply = room.asking.ask(Question(text=ASKED, visit=over))
    assert "八点" not in reply.model_dump_json()
    assert room.searching.search(Request(query="蓝鲸集团值班", visit=over)).hits == ()
    assert room.provisions.literally(Words(text="交接班", visit=over, limit=5)).documents == 0
    assert room.provisions.find("蓝鲸集团内部值班规则第一条", over).matches == ()
    assert (room.documents.listed(over), len(room.documents.listed(within))) == ([], 1)
    assert room.documents.original(room.documents.listed(within)[0].id, over) is None
    assert room.handing_in is not None
    assert (room.handing_in.labels(over), room.handing_in.labels(within)) == (("public",), ("public", "unit"))
    missing = room.unanswered.listed(over).missing
    room.asking.ask(Question(text="蓝鲸集团食堂几点开饭？", visit=within))
    assert room.unanswered.listed(over).missing == missing
