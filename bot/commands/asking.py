"""Commands that ask: ask, search, keyword."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import (
    As,
    AsOf,
    Home,
    Json,
    KindName,
    Limit,
    Offset,
    SectorName,
    Since,
    Until,
    day_named,
    kind_named,
    legible,
    sector_option,
    visit_as,
    workplace,
)
from bot.output import show as show_result
from bot.output import show_each

if TYPE_CHECKING:
    from bot.contracts.asking import AskJson
    from knowledge.answers import Reply


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("ask", help="提问，得到句句有出处的答复。例：ronghe ask 国企怎么推动党建和业务融合？")(ask)
    app.command("search", help="查找与一句话最相关的段落。例：ronghe search 考核怎么挂钩")(search)
    app.command("keyword", help="逐字查找，不用模型。例：ronghe keyword 第一议题")(keyword)


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="要问的事，一两句话。")] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="从标准输入逐行读问题（或 JSON 对象），逐行输出 JSON 对象。")
    ] = False,
    session: Annotated[str | None, typer.Option(help="会话名；同一会话里可以接着追问。")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="不用大模型，直接摘录原文作答。")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="逐步列出经过和用时，说明答复从何而来。")] = False,
    kind: KindName = None,
    sector: SectorName = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    export: Annotated[Path | None, typer.Option("--export", help="把答复另存为 .docx，旁边附《引文核对表》。")] = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Answer one question, or those of the standard input."""
    from bot.lines import AskedLine, replies
    from bot.reports.basic import write_ask
    from bot.services.asking import Question
    from bot.services.exports import answer_files, ending_of, save
    from bot.views.basic import ask_json
    from knowledge.errors import BadRequestError
    from knowledge.questions.filters import Filters
    from knowledge.questions.lengths import check_length

    if lines == (question is not None) or (lines and export is not None):
        raise BadRequestError("请写一个问题；或者只写 --lines，从标准输入逐行读问题，这时不能同时导出。")
    filters = Filters(kind=kind_named(kind), since=since, until=until, sector=sector_option(sector))
    if export is not None:
        ending_of(export, ".docx")
    usual = AskedLine.model_validate({"question": question or "", "session": session, "as_of": as_of, "as": user})
    if not lines:
        check_length(legible(usual.question))
        day_named(as_of)
    with workplace(context, home).assistant("reader", model=not no_model) as assistant:

        def answered(line: AskedLine) -> tuple[Reply, AskJson]:
            asked = line.under(usual)
            check_length(legible(asked.question))
            visit = visit_as(assistant, asked.user, asked.session)
            wanted = Question(text=asked.question, visit=visit, as_of=day_named(asked.as_of), filters=filters)
            given = assistant.asking.ask(wanted)
            reply = ask_json(given)
            return given, reply.model_copy(update={"trace": given.trace}) if trace else reply

        if lines:
            show_each(replies(sys.stdin, lambda line: answered(line)[1]))
            return
        given, reply = answered(usual)
    if export is not None:
        save(answer_files(given, export.stem), export.absolute().parent)
    show_result(reply, as_json=as_json, write=write_ask)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="一句话或几个词。")],
    limit: Limit = 10,
    offset: Offset = 0,
    kind: KindName = None,
    sector: SectorName = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    document: Annotated[str | None, typer.Option(help="只在这份材料里找，给材料编号。")] = None,
    literal: Annotated[
        bool, typer.Option("--literal", help="不从问句里读取年份、类别、单位类型等条件，按原话查找。")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="说明每条结果的得分从何而来。")] = False,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find passages by meaning and words."""
    from bot.reports.basic import write_search
    from bot.services.searching import Request
    from knowledge.questions.filters import Filters

    filters = Filters(kind=kind_named(kind), since=since, until=until, sector=sector_option(sector), document=document)
    day = day_named(as_of)
    text = legible(query)
    with workplace(context, home).assistant("reader") as assistant:
        found = assistant.searching.search(
            Request(
                query=text,
                visit=visit_as(assistant, user),
                filters=filters,
                literal=literal,
                as_of=day,
                limit=limit,
                offset=offset,
            )
        )
    show_result(
        found if explain else found.model_copy(update={"explanation": None}), as_json=as_json, write=write_search
    )


def keyword(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="要逐字查找的字词。")],
    limit: Limit = 10,
    offset: Offset = 0,
    kind: KindName = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find words literally."""
    from bot.reports.basic import write_keyword
    from bot.views.basic import keyword_json

    place = workplace(context, home)
    with place.rules() as rules:
        labels = place.labels(rules.catalog, user)
        found = rules.keyword(legible(text), labels=labels, kind=kind_named(kind), limit=limit, offset=offset)
    show_result(keyword_json(text, found), as_json=as_json, write=write_keyword)
