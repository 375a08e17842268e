"""What people read of the tokens of programs."""

from __future__ import annotations

import pytest

from bot.contracts.tokens import TokenJson, TokensJson
from bot.reports.tokens import write_tokens

TOKEN = TokenJson(
    number=3,
    person=42,
    name="门户",
    labels=("public", "dept:zzb"),
    made_at="2026-12-01T08:00:00+00:00",
    expires_at="2027-03-01T08:00:00+00:00",
    used_at=None,
)


def test_tokens_are_listed_with_what_they_open_and_their_end(capsys: pytest.CaptureFixture[str]) -> None:
    """A secret stands there once, when it was made; where there is none, the list says how to make one."""
    write_tokens(TokensJson(tokens=(TOKEN,), secret="ronghe_abc"))  # noqa: S106
    told = capsys.readouterr().out
    assert all(part in told for part in ("门户", "公开", "2027-03-01", "只显示这一次", "ronghe_abc"))
    write_tokens(TokensJson(tokens=(TOKEN.model_copy(update={"labels": None, "used_at": "2026-12-02T09:00:00"}),)))
    told = capsys.readouterr().out
    assert "与本人相同" in told
    assert "2026-12-02" in told
    assert "只显示这一次" not in told
    write_tokens(TokensJson(tokens=()))
    assert "ronghe tokens add" in capsys.readouterr().out
    write_tokens(TokensJson(tokens=(), revoked=(3,)))
    assert "已撤销令牌：3" in capsys.readouterr().out
