"""Commands that keep what is held safe: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from bot.upkeep_contract import BackupJson
    from knowledge.backup import Manifest


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("backup", help="把整个资料库备份成一个文件，机器人不必停。例：ronghe backup 备份.tar")(backup)
    app.command("restore", help="从备份恢复到一个空的文件夹。例：ronghe restore 备份.tar --home 新文件夹")(restore)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写入的文件；已有同名文件时不覆盖。")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write the home to a file while it is used."""
    from time import perf_counter

    from bot.upkeep_reports import write_backup
    from knowledge.backup import backup as take

    began = perf_counter()
    place = workplace(context, home)
    with place.catalog() as catalog:
        manifest = take(catalog.database, file.absolute())
    show_result(_json(file, place.home, manifest, perf_counter() - began), as_json=as_json, write=write_backup)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ronghe backup 写出的文件。")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Put a backup where no home is yet."""
    from time import perf_counter

    from bot.upkeep_reports import write_restore
    from knowledge.backup import restore as put_back

    began = perf_counter()
    place = workplace(context, home)
    manifest = put_back(file.absolute(), place.home)
    show_result(_json(file, place.home, manifest, perf_counter() - began), as_json=as_json, write=write_restore)


def _json(file: Path, home: Path, manifest: Manifest, seconds: float) -> BackupJson:
    from bot.upkeep_contract import BackupJson

    return BackupJson(
        file=str(file.absolute()),
        home=str(home),
        documents=manifest.documents,
        passages=manifest.passages,
        originals=manifest.originals,
        made_at=manifest.made_at,
        bytes=file.stat().st_size,
        seconds=seconds,
    )
