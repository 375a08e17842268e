"""What `backup`, `restore`, `purge`, `audit` and `stats` print for a person."""

from __future__ import annotations

from rich import box
from rich.markup import escape
from rich.table import Table

from bot.contracts.basic import ReindexJson
from bot.contracts.upkeep import AuditJson, BackupJson, MigrateJson, PurgeJson, StatsJson
from bot.names import ACTS
from bot.reports.basic import PIPE_WIDTH, console
from knowledge.clock import at_office

_MIB = 1 << 20


def write_backup(done: BackupJson) -> None:
    """Print what was written."""
    console().print(
        f"已备份{done.documents}份材料、{done.passages}个段落到 {done.file}（{done.bytes / _MIB:.1f} MB），"
        f"用时{done.seconds:.1f}秒。文件包含全部材料和提问记录，请按材料的要求保管。"
    )


def write_restore(done: BackupJson) -> None:
    """Print what was put back."""
    console().print(
        f"已恢复{done.documents}份材料、{done.passages}个段落到 {done.home}，用时{done.seconds:.1f}秒。"
        "向量索引在首次使用时重建，期间照常可查。"
    )


def write_purge(done: PurgeJson) -> None:
    """Print what was deleted."""
    console().print(
        f"已彻底删除：材料{done.documents}份、提问{done.questions}条、答复{done.replies}条、查阅记录{done.audit_entries}条。"
        f"{_NOT_REACHED[done.database]}"
    )


_NOT_REACHED = {
    "sqlite": "此前的备份文件和日志不在其内，请另行处理。",
    "postgresql": "数据库的表已重写；PostgreSQL 服务器的预写日志（WAL）、归档、备用服务器和此前的备份不在其内，"
    "其中可能还有这些内容，请由数据库管理员按保留期清理。",
}
"""By the kind of database, what a purge leaves."""


def write_migrate(done: MigrateJson) -> None:
    """Print where the catalog is now."""
    if not done.rows:
        console().print(escape(f"资料库的结构已是最新（{done.place}）。"))
        return
    console().print(
        escape(
            f"已把资料库搬到 {done.place}：{done.rows}行，逐行核对一致，向量没有重算，用时{done.seconds:.1f}秒。"
            f"原来的还在 {done.left}，已停用；确认无误后请删除，今后 ronghe purge 不会触及它。"
        )
    )


WHO = {"person": "", "operator": "本机", "anybody": "任何人", "purged": "已清除"}


def write_audit(listed: AuditJson) -> None:
    """Print who saw what."""
    out = console()
    table = Table("时间", "用户号", "操作", "结果", "看到的段落或材料", box=box.SIMPLE)
    for entry in listed.entries:
        shown = "、".join(entry.passages[:3]) + (f"等{len(entry.passages)}个" if len(entry.passages) > 3 else "")  # noqa: PLR2004  # what fits a line
        user = WHO[entry.who] or str(entry.user)
        table.add_row(at_office(entry.at), user, ACTS.get(entry.what, entry.what), entry.outcome, shown)
    out.print(table, width=None if out.is_terminal else PIPE_WIDTH)
    out.print("记录完整，未被改动。" if listed.intact else "[red]记录被改动或删减过，请停用并查明原因。[/red]")


_REPLIES = {"answer": "作答", "no_answer": "资料不足", "clarify": "请对方说明", "notice": "提示"}
_STAGES = {"retrieve": "检索", "write": "撰写", "total": "合计"}


def write_stats(found: StatsJson) -> None:
    """Print the figures of the last days."""
    out = console()
    replies = "，".join(f"{_REPLIES.get(name, name)}{number}" for name, number in found.replies.items()) or "无"
    out.print(f"近{found.days}天：{found.people}人提问{found.questions}次（{replies}）")
    if found.by_model or found.model_failures:
        out.print(f"大模型作答{found.by_model}次，失败改用原文作答{found.model_failures}次")
    for name, stage in found.seconds.items():
        out.print(f"{_STAGES.get(name, name)}用时：一半不超过{stage.p50:.2f}秒，95%不超过{stage.p95:.2f}秒")
    out.print(f"排队等候的消息{found.queue}条")
    out.print(
        f"在库{found.documents}份材料、{found.passages}个段落；收录中{found.pending}份，待核定文件{found.waiting_files}个"
    )
    sizes = (found.catalog_bytes, found.index_bytes, found.originals_bytes)
    catalog, index, originals = (f"{size / _MIB:.1f} MB" for size in sizes)
    out.print(f"占用：目录{catalog}，向量索引{index}，原件{originals}")


def write_reindex(done: ReindexJson) -> None:
    """Print what was embedded again."""
    out = console()
    out.print(escape(f"已用 {done.embedding_model} 重算{done.passages}个段落，用时{done.seconds:.1f}秒。"))
    out.print(escape(f"今后须把 RONGHE_EMBEDDING_MODEL 设为 {done.embedding_model}，否则打不开本资料库。"))
