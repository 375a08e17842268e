"""T-S2 for what is taken out of documents: practices, formulas, what is written from them, and approved answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.services.answering import Readers
from bot.services.asking import Question
from bot.services.assistant import Assistant, assistant_of
from bot.services.standards import Approval
from bot.telegram.inline_desk import InlineDesk
from ingest.extracts import extract_of
from knowledge.access import Role
from knowledge.answers import Answer
from knowledge.callers import ANYBODY, OPERATOR, Conversation, Someone, Visit
from knowledge.documents import Passage
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.people import People
from knowledge.practices.plans import PlanRequest
from tests.builders import source_file
from tests.fakes import BigramEmbedder, OverlapJudge

CASE = "云溪市岭甲医院党委开展随访攻坚，组织党员医生编入片区服务队。截至目前，服务患者312人次。"
FORMULA = "云溪市岭甲医院党委提出“三帮三促”：帮学习、帮技术、帮生活，促服务、促质量、促安全。"
TITLE = "岭甲医院随访报告"
INSIDER, OUTSIDER = 1001, 1002


class House(NamedTuple):
    """A hospital's report under its own label, one reader who may see it and one who may not."""

    assistant: Assistant
    passage: Passage
    card_id: str


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        people = People(library.catalog.database)
        people.add(INSIDER, role=Role.READER, labels=["dept:a"])
        people.add(OUTSIDER, role=Role.READER)
        path, data, entries = source_file(
            "/报告.txt", CASE, FORMULA, title="岭甲医院随访报告", kind="case", label="dept:a"
        )
        extracts = [extract_of(*entry) for entry in entries]
        library.replace_file(path, data, entries, extracts)
        assistant = assistant_of(library, people, readers=Readers(judge=OverlapJudge()))
        yield House(assistant, entries[0][1][0], extracts[0].cards[0].id)


def visit(user: int) -> Visit:
    """Return a person, or anybody for 0."""
    return Visit(caller=Someone(number=user) if user else ANYBODY)


def by_request(house: House, user: int) -> str:
    return str(house.assistant.practices.find("医院随访的例子", visit(user), limit=5).cards)


def by_number(house: House, user: int) -> str:
    with pytest.raises(BadRequestError) as told:
        house.assistant.practices.compared((house.card_id, "0"), visit(user))
    return "" if house.card_id in str(told.value) else "岭甲"


def by_formula(house: House, user: int) -> str:
    return str(house.assistant.practices.formula("三帮三促", visit(user)))


def by_plan(house: House, user: int) -> str:
    request = PlanRequest(task="患者随访服务", sector="医院", time="本季度")
    return str(house.assistant.practices.plan(request, visit(user))[1])


def by_path(house: House, user: int) -> str:
    return str(house.assistant.practices.learn("随访服务", visit(user)))


def by_question(house: House, user: int) -> str:
    reply = house.assistant.asking.ask(Question(text="给我两个医院随访的例子", visit=visit(user)))
    return reply.model_dump_json(exclude={"question", "standalone_question", "trace"})


def by_list(house: House, user: int) -> str:
    return house.assistant.documents.in_one_line(visit(user)).replace("案例", "岭甲")


def by_file(house: House, user: int) -> str:
    shelf, who = house.assistant.documents, visit(user)
    places = (shelf.neighbour(house.passage.id, 1, who), shelf.place(house.passage.id, who))
    return "岭甲" if shelf.original(house.passage.document_id, who) or any(places) else ""


def by_approved_answer(house: House, user: int) -> str:
    asked = Visit(caller=OPERATOR, conversation=Conversation(channel="console", place="operator"))
    shown = house.assistant.asking.ask(Question(text="随访怎么做", visit=asked))
    kept = house.assistant.replies.keep(shown, asked)
    words = CASE.partition("。")[0] + "。"
    assert house.assistant.standards.approve(Approval(visit=asked, reply_id=kept, words=words))
    reply = house.assistant.asking.ask(Question(text="随访怎么做", visit=visit(user)))
    return reply.model_dump_json(exclude={"question", "standalone_question", "trace"})


WAYS = (by_request, by_number, by_formula, by_plan, by_path, by_question, by_list, by_file, by_approved_answer)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_taken_out_of_a_document_has_its_label(house: House, way: Callable[[House, int], str]) -> None:
    """A reader of the department finds it; another reader, a group and a stranger see not even the unit's name."""
    assert "岭甲" in way(house, INSIDER)
    for user in (OUTSIDER, 0, 999):
        assert "岭甲" not in way(house, user)


def test_inline_clippings_are_public(house: House) -> None:
    """What is pasted into any chat comes from public material, whoever asks for it."""
    assert InlineDesk(house.assistant).found("随访攻坚") == []


def test_cards_of_others_are_not_compared(house: House) -> None:
    """A number that somebody passed on opens nothing."""
    with pytest.raises(BadRequestError, match="没有编号为"):
        house.assistant.practices.compared((house.card_id, "x"), visit(OUTSIDER))


def test_the_answer_of_one_is_no_answer_of_another(house: House) -> None:
    """A kept answer is not opened by its number alone."""
    here = Conversation(channel="web", place="s")
    own = Visit(caller=Someone(number=INSIDER), conversation=here)
    reply = house.assistant.asking.ask(Question(text="岭甲医院随访服务了多少患者", visit=own))
    assert isinstance(reply, Answer)
    kept = house.assistant.replies.keep(reply, own)
    other = Visit(caller=Someone(number=OUTSIDER), conversation=here)
    assert house.assistant.replies.find(kept, other) is None
