"""`ronghe tokens` as an administrator types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe


@pytest.fixture
def ronghe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ronghe:
    made = Ronghe(tmp_path / "home", capsys)
    made.run("people", "add", "web:li", "--name", "李四", "--label", "dept:zzb")
    return made


def test_a_token_is_made_listed_and_revoked(ronghe: Ronghe) -> None:
    """Its secret is printed once; the list has what it may see and when it ends."""
    made = ronghe.json("tokens", "add", "web:li", "--name", "门户", "--label", "dept:zzb", "--days", "30")
    assert made["secret"].startswith("ronghe_")
    (token,) = ronghe.json("tokens")["tokens"]
    assert (token["name"], token["labels"], token["used_at"]) == ("门户", ["dept:zzb"], None)
    assert ronghe.json("tokens")["secret"] is None
    assert made["secret"] not in ronghe.run("tokens")[1]
    assert ronghe.json("tokens", "revoke", str(token["number"]))["revoked"] == [token["number"]]
    assert ronghe.json("tokens")["tokens"] == []
    assert "只显示这一次" in ronghe.run("tokens", "add", "web:li", "--name", "门户")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "web:li", "--name", ""),
        ("add", "web:li", "--name", "甲", "--label", "dept:xcb"),
        ("add", "web:li", "--name", "甲", "--days", "400"),
        ("add", "web:nobody", "--name", "甲"),
        ("add", "99", "--name", "甲"),
        ("revoke", "7"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(ronghe: Ronghe, arguments: tuple[str, ...]) -> None:
    """Exit 2 and one Chinese sentence."""
    status, out, err = ronghe.run("tokens", *arguments)
    assert (status, out) == (2, "")
    assert err.strip().endswith("。")
    assert "Traceback" not in err
