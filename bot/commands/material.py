"""Commands for the documents themselves: ingest, documents, show, remove."""

from __future__ import annotations

import sys
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import As, Home, Json, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from bot.workplace import Workplace


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("ingest", help="装入文件或文件夹：修复、分篇、分段、入库。例：ronghe ingest 材料/")(ingest_files)
    app.command("documents", help="列出已入库的材料。")(documents)
    app.command("show", help="显示一份材料的全文、提纲和修复记录。例：ronghe show ID")(show_document)
    app.command("remove", help="移除材料。例：ronghe remove ID ID；ronghe remove --samples")(remove_documents)


def ingest_files(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹。")],
    label: Annotated[
        str | None, typer.Option(help="谁可查阅：public、unit 或 dept:部门号；不写则沿用原有范围，新材料为 public。")
    ] = None,
    sync: Annotated[bool, typer.Option("--sync", help="同时移除 PATH 下原文件已不在的材料。")] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存一份可在浏览器中查看的质量报告（HTML）。")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查并报告，不入库。")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="未变动的文件也重新读取；用于较早的程序读过的扫描件和 PDF。")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Read, repair and store files; exit 3 when one was rejected or has an error."""
    from bot.progress import progress_bar
    from bot.reports.basic import write_ingest
    from bot.services.former_texts import NEWER
    from knowledge.access import label_named
    from knowledge.ingesting import Choices

    place = workplace(context, home)
    label = label_named(label) if label is not None else None
    choices = Choices(label=label, sync=sync, again=again, dry_run=dry_run, profile=place.settings.profile)
    page = place.report_page() if report is not None else None
    with progress_bar() as progress:
        # The index takes many vectors at once in a fraction of the time that it takes for file after file.
        with place.library("reader") as library:
            done = place.ingest(paths, library, choices, progress=progress, witness=page.show if page else None)
        place.settle_index()
    if page is not None and report is not None:
        page.write(report, done)
    show_result(done, as_json=as_json, write=partial(write_ingest, dry_run=dry_run))
    if sys.stdin.isatty() and not as_json and not dry_run:
        newer = {report.id for report in done.documents if any(each.code == NEWER for each in report.quality.problems)}
        _offer_to_replace(place, newer)
    raise typer.Exit(done.exit_status)


def _offer_to_replace(place: Workplace, newer: Collection[str | None]) -> None:
    """Ask whether a file sent again under the same name takes the place of the former one."""
    if not newer:
        return
    with place.library("owner") as library:
        held = {document.id: document for document in library.documents()}
        for former in held.values():
            again = held.get(former.linked_to or "")
            if again is None or again.id not in newer or Path(again.path).name != Path(former.path).name:
                continue
            if typer.confirm(f"库中原有同名材料《{former.title}》，内容与新的一份有出入。是否移除原有的一份？"):
                library.remove([former.id])


def documents(context: typer.Context, user: As = None, home: Home = None, as_json: Json = False) -> None:
    """List what is held."""
    from bot.reports.basic import write_documents
    from bot.views.basic import documents_json

    place = workplace(context, home)
    with place.rules() as rules:
        listed = documents_json(rules.texts().documents(place.labels(rules.catalog, user)))
    show_result(listed, as_json=as_json, write=write_documents)


def show_document(
    context: typer.Context,
    document_id: Annotated[str, typer.Argument(metavar="ID", help="材料编号，见 ronghe documents。")],
    extracted: Annotated[bool, typer.Option("--extracted", help="显示修复之前的文字。")] = False,
    page: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="与 --picture 合用：第几页，扫描件上读出的各行加底色。")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="把该页存为图片（.jpg）。例：--page 3 --picture 原页.jpg")
    ] = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show one document, repaired or as it was extracted."""
    from bot.page_pictures import saved_page
    from bot.reports.basic import write_show
    from bot.reports.pages import write_picture
    from bot.views.basic import show_json
    from knowledge.catalog.originals import Originals
    from knowledge.errors import BadRequestError

    place = workplace(context, home)
    with place.catalog() as catalog:
        document = catalog.document(document_id, place.labels(catalog, user))
        if document is None:
            raise BadRequestError(f"没有编号为 {document_id} 的材料；请用 ronghe documents 查看编号。")
        if page is not None or picture is not None:
            original = Originals(catalog.database).read(document.sha256)
            saved = saved_page(document, original, page, picture, place.page_picture)
            show_result(saved, as_json=as_json, write=write_picture)
            return
        shown = show_json(document)
        if extracted:
            raw = document.extracted
            if raw is None:
                raw = Originals(catalog.database).read(document.sha256).decode(document.encoding)
            shown = shown.model_copy(update={"text": raw, "outline": ()})
    show_result(shown, as_json=as_json, write=write_show)


def remove_documents(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="材料编号。")] = None,
    samples: Annotated[bool, typer.Option("--samples", help="移除全部示例材料。")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Remove documents; what is not there is no fault."""
    from bot.contracts.basic import RemoveJson
    from bot.reports.basic import write_remove
    from knowledge.errors import BadRequestError

    if not ids and not samples:
        raise BadRequestError("请写明要移除的材料编号，或用 --samples 移除示例材料。")
    with workplace(context, home).library("owner") as library:
        held = library.documents() if samples else []
        wanted = [*(ids or []), *(document.id for document in held if document.sample)]
        removed = RemoveJson(removed=tuple(library.remove(wanted)))
    show_result(removed, as_json=as_json, write=write_remove)
