"""What people read of marked files."""

from __future__ import annotations

import pytest

from bot.contracts.quarantine import HeldFileJson, QuarantineJson
from bot.reports.quarantine import write_decision, write_list
from knowledge.catalog.quarantine import Decision
from knowledge.secrecy import Grade


def held(decision: Decision) -> HeldFileJson:
    path = "/内/甲.txt"
    return HeldFileJson(sha256="ab" * 32, path=path, grade=Grade.INTERNAL, noted_on="2026-01-02", decision=decision)


def test_a_file_that_waits_is_listed_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """By the beginning of its number; no word of it."""
    write_list(QuarantineJson(files=(held(Decision.WAITING),)))
    out = capsys.readouterr().out
    assert all(part in out for part in ("abababababab", "内部", "待核定", "ronghe quarantine release"))
    write_list(QuarantineJson(files=()))
    assert "没有待核定的文件" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("decision", "documents", "said"),
    [
        (Decision.REJECTED, (), "不予入库"),
        (Decision.RELEASED, ("d1",), "已放行并入库：d1"),
        (Decision.RELEASED, (), "请重新装入"),
    ],
)
def test_a_decision_says_what_came_of_it(
    decision: Decision, documents: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Released and there, released and gone, rejected."""
    write_decision(QuarantineJson(files=(held(decision),), documents=documents))
    assert said in capsys.readouterr().out
