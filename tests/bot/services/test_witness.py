"""What somebody read is put down, whichever way it was opened; what only leads there is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from bot.services.provisions import Words
from bot.services.searching import Request
from ingest.extracts import extract_of
from knowledge.access import Role
from knowledge.callers import Someone, Visit
from knowledge.catalog.audit import AuditLog
from knowledge.library import Library
from knowledge.people import People
from knowledge.practices.plans import PlanRequest
from tests.builders import source_file
from tests.fakes import BigramEmbedder, OverlapJudge

READER = 7
CASE = "云溪市岭甲医院党委开展随访攻坚，组织党员医生编入片区服务队。截至目前，服务患者312人次。"
ANOTHER = "云溪市岭乙医院党委开展夜诊攻坚，组织党员医生轮值晚间门诊。截至目前，夜诊患者97人次。"
FORMULA = "云溪市岭甲医院党委提出“三帮三促”：帮学习、帮技术、帮生活，促服务、促质量、促安全。"
RULE = "云岭市值班办法\n（{date}印发）\n第一条 每天{number}人值班。\n第二条 本办法由办公室负责解释。\n"

Act = Callable[[Assistant, Visit], object]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, AuditLog]]:
    with Library.open_reader(tmp_path_factory.mktemp("witness"), BigramEmbedder()) as library:
        people = People(library.catalog.database)
        people.add(READER, role=Role.READER)
        for name, texts in (("甲", (CASE, FORMULA)), ("乙", (ANOTHER,))):
            path, data, entries = source_file(f"/报告{name}.txt", *texts, title=f"报告{name}", kind="case")
            library.replace_file(path, data, entries, [extract_of(*entry) for entry in entries])
        for day, number in (("2019-01-02", "三"), ("2022-03-04", "五")):
            year, month, date = map(int, day.split("-"))
            text = RULE.format(date=f"{year}年{month}月{date}日", number=number)
            library.replace_file(*source_file(f"/{day}.txt", text, title="云岭市值班办法", kind="normative", date=day))
        assistant = assistant_of(library, people, readers=Readers(judge=OverlapJudge()))
        yield assistant, AuditLog(library.catalog.database)


def rule(room: Assistant, visit: Visit) -> str:
    return room.provisions.held(visit)[-1][0].document.id


def two_cards(room: Assistant, visit: Visit) -> tuple[str, ...]:
    return tuple(held.card.id for held in room.practices.find("医院攻坚的例子", visit, limit=2).cards)


def passage(room: Assistant, visit: Visit) -> str:
    return room.searching.nearest("随访攻坚", visit, limit=1)[0].passage.id


READING: dict[str, tuple[str, Act]] = {
    "search": ("search", lambda room, visit: room.searching.search(Request(query="随访攻坚", visit=visit))),
    "words": ("keyword", lambda room, visit: room.provisions.literally(Words(text="值班", visit=visit, limit=5))),
    "provision": ("article", lambda room, visit: room.provisions.find("云岭市值班办法第一条", visit)),
    "article": ("article", lambda room, visit: room.provisions.opened(rule(room, visit), 1, visit)),
    "whole text": ("article", lambda room, visit: room.provisions.whole(rule(room, visit), visit)),
    "versions": ("compare", lambda room, visit: room.provisions.compared(rule(room, visit), visit)),
    "examples": ("cards", lambda room, visit: room.practices.find("医院攻坚的例子", visit, limit=2)),
    "side by side": ("cards", lambda room, visit: room.practices.compared(two_cards(room, visit), visit)),
    "formula": ("formula", lambda room, visit: room.practices.formula("三帮三促", visit)),
    "plan": ("plan", lambda room, visit: room.practices.plan(PlanRequest(task="患者随访服务"), visit)),
    "path": ("learn", lambda room, visit: room.practices.learn("随访攻坚", visit)),
    "passage": ("passage", lambda room, visit: room.documents.passage(passage(room, visit), visit)),
    "document": ("document", lambda room, visit: room.documents.opened(rule(room, visit), visit)),
    "original": ("original", lambda room, visit: room.documents.original(rule(room, visit), visit)),
}


@pytest.mark.parametrize("way", READING)
def test_whatever_is_read_is_put_down(room: tuple[Assistant, AuditLog], way: str) -> None:
    """By whom, and which passages or documents they saw."""
    (assistant, log), visit, (what, read) = room, Visit(caller=Someone(number=READER)), READING[way]
    before = len(log.entries())
    assert read(assistant, visit)
    assert len(log.entries()) > before
    entry = log.entries()[0]
    assert (entry.what, entry.by, bool(entry.passages)) == (what, visit.caller, True)
    assert log.is_intact()


def test_a_comparison_names_both_texts(room: tuple[Assistant, AuditLog]) -> None:
    """Whoever looks for one of them finds it."""
    (assistant, log), visit = room, Visit(caller=Someone(number=READER))
    held = [one.document.id for one, _ in assistant.provisions.held(visit)]
    assistant.provisions.compared(held[0], visit)
    assert set(log.entries()[0].passages) == set(held)


def test_what_only_leads_somewhere_is_not_put_down(room: tuple[Assistant, AuditLog]) -> None:
    """A list of titles, whether there are two versions, what is not held; a plan is one act, not two."""
    (assistant, log), visit = room, Visit(caller=Someone(number=READER))
    number, before = rule(assistant, visit), len(log.entries())
    assert assistant.provisions.has_versions(number, visit)
    assistant.documents.visible(visit)
    assert assistant.provisions.opened(number, 99, visit) is None
    assert assistant.provisions.opened("0" * 12, 0, visit) is None
    assistant.practices.formula("没有的提法", visit)
    assert len(log.entries()) == before
    assistant.practices.plan(PlanRequest(task="患者随访服务"), visit)
    assert [entry.what for entry in log.entries()[:-before]] == ["plan"]
