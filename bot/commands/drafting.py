"""Commands for somebody's own text: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import As, Home, Json, workplace
from bot.output import show as show_result
from knowledge.errors import BadRequestError


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(
        "check", help="核对稿件里的引文、文件名称、条款和文号。例：ronghe check 讲稿.docx --export 讲稿（核对）.docx"
    )(check)


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="稿件：.docx、.pdf、.txt 等；不入库，不保存。")],
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存带批注的 .docx；稿件本身是 .docx 时保留原来的格式。")
    ] = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Hold a draft against the library, without any model; nothing of it is kept."""
    from bot.contracts.drafts import check_json
    from bot.reports.drafts import write_check
    from bot.services.exports import ending_of, save
    from knowledge.drafts.annotated import annotated_docx

    place = workplace(context, home)
    if export is not None:
        ending_of(export, ".docx")
    data = _bytes(file)
    text = place.intake().own_text(data, file.name)
    with place.rules() as rules:
        done = rules.check_draft(text, place.labels(rules.catalog, user))
    if export is not None:
        save({export.name: annotated_docx(done, data)}, export.absolute().parent)
    show_result(check_json(done, str(file)), as_json=as_json, write=write_check)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadRequestError(f"读不出稿件 {file}，请检查路径和权限。") from error
