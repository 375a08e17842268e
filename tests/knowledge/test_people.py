"""Who is who: what settings and catalog give together, and what ends at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.access import Role
from knowledge.callers import ANYBODY, OPERATOR, Identity, Someone
from knowledge.catalog.database import Database
from knowledge.errors import BadRequestError
from knowledge.people import People

pytestmark = pytest.mark.usefixtures("both_databases")

HELD = frozenset({"public", "unit", "dept:a", "dept:b"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path)
    yield opened
    opened.close()


def telegram(number: int) -> Identity:
    return Identity.named(f"telegram:{number}")


@pytest.fixture
def people(database: Database) -> People:
    return People(database, admins=frozenset({telegram(1)}), readers=frozenset({telegram(2)}))


def test_what_each_may_see(people: People) -> None:
    """Strangers see public material, named people the unit's too and what they were granted, administrators all."""
    people.add(3, name="李四", labels=["dept:a"])
    seen = {user: people.labels(HELD, Someone(number=user)) for user in (1, 2, 3, 4)}
    assert seen == {1: HELD, 2: {"public", "unit"}, 3: {"public", "unit", "dept:a"}, 4: {"public"}}
    assert people.labels(HELD, ANYBODY) == {"public"}
    assert people.labels(HELD, OPERATOR) == HELD


def test_what_is_taken_away_is_gone_at_once(people: People, database: Database) -> None:
    """A second reader of the same catalog sees a grant and its end without being opened again."""
    other = People(database)
    people.add(3, labels=["dept:a", "dept:b"])
    assert "dept:a" in other.labels(HELD, Someone(number=3))
    people.revoke(3, ["dept:a"])
    assert other.labels(HELD, Someone(number=3)) == {"public", "unit", "dept:b"}
    assert people.remove(3)
    assert not other.may_read(Someone(number=3))
    assert other.labels(HELD, Someone(number=3)) == {"public"}
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
    assert people.is_admin(Someone(number=1))
    assert people.may_upload(Someone(number=2))
    assert not people.is_admin(Someone(number=2))
    assert [person.from_settings for person in people.everybody()] == [True, True]
    assert people.admins() == {1}


def test_who_stands_in_the_settings_is_struck_off_there(people: People) -> None:
    """Removing them here would promise what does not happen, so it is refused with the place to do it."""
    people.grant(2, ["dept:a"])
    with pytest.raises(BadRequestError, match="RONGHE_READERS"):
        people.remove(2)
    assert people.labels(HELD, Someone(number=2)) == {"public", "unit"}


@pytest.mark.parametrize("label", ["", "all", "dept:", "dept:a b", "DEPT:a", "dept:a\nb", "dept:" + "x" * 41])
def test_a_label_is_one_of_three_forms(people: People, label: str) -> None:
    """What is no label is refused before anything is written."""
    with pytest.raises(BadRequestError, match="查阅范围"):
        people.add(3, labels=["dept:ok", label])
    assert not people.may_read(Someone(number=3))


@pytest.mark.parametrize("text", ["0", "-100123", f"{2**52}", "telegram:0", "telegram:zhang", "web:", "张三", "a b"])
def test_what_names_nobody_is_refused(people: People, text: str) -> None:
    """Groups have negative numbers and are no people; a channel's number is one."""
    with pytest.raises(BadRequestError, match="用户号"):
        people.entered(text)


def test_an_identity_of_one_channel_never_matches_anothers_number(people: People) -> None:
    """web:1 is not the Telegram administrator 1, also when nobody of the web was known before."""
    web = people.entered("web:1")
    assert web.number >= 2**52
    assert not people.is_admin(web)
    assert people.is_admin(people.entered("telegram:1"))
    assert people.entered("1") == people.entered("telegram:1") == Someone(number=1)
    assert people.entered("web:1") == people.known("web:1") == web
    assert people.entered("web:2") != web
    with pytest.raises(BadRequestError, match="没有听说过"):
        people.known("web:3")


def test_a_bot_without_anybody_is_open_to_nobody(database: Database) -> None:
    """Until somebody is named, in the settings or here, nobody may ask."""
    people = People(database)
    assert not people.is_open_to_somebody()
    people.add(3)
    assert people.is_open_to_somebody()
    assert People(database, open_to_all=True).may_read(Someone(number=99))
