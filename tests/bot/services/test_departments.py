"""Departments of a messenger's contacts into what people may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.departments import brought_into_line, contacts_in, labels_in
from knowledge.access import Role
from knowledge.callers import Identity
from knowledge.catalog.database import Database
from knowledge.errors import BadRequestError
from knowledge.people import People

CONTACTS = """姓名,账号,职务,部门
李华,lihua,干事,云岭集团/组织部
王芳,wangfang,科长,云岭集团/财务部;云岭集团/工会
赵六,zhaoliu,,云岭集团/后勤
"""
TABLE = "部门,查阅范围\n组织部,dept:zzb\n财务部,dept:cwb\n"


def written(folder: Path, name: str, text: str, encoding: str = "gb18030") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def test_people_get_the_labels_of_their_departments_and_lose_them_with_these(tmp_path: Path) -> None:
    """Who is in no department of the table is left alone; roles and other labels stay."""
    people = People(Database.open(tmp_path))
    table = labels_in(written(tmp_path, "部门表.csv", TABLE))
    found = brought_into_line(people, "wecom", contacts_in(written(tmp_path, "通讯录.csv", CONTACTS)), table)
    assert {person.name: person.labels for person in found} == {"李华": {"dept:zzb"}, "王芳": {"dept:cwb"}}
    number = people.caller(Identity(channel="wecom", subject="lihua")).number
    people.add(number, name="李华", role=Role.UPLOADER, labels=["dept:other"])
    moved = CONTACTS.replace("云岭集团/组织部", "云岭集团/财务部/出纳室")
    brought_into_line(people, "wecom", contacts_in(written(tmp_path, "通讯录.csv", moved, "utf-8-sig")), table)
    person = people.person(number)
    assert person is not None
    assert (person.role, person.labels) == (Role.UPLOADER, frozenset({"dept:cwb", "dept:other"}))
    assert people.find(Identity(channel="wecom", subject="zhaoliu")) is None


def test_a_table_without_its_columns_says_which(tmp_path: Path) -> None:
    """The name of the column, and what to do."""
    with pytest.raises(BadRequestError, match="查阅范围"):
        labels_in(written(tmp_path, "部门表.csv", "部门,备注\n组织部,无\n"))
    with pytest.raises(BadRequestError, match="读不了"):
        contacts_in(tmp_path / "没有.csv")
