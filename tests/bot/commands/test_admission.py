"""`ronghe people` as an administrator types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe


@pytest.fixture
def ronghe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    return Ronghe(tmp_path / "home", capsys)


def test_a_person_is_added_granted_and_struck_off(ronghe: Ronghe) -> None:
    """Each step prints the person as they then stand; the list shows everybody."""
    status, out, _ = ronghe.run("people", "add", "42", "--name", "张三", "--label", "dept:zzb")
    assert (status, "张三" in out, "dept:zzb" in out) == (0, True, True)
    ronghe.run("people", "grant", "42", "--label", "dept:xcb")
    ronghe.run("people", "revoke", "42", "--label", "dept:zzb")
    (person,) = ronghe.json("people")["people"]
    assert (person["id"], person["role"], person["labels"]) == (42, "reader", ["public", "unit", "dept:xcb"])
    assert "已移出名单：42" in ronghe.run("people", "remove", "42")[1]
    assert ronghe.json("people")["people"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "42", "--role", "boss"),
        ("add", "0"),
        ("grant", "42", "--label", "dept:a"),
        ("grant", "42"),
        ("revoke", "42", "--label", "unit"),
        ("add", "42", "--label", "secret"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(ronghe: Ronghe, arguments: tuple[str, ...]) -> None:
    """A slip changes nothing."""
    assert ronghe.fault("people", *arguments) == (2, "bad_request")
    assert ronghe.json("people")["people"] == []


def test_the_home_may_stand_before_the_verb(ronghe: Ronghe, capsys: pytest.CaptureFixture[str]) -> None:
    """`people --home H add` and `people add --home H` are the same."""
    from bot.cli import main

    assert main(["people", "--home", str(ronghe.home), "add", "7"]) == 0
    capsys.readouterr()
    assert [person["id"] for person in ronghe.json("people")["people"]] == [7]
