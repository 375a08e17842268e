"""What people read of who may see what."""

from __future__ import annotations

import pytest

from bot.contracts.people import PeopleJson, PersonJson
from bot.reports.people import write_people
from knowledge.access import Role


def test_everybody_is_listed_with_what_they_see(capsys: pytest.CaptureFixture[str]) -> None:
    """An administrator sees everything, whatever the labels; an empty list says how to begin."""
    someone = PersonJson(id=42, name="张三", role=Role.READER, labels=("public", "dept:zzb"), from_settings=False)
    admin = PersonJson(id=7, name="", role=Role.ADMIN, labels=(), from_settings=True)
    write_people(PeopleJson(people=(someone, admin)))
    lines = capsys.readouterr().out.splitlines()
    assert any("张三" in line and "public、dept:zzb" in line for line in lines)
    assert any("管理员" in line and "全部" in line and "设置" in line for line in lines)
    write_people(PeopleJson(people=()))
    assert "ronghe people add" in capsys.readouterr().out
    write_people(PeopleJson(people=(), removed=(42,)))
    assert "已移出名单：42" in capsys.readouterr().out
