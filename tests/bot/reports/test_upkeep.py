"""What people read of backups, records and figures."""

from __future__ import annotations

import pytest

from bot.contracts.basic import ReindexJson
from bot.contracts.upkeep import AuditEntryJson, AuditJson, BackupJson, MigrateJson, PurgeJson, StageJson, StatsJson
from bot.reports.upkeep import (
    write_audit,
    write_backup,
    write_migrate,
    write_purge,
    write_reindex,
    write_restore,
    write_stats,
)


def test_a_log_that_was_tampered_with_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Times are the office's; who sat at the machine is no number; only the first passages are listed."""
    entry = AuditEntryJson(
        at="2026-01-01T20:00:00+00:00",
        user=None,
        who="operator",
        what="ask",
        outcome="answer",
        passages=("p1", "p2", "p3", "p4"),
    )
    write_audit(AuditJson(intact=True, entries=(entry,)))
    out = capsys.readouterr().out
    assert all(part in out for part in ("2026-01-02 04:00", "本机", "提问", "p1、p2、p3等4个", "未被改动"))
    write_audit(AuditJson(intact=False, entries=()))
    assert "请停用并查明原因" in capsys.readouterr().out


def test_figures_are_read_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Replies by their kind, times by their stage, sizes in MB."""
    write_stats(
        StatsJson(
            days=30, questions=3, people=2, replies={"answer": 2, "no_answer": 1}, by_model=0, model_failures=0,
            seconds={"total": StageJson(p50=0.1, p95=0.25)}, queue=0, documents=1, passages=5, pending=0,
            waiting_files=0, catalog_bytes=1 << 20, index_bytes=0, originals_bytes=0,
        )
    )  # fmt: skip
    out = capsys.readouterr().out
    assert "近30天：2人提问3次（作答2，资料不足1）" in out
    assert "合计用时：一半不超过0.10秒，95%不超过0.25秒" in out
    assert "目录1.0 MB" in out
    assert "大模型" not in out


def test_what_was_done_says_what_is_left_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """A backup is to be kept safe, an index grows again, other backups still hold what was purged."""
    counts = {"documents": 1, "passages": 5, "originals": 1, "bytes": 1 << 20, "seconds": 0.1}
    done = BackupJson.model_validate({"file": "/备份.tar", "home": "/库", "made_at": "2026-01-01", **counts})
    write_backup(done)
    write_restore(done)
    gone: dict[str, int] = {"documents": 1, "questions": 0, "replies": 0, "audit_entries": 0}
    write_purge(PurgeJson(database="sqlite", **gone))
    write_reindex(ReindexJson(embedding_model="acme/small", passages=5, seconds=0.1))
    out = capsys.readouterr().out
    assert "预写日志" not in out
    write_purge(PurgeJson(database="postgresql", **gone))
    out_of_server = capsys.readouterr().out
    assert all(part in out_of_server for part in ("预写日志", "备用服务器", "由数据库管理员"))
    assert all(part in out for part in ("请按材料的要求保管", "首次使用时重建", "请另行处理", "设为 acme/small"))


def test_a_moved_catalog_says_what_is_left_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it is now, and that nothing purges the former one."""
    write_migrate(MigrateJson(place="PostgreSQL db/ronghe", rows=0, left="", seconds=0.1))
    assert "结构已是最新（PostgreSQL db/ronghe）" in capsys.readouterr().out
    write_migrate(MigrateJson(place="PostgreSQL db/ronghe", rows=7, left="/库/catalog.sqlite3.moved", seconds=0.1))
    out = capsys.readouterr().out
    assert all(part in out for part in ("7行", "逐行核对一致", "/库/catalog.sqlite3.moved", "ronghe purge 不会触及"))
