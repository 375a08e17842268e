"""Commands that measure: evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.options import Home, Json, workplace
from bot.output import show as show_result

Retrievers = Literal["lexical", "dense", "hybrid"]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(
        "evaluate", help="用带判定的检索集衡量检索。例：ronghe evaluate --corpus C --queries Q --qrels R --json"
    )(evaluate)


def evaluate(
    context: typer.Context,
    corpus: Annotated[Path, typer.Option(help="语料，每行一个 JSON：_id、title、text。")],
    queries: Annotated[Path, typer.Option(help="问题，每行一个 JSON：_id、text。")],
    qrels: Annotated[Path, typer.Option(help="判定，三列：问题编号、条目编号、等级。")],
    ids: Annotated[Path | None, typer.Option(help="只评这些问题，每行一个编号。")] = None,
    retriever: Annotated[
        Retrievers, typer.Option(help="检索方式：lexical 字词，dense 语义，hybrid 两者结合。")
    ] = "hybrid",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="每个问题取前几条。")] = 100,
    run: Annotated[Path | None, typer.Option(help="把逐题结果写成 TREC 格式的文件。")] = None,
    against: Annotated[Path | None, typer.Option(help="与这份 TREC 结果逐题比较，并作显著性检验。")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Measure retrieval over a set with judgements, in a home of its own."""
    from bot.reports.basic import write_evaluate
    from bot.retrieval_measuring import SetFiles, measure
    from knowledge.evaluation.measures import read_run, write_run

    earlier = read_run(against) if against else None
    files = SetFiles(corpus=corpus, queries=queries, qrels=qrels, ids=ids)
    done, rankings = measure(
        workplace(context, home), files, retriever=retriever, limit=limit, earlier=earlier, keep=home is not None
    )
    if run is not None:
        write_run(run, rankings)
    show_result(done, as_json=as_json, write=write_evaluate)
