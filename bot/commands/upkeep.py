"""Commands that keep a home in order: doctor, reindex; and the JSON Schemas of the contract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from bot.workplace import Workplace
    from knowledge.access import Person
    from knowledge.upkeep.health import Check


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("doctor", help="检查资料库、模型和设置，说明问题和处理办法。")(doctor)
    app.command("reindex", help="重算全部向量，也可用 --embedding-model 换一个模型。")(reindex_home)
    app.command(
        "migrate",
        help="更新资料库的结构；--to 把目录搬到 PostgreSQL 或搬回。例：ronghe migrate --to postgresql://用户@主机/库",
    )(migrate_home)
    app.command("schemas", hidden=True, help="把各命令 JSON 的 Schema 写入文件夹。")(schemas)


def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="修复能修复的问题。")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Check the home and the settings; exit 1 when something is wrong."""
    from bot.contracts.basic import CheckJson, DoctorJson
    from bot.diagnosis import model_checks, setting_checks
    from bot.reports.basic import write_doctor
    from bot.views.gathering import gathered
    from knowledge.upkeep.health import checks

    place = workplace(context, home)
    found = [
        *setting_checks(place.settings, _everybody(place)),
        *_messenger_checks(place),
        *model_checks(place.settings),
        *checks(place.settled_home(), place.embedder(), repair=repair, server=place.chroma_server()),
    ]
    diagnosis = DoctorJson(checks=tuple(gathered(CheckJson, each) for each in found))
    show_result(diagnosis, as_json=as_json, write=write_doctor)
    raise typer.Exit(0 if all(check.ok for check in found) else 1)


def _messenger_checks(place: Workplace) -> list[Check]:
    """Return whether messengers accept who we are, of those that are set and may be reached."""
    from contextlib import suppress

    from bot.diagnosis import dingtalk_check, wecom_check
    from knowledge.errors import BadRequestError

    found: list[Check] = []
    with suppress(BadRequestError):
        door = place.wecom_door()
        _ = door.credentials
        found.append(wecom_check(door, place.home))
    with suppress(BadRequestError):
        other = place.dingtalk_door()
        other.checked()
        found.append(dingtalk_check(other))
    return found


def _everybody(place: Workplace) -> list[Person]:
    """Return who is named; a catalog that does not open is reported by its own check."""
    from knowledge.errors import KnowledgeError

    try:
        with place.catalog() as catalog:
            return place.people(catalog).everybody()
    except KnowledgeError:
        return []


def reindex_home(
    context: typer.Context,
    embedding_model: Annotated[
        str | None, typer.Option(help="改用的向量模型：bundled、文件夹或模型名；默认按 RONGHE_EMBEDDING_MODEL。")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Embed every passage again, with the model of the settings or another; the old vectors answer until the end."""
    from time import perf_counter

    from bot.contracts.basic import ReindexJson
    from bot.progress import progress_bar
    from bot.reports.upkeep import write_reindex
    from knowledge.library import Library

    place = workplace(context, home)
    began = perf_counter()
    with progress_bar() as progress:
        passages = Library.reindex(place.settled_home(), place.embedder(embedding_model), progress=progress)
    done = ReindexJson(
        embedding_model=embedding_model or place.settings.embedding_model,
        passages=passages,
        seconds=perf_counter() - began,
    )
    show_result(done, as_json=as_json, write=write_reindex)


def migrate_home(
    context: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="搬到这个 PostgreSQL 数据库；搬回文件写 sqlite。")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Bring the catalog's tables up to date, or move it to another kind of database."""
    from time import perf_counter

    from bot.contracts.upkeep import MigrateJson
    from bot.progress import progress_bar
    from bot.reports.upkeep import write_migrate
    from knowledge.upkeep.moving import Moved, migrate, move

    place = workplace(context, home)
    began = perf_counter()
    if to is None:
        done = Moved(0, "", migrate(place.settled_home()))
    else:
        with progress_bar() as progress:
            done = move(place.home, to, progress)
    found = MigrateJson(place=done.place, rows=done.rows, left=done.left, seconds=perf_counter() - began)
    show_result(found, as_json=as_json, write=write_migrate)


def schemas(folder: Annotated[Path, typer.Argument(help="写入的文件夹。")] = Path("docs/schemas")) -> None:
    """Write the JSON Schema of every object of the contract."""
    import json

    from bot.contracts.objects import OBJECTS

    folder.mkdir(parents=True, exist_ok=True)
    for name, model in OBJECTS.items():
        schema = json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(schema + "\n", encoding="utf-8")
