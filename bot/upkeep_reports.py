"""What `backup`, `restore`, `purge`, `audit` and `stats` print for a person."""

from __future__ import annotations

from bot.reports import console
from bot.upkeep_contract import BackupJson

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
