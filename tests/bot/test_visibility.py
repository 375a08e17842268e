"""T-S2: nobody learns text, title or existence of what carries another department's label, by any way there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.services.asking import Question
from bot.services.assistant import Assistant, assistant_of
from bot.services.provisions import Words
from knowledge.access import Role
from knowledge.answers import Answer
from knowledge.callers import ANYBODY, Conversation, Someone, Visit
from knowledge.documents import Document, Passage
from knowledge.library import Library
from knowledge.people import People
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

pytestmark = pytest.mark.slow


class Secret(NamedTuple):
    """A document of a department with words that stand nowhere else."""

    canary: str
    document: Document
    passage: Passage


class House(NamedTuple):
    """Departments with their documents, and a reader of each whose id is its number and one thousand."""

    assistant: Assistant
    library: Library
    people: People
    secrets: dict[int, list[Secret]]


def canary(department: int, number: int) -> str:
    digits = "甲乙丙丁戊己庚辛壬癸"
    return f"岭{digits[department % 10]}{digits[department // 10]}峪{digits[number % 10]}{digits[number // 10]}寨"


@pytest.fixture
def house(tmp_path: Path, full: bool) -> Iterator[House]:  # noqa: FBT001  # an option
    departments, documents = (20, 50) if full else (5, 8)
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        people = People(library.catalog.database)
        secrets: dict[int, list[Secret]] = {}
        for department in range(departments):
            people.add(1000 + department, role=Role.READER, labels=[f"dept:d{department}"])
            secrets[department] = [_put(library, department, number) for number in range(documents)]
        library.replace_file(*source_file("/open.txt", "各支部每月组织一次集中学习。"))
        assistant = assistant_of(library, people)
        yield House(assistant, library, people, secrets)


def _put(library: Library, department: int, number: int, label: str | None = None) -> Secret:
    words = canary(department, number)
    path, original, entries = source_file(
        f"/{department}-{number}.txt",
        f"{words}负责{number + 3}号台账的登记和核对工作。",
        title=f"{words}工作安排",
        label=label or f"dept:d{department}",
    )
    library.replace_file(path, original, entries)
    document, passages = entries[0]
    return Secret(words, document, passages[0])


def seen(house: House, user: int, secret: Secret, *, thorough: bool) -> Iterator[str]:
    """Try every way to a document and yield the ways that show anything of it."""
    assistant, catalog, labels = house.assistant, house.library.catalog, house.assistant.rights.labels(visit(user))
    if assistant.documents.passage(secret.passage.id, visit(user)) is not None:
        yield "passage"
    if catalog.document(secret.document.id, labels) is not None:
        yield "document"
    if catalog.passages_of(secret.document.id, labels) or catalog.neighbour(secret.passage.id, 0, labels):
        yield "passages"
    if catalog.visible([secret.passage.id], labels) or catalog.hits_for([secret.passage.id], labels):
        yield "hits"
    if not thorough:
        return
    for way, text in _shown(assistant, user, secret):
        if any(each in text for each in (secret.document.id, secret.passage.id, secret.canary)):
            yield way


def visit(user: int) -> Visit:
    """Return a person, or anybody for 0."""
    return Visit(caller=Someone(number=user) if user else ANYBODY)


def _shown(assistant: Assistant, user: int, secret: Secret) -> Iterator[tuple[str, str]]:
    """Give what a person gets to read who asks for a document in its own words, without the words that they typed."""
    yield (
        "keyword",
        assistant.provisions.literally(Words(text=secret.canary, visit=visit(user), limit=9)).model_dump_json(
            exclude={"keyword"}
        ),
    )
    hits = assistant.searching.nearest(secret.passage.text, visit(user), limit=10)
    yield "search", "".join(hit.model_dump_json() for hit in hits)
    finding = assistant.provisions.find(f"《{secret.document.title}》第一条", visit(user))
    yield "article", finding.model_dump_json(exclude={"reference", "reason"})
    reply = assistant.asking.ask(Question(text=f"{secret.canary}负责什么", visit=visit(user)))
    typed = {"question", "standalone_question", "trace"} | (set() if isinstance(reply, Answer) else {"text"})
    yield "ask", reply.model_dump_json(exclude=typed)
    yield "corpus", assistant.documents.in_one_line(visit(user))


def test_nobody_sees_another_departments_documents(house: House) -> None:
    """Every reader against every document of the other departments; the own ones are all there."""
    leaks, probes = [], 0
    for department in house.secrets:
        for other, theirs in house.secrets.items():
            for number, secret in enumerate(theirs):
                found = list(seen(house, 1000 + department, secret, thorough=number == 0))
                probes += 4 + 5 * (number == 0)
                if other == department:
                    assert {"passage", "document", "passages", "hits"} <= set(found)
                    assert number or {"keyword", "search", "ask"} <= set(found)
                else:
                    leaks += [(department, other, number, way) for way in found]
    assert leaks == []
    assert probes > len(house.secrets) ** 2 * len(house.secrets[0]) * 4


def test_a_stranger_and_a_group_see_public_material_only(house: House) -> None:
    """0 stands for anybody, as in a group; 999 was named by nobody."""
    for user in (0, 999):
        assert house.assistant.rights.labels(visit(user)) == {"public"}
        assert not list(seen(house, user, house.secrets[0][0], thorough=True))


def test_what_was_revoked_is_gone_with_the_next_question(house: House) -> None:
    """Search, source buttons of earlier replies and the conversation: nothing cached shows it once more."""
    secret, user = house.secrets[0][0], 1000
    talk = Visit(caller=Someone(number=user), conversation=Conversation(channel="telegram", place="1000"))
    reply = house.assistant.asking.ask(Question(text=f"{secret.canary}负责什么", visit=talk))
    assert isinstance(reply, Answer)
    kept = house.assistant.replies.keep(reply, talk)
    assert house.assistant.replies.find(kept, talk) == reply
    house.people.revoke(user, ["dept:d0"])
    assert not list(seen(house, user, secret, thorough=True))
    assert house.assistant.replies.find(kept, talk) is None
    house.people.grant(user, ["dept:d0"])
    assert house.assistant.replies.find(kept, talk) == reply


def test_a_document_that_moved_is_where_it_is_now(house: House) -> None:
    """Ingested again under another label, it answers there and nowhere else."""
    moved = _put(house.library, 0, 0, label="dept:d1")
    assert not list(seen(house, 1000, moved, thorough=True))
    assert "passage" in list(seen(house, 1001, moved, thorough=False))
