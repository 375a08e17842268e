"""Commands on examples and formulas: cards, formula. The rest of what is written from them is in `drafting`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import As, Home, Json, Offset, legible, visit_as, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from knowledge.practices.requests import CardFilters

Many = Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多列出几个。")]
"""All cards of a library at once are a table that somebody wants."""

Export = Annotated[Path | None, typer.Option("--export", help="另存为文件，按扩展名写 .docx 或 .xlsx。")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("cards", help="找各单位的做法。例：ronghe cards 医院党建和业务结合")(cards)
    app.command("formula", help="查提法的条目和出处。例：ronghe formula 四融四促")(show_formula)


def cards(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="要找什么样的做法；单位类型、地区、年份会读作条件。")
    ] = "",
    limit: Many = 10,
    offset: Offset = 0,
    sector: Annotated[list[str] | None, typer.Option("--sector", help="单位类型，如 医院；可以重复。")] = None,
    task: Annotated[list[str] | None, typer.Option("--task", help="业务任务，如 采购降本；可以重复。")] = None,
    fusion: Annotated[list[str] | None, typer.Option("--fusion", help="融合类型，如 组织共建；可以重复。")] = None,
    stage: Annotated[list[str] | None, typer.Option("--stage", help="谋划、部署、落实、检查；可以重复。")] = None,
    place: Annotated[list[str] | None, typer.Option("--place", help="地区；可以重复。")] = None,
    since: Annotated[int | None, typer.Option(min=1900, max=2100, help="起始年份。")] = None,
    until: Annotated[int | None, typer.Option(min=1900, max=2100, help="截止年份。")] = None,
    compare: Annotated[list[str] | None, typer.Option("--compare", help="并排对比这些编号的举措卡，2至4张。")] = None,
    pack: Annotated[bool, typer.Option("--pack", help="备课：五个例子，各附一道讨论题。")] = False,
    export: Export = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find examples of practice, or set some beside one another."""
    from bot.reports.cards import write_cards
    from bot.services.exports import card_files, ending_of, save
    from bot.views.cards import cards_json, compared_json, packed_json
    from knowledge.practices.packs import PACK

    ending = ending_of(export, ".docx", ".xlsx") if export else ""
    filters = _filters(sector, task, fusion, stage, place, since, until)
    with workplace(context, home).assistant("reader") as assistant:
        visit = visit_as(assistant, user)
        if compare:
            listed = assistant.practices.compared(tuple(compare), visit)
            result = compared_json(listed)
        else:
            asked = legible(query) if filters is None or query.strip() else "党建和业务结合的做法"
            limit = PACK if pack else limit
            found = assistant.practices.find(asked, visit, limit=limit, offset=offset, filters=filters)
            result = packed_json(query, found) if pack else cards_json(query, found, limit)
            listed = list(found.cards)
    if export is not None:
        questions = [one.question for one in result.pack]
        files = card_files(listed, export.stem, ending, questions=questions, note=result.note)
        save(files, export.absolute().parent)
    show_result(result, as_json=as_json, write=write_cards)


def show_formula(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="提法的名称，带不带引号都可以。")],
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show what a formula consists of, by each document that spells it out. Needs no model."""
    from bot.reports.cards import write_formula
    from bot.services.practices import look_up
    from bot.views.cards import formula_json

    asked = legible(name)
    place = workplace(context, home)
    with place.catalog() as catalog:
        entries, mentions = look_up(catalog, asked, labels=place.labels(catalog, user))
    show_result(formula_json(asked, entries, mentions), as_json=as_json, write=write_formula)


def _filters(
    sector: list[str] | None,
    task: list[str] | None,
    fusion: list[str] | None,
    stage: list[str] | None,
    place: list[str] | None,
    since: int | None,
    until: int | None,
) -> CardFilters | None:
    """Return the filters that the options name; None where there are none.

    Raises:
        BadRequestError: An option names what is not in its list, which is given instead.
    """
    from knowledge.practices.requests import CardFilters

    if not any((sector, task, fusion, stage, place, since, until)):
        return None
    return CardFilters(
        sectors=_listed("sectors", sector),
        tasks=_listed("tasks", task),
        fusions=_listed("fusion_types", fusion),
        stages=_listed("stages", stage),
        places=tuple(place or ()),
        since=since,
        until=until,
    )


def _listed(name: str, values: list[str] | None) -> tuple[str, ...]:
    """Return the labels that values name, by any of their names."""
    from knowledge.facets import labels_named

    return tuple(label for value in values or () for label in labels_named(name, value))
