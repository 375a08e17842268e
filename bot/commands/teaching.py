"""Commands that write from practices and rules: plan, learn."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import As, Home, Json, legible, visit_as, workplace
from bot.output import show as show_result

if TYPE_CHECKING:
    from knowledge.practices.plans import PlanRequest

Export = Annotated[Path | None, typer.Option("--export", help="另存为 .docx，旁边附《引文核对表》。")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("plan", help="按业务任务起草四个阶段的融合方案。例：ronghe plan 采购降本 --sector 国企")(plan)
    app.command("learn", help="按主题列出先读什么、后读什么，附自测题。例：ronghe learn 党支部设置")(learn)


def plan(
    context: typer.Context,
    task: Annotated[str, typer.Argument(metavar="TASK", help="业务任务，如 采购降本。")],
    sector: Annotated[str | None, typer.Option("--sector", help="单位类型，如 国企。")] = None,
    time: Annotated[str | None, typer.Option("--time", help="完成时间，照写进方案。")] = None,
    export: Export = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Draft a plan from practices; what is not known is marked 【待明确】."""
    from bot.reports.cards import write_written
    from bot.services.exports import answer_files, ending_of, save
    from bot.views.teaching import plan_json
    from knowledge.practices.plans import PlanRequest

    request = PlanRequest(task=legible(task).strip(), sector=sector, time=time)
    if export is not None:
        ending_of(export, ".docx")
    if not as_json and sys.stdin.isatty():
        request = _asked(request)
    with workplace(context, home).assistant("reader") as assistant:
        drafted, reply = assistant.practices.plan(request, visit_as(assistant, user))
    if export is not None:
        save(answer_files(reply, export.stem), export.absolute().parent)
    show_result(plan_json(drafted, reply), as_json=as_json, write=write_written)


def learn(
    context: typer.Context,
    theme: Annotated[str, typer.Argument(metavar="THEME", help="主题，如 党支部设置。")],
    export: Export = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show a path through a theme."""
    from bot.reports.cards import write_written
    from bot.services.exports import answer_files, ending_of, save
    from bot.views.teaching import learn_json

    asked = legible(theme).strip()
    if export is not None:
        ending_of(export, ".docx")
    with workplace(context, home).assistant("reader") as assistant:
        reply = assistant.practices.learn(asked, visit_as(assistant, user))
    if export is not None:
        save(answer_files(reply, export.stem), export.absolute().parent)
    show_result(learn_json(asked, reply), as_json=as_json, write=write_written)


def _asked(request: PlanRequest) -> PlanRequest:
    """Ask in the terminal what is still open; Enter leaves it open."""
    from knowledge.practices.plans import QUESTIONS

    given = request.model_dump()
    for name, question in QUESTIONS.items():
        if not given[name]:
            given[name] = typer.prompt(f"{question}（回车跳过）", default="", show_default=False).strip() or None
    return type(request).model_validate(given)
