"""Who is who: what settings and catalog give together, and what ends at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.access import Role
from knowledge.catalog.database import Database
from knowledge.catalog.people import PeopleTable
from knowledge.errors import BadRequestError
from knowledge.people import People

HELD = frozenset({"public", "unit", "dept:a", "dept:b"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def people(database: Database) -> People:
    return People(PeopleTable(database), admins=frozenset({1}), readers=frozenset({2}))


def test_what_each_may_see(people: People) -> None:
    """Strangers see public material, named people the unit's too and what they were granted, administrators all."""
    people.add(3, name="李四", labels=["dept:a"])
    seen = {user: people.labels(HELD, user) for user in (0, 1, 2, 3)}
    assert seen == {0: {"public"}, 1: HELD, 2: {"public", "unit"}, 3: {"public", "unit", "dept:a"}}
    assert people.labels(HELD, None) == HELD


def test_what_is_taken_away_is_gone_at_once(people: People, database: Database) -> None:
    """A second reader of the same catalog sees a grant and its end without being opened again."""
    other = People(PeopleTable(database))
    people.add(3, labels=["dept:a", "dept:b"])
    assert "dept:a" in other.labels(HELD, 3)
    people.revoke(3, ["dept:a"])
    assert other.labels(HELD, 3) == {"public", "unit", "dept:b"}
    assert people.remove(3)
    assert not other.may_read(3)
    assert other.labels(HELD, 3) == {"public"}
    assert not people.remove(3)


def test_nothing_comes_back_with_the_person(people: People) -> None:
    """Somebody struck off and named again starts without the labels of before."""
    people.add(3, labels=["dept:a"])
    people.remove(3)
    assert people.add(3).labels == frozenset()


def test_roles_of_settings_and_catalog_are_joined(people: People) -> None:
    """The higher role counts, so that the settings' administrator cannot be demoted by a row."""
    people.add(1, role=Role.READER)
    people.add(2, role=Role.UPLOADER)
    assert people.is_admin(1)
    assert people.may_upload(2)
    assert not people.is_admin(2)
    assert [person.from_settings for person in people.everybody()] == [True, True]
    assert people.admins() == {1}


def test_who_stands_in_the_settings_is_struck_off_there(people: People) -> None:
    """Removing them here would promise what does not happen, so it is refused with the place to do it."""
    people.grant(2, ["dept:a"])
    with pytest.raises(BadRequestError, match="RONGHE_READERS"):
        people.remove(2)
    assert people.labels(HELD, 2) == {"public", "unit"}


@pytest.mark.parametrize("label", ["", "all", "dept:", "dept:a b", "DEPT:a", "dept:a\nb", "dept:" + "x" * 41])
def test_a_label_is_one_of_three_forms(people: People, label: str) -> None:
    """What is no label is refused before anything is written."""
    with pytest.raises(BadRequestError, match="查阅范围"):
        people.add(3, labels=["dept:ok", label])
    assert not people.may_read(3)


@pytest.mark.parametrize("user", [0, -100123, 2**52])
def test_an_id_is_a_persons(people: People, user: int) -> None:
    """Groups have negative numbers and are no people."""
    with pytest.raises(BadRequestError, match="用户号"):
        people.add(user)


def test_a_bot_without_anybody_is_open_to_nobody(database: Database) -> None:
    """Until somebody is named, in the settings or here, nobody may ask."""
    people = People(PeopleTable(database))
    assert not people.is_open_to_somebody()
    people.add(3)
    assert people.is_open_to_somebody()
    assert People(PeopleTable(database), open_to_all=True).may_read(99)
