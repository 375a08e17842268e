"""Commands for files that carry an internal mark: an administrator of an intranet decides about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.contracts.quarantine import QuarantineJson
    from bot.workplace import Workplace
    from knowledge.catalog.quarantine import Decision, HeldFile

Id = Annotated[str, typer.Argument(metavar="ID", help="编号，见 ronghe quarantine。")]

group = typer.Typer(
    help="带内部标识的文件：列出、放行、拒绝；只用于 RONGHE_PROFILE=intranet。例：ronghe quarantine release 编号",
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group, name="quarantine")


@group.callback(invoke_without_command=True)
def quarantine(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List what was held back, where nothing else is asked for."""
    opened = context.obj
    context.obj = lambda after: opened(after or home)
    if context.invoked_subcommand is None:
        list_files(context, home, as_json)


@group.command("list", help="列出带内部标识、等待核定的文件。")
def list_files(context: typer.Context, home: Home = None, as_json: Json = False) -> None:
    """List what was held back."""
    from bot.reports.quarantine import write_list
    from knowledge.catalog.quarantine import Quarantine

    with workplace(context, home).catalog() as catalog:
        listed = _json(Quarantine(catalog.database).listed())
    show_result(listed, as_json=as_json, write=write_list)


@group.command("release", help="核定可以入库，并装入原位置上的文件。")
def release(context: typer.Context, file_id: Id, home: Home = None, as_json: Json = False) -> None:
    """Let a file in, from where it was found."""
    from pathlib import Path

    from bot.reports.quarantine import write_decision
    from knowledge.catalog.quarantine import Decision
    from knowledge.errors import BadRequestError
    from knowledge.ingesting import Choices
    from knowledge.names import container_of

    place = workplace(context, home)
    if place.settings.profile != "intranet":
        raise BadRequestError("RONGHE_PROFILE 为 internet 时，带内部标识的文件不能放行；放行只用于内网部署。")
    file = _decided(place, file_id, Decision.RELEASED)
    came_in: tuple[str, ...] = ()
    whole = Path(container_of(file.path))
    if whole.is_file():
        with place.library("owner") as library:
            report = place.ingest([whole], library, Choices(profile=place.settings.profile))
        let_in = [each for each in report.documents if each.path == file.path and each.state != "removed"]
        came_in = tuple(each.id for each in let_in if each.id)
    show_result(_json([file], came_in), as_json=as_json, write=write_decision)


@group.command("reject", help="核定不予入库。")
def reject(context: typer.Context, file_id: Id, home: Home = None, as_json: Json = False) -> None:
    """Keep a file out for good."""
    from bot.reports.quarantine import write_decision
    from knowledge.catalog.quarantine import Decision

    file = _decided(workplace(context, home), file_id, Decision.REJECTED)
    show_result(_json([file]), as_json=as_json, write=write_decision)


def _decided(place: Workplace, file_id: str, decision: Decision) -> HeldFile:
    from knowledge.catalog.quarantine import Quarantine
    from knowledge.errors import BadRequestError

    with place.catalog() as catalog:
        file = Quarantine(catalog.database).decide(file_id, decision)
    if file is None:
        raise BadRequestError(f"没有编号为 {file_id} 的待核定文件，或者编号不足以区分；请用 ronghe quarantine 查看。")
    return file


def _json(files: Iterable[HeldFile], documents: tuple[str, ...] = ()) -> QuarantineJson:
    from bot.contracts.quarantine import HeldFileJson, QuarantineJson
    from bot.views.gathering import gathered

    return QuarantineJson(files=tuple(gathered(HeldFileJson, file) for file in files), documents=documents)
