"""Commands that keep what is held safe, or rid of it: backup, restore, purge; and that show its use: audit, stats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.commands.options import Home, Json, Limit, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from bot.contracts.upkeep import AuditEntryJson, BackupJson
    from knowledge.callers import Caller
    from knowledge.catalog.audit import AuditEntry
    from knowledge.upkeep.backup import Manifest


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("backup", help="把整个资料库备份成一个文件，机器人不必停。例：ronghe backup 备份.tar")(backup_home)
    app.command("restore", help="从备份恢复到一个空的文件夹。例：ronghe restore 备份.tar --home 新文件夹")(restore_home)
    app.command("purge", help="彻底删除一个人的记录或一份材料，不留字节。例：ronghe purge --user 42")(purge)
    app.command("audit", help="谁看过哪些段落，并核对记录是否被改动。例：ronghe audit --user 42")(audit)
    app.command("stats", help="提问次数、用时、库的大小。")(stats)


def backup_home(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写入的文件；已有同名文件时不覆盖。")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write the home to a file while it is used."""
    from time import perf_counter

    from bot.reports.upkeep import write_backup
    from knowledge.upkeep.backup import backup as take

    began = perf_counter()
    place = workplace(context, home)
    with place.catalog() as catalog:
        manifest = take(catalog.database, file.absolute())
    show_result(_json(file, place.home, manifest, perf_counter() - began), as_json=as_json, write=write_backup)


def restore_home(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ronghe backup 写出的文件。")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Put a backup where no home is yet."""
    from time import perf_counter

    from bot.reports.upkeep import write_restore
    from knowledge.upkeep.backup import restore as put_back

    began = perf_counter()
    place = workplace(context, home)
    manifest = put_back(file.absolute(), place.home)
    show_result(_json(file, place.home, manifest, perf_counter() - began), as_json=as_json, write=write_restore)


def purge(
    context: typer.Context,
    user: Annotated[str | None, typer.Option("--user", metavar="PERSON", help="删除此人的名单、提问和答复。")] = None,
    documents: Annotated[
        list[str] | None, typer.Option("--document", metavar="ID", help="删除材料的原件、文字、向量和引用它的答复。")
    ] = None,
    expired: Annotated[bool, typer.Option("--expired", help="删除过期的提问（30天）和查阅记录（180天）。")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Delete so that no byte is left in the home."""
    from bot.contracts.upkeep import PurgeJson
    from bot.reports.upkeep import write_purge
    from knowledge.errors import BadRequestError
    from knowledge.upkeep import purging

    if user is None and not documents and not expired:
        raise BadRequestError("请写明删除什么：--user 用户号、--document 材料编号，或 --expired。")
    with workplace(context, home).catalog() as catalog:
        database = catalog.database
        done = [purging.purge_documents(database, documents)] if documents else []
        person = workplace(context, home).people(catalog).known(user) if user is not None else None
        done += [purging.purge_person(database, person.number)] if person else []
        done += [purging.expire(database)] if expired else []
        if expired and not (documents or user is not None):
            purging.write_anew(database)
    sums = [sum(column) for column in zip(*done, strict=True)]
    names = ("documents", "questions", "replies", "audit_entries")
    purged = PurgeJson(database=database.backend.name, **dict(zip(names, sums, strict=True)))
    show_result(purged, as_json=as_json, write=write_purge)


def audit(
    context: typer.Context,
    user: Annotated[str | None, typer.Option("--user", metavar="PERSON", help="只看此人的。")] = None,
    passage: Annotated[str | None, typer.Option("--passage", metavar="ID", help="只看涉及此段落或材料的。")] = None,
    limit: Limit = 50,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show who saw what; exit 1 when the log was tampered with."""
    from bot.contracts.upkeep import AuditJson
    from bot.reports.upkeep import write_audit
    from knowledge.catalog.audit import AuditLog

    place = workplace(context, home)
    with place.catalog() as catalog:
        log = AuditLog(catalog.database)
        by = place.people(catalog).known(user) if user is not None else None
        entries = log.entries(by=by, passage=passage, limit=limit)
        intact = log.is_intact()
    show_result(AuditJson(intact=intact, entries=tuple(map(_entry_json, entries))), as_json=as_json, write=write_audit)
    raise typer.Exit(0 if intact else 1)


def stats(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=180, help="最近几天。")] = 30,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show how much is asked, how long it takes and how large the library is."""
    from bot.reports.upkeep import write_stats
    from bot.services.statistics import statistics

    with workplace(context, home).catalog() as catalog:
        found = statistics(catalog, days=days)
    show_result(found, as_json=as_json, write=write_stats)


def _entry_json(entry: AuditEntry) -> AuditEntryJson:
    from bot.contracts.upkeep import AuditEntryJson
    from bot.views.gathering import gathered
    from knowledge.callers import Someone

    number = entry.by.number if isinstance(entry.by, Someone) else None
    return gathered(AuditEntryJson, entry, user=number, who=_who(entry.by))


def _who(by: Caller | None) -> Literal["person", "operator", "anybody", "purged"]:
    from knowledge.callers import Operator, Someone

    if by is None:
        return "purged"
    return "person" if isinstance(by, Someone) else "operator" if isinstance(by, Operator) else "anybody"


def _json(file: Path, home: Path, manifest: Manifest, seconds: float) -> BackupJson:
    from bot.contracts.upkeep import BackupJson
    from bot.views.gathering import gathered

    place = {"file": str(file.absolute()), "home": str(home)}
    return gathered(BackupJson, manifest, **place, bytes=file.stat().st_size, seconds=seconds)
