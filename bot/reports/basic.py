"""What each command prints for a person: plain text that survives a pipe, with the weight on what matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.contracts.asking import AskJson
from bot.contracts.basic import (
    CitationJson,
    DoctorJson,
    DocumentsJson,
    EvaluateJson,
    ExplanationJson,
    HitJson,
    KeywordHitJson,
    KeywordJson,
    RemoveJson,
    SearchJson,
    ShowJson,
)
from bot.names import FILTERS, FORMS, PLANNED_STATES, STATES, status_words
from bot.strength import Basis, strength
from knowledge.blocks import styled_pieces
from knowledge.conditions import Condition
from knowledge.documents import Kind, Status
from knowledge.names import KINDS, SOURCE_CLASSES, STATUSES, WITHIN, place_of_file, place_words
from knowledge.particulars import particulars_lines
from knowledge.tokens import simplified

EXCERPT = 160
"""Characters of a passage in a list."""

SIGNIFICANT = 0.05
"""Below which p a difference is called significant: the usual convention."""

PIPE_WIDTH = 240
"""Columns of a table that goes into a file or another program: wide enough that no title is cut."""

RECEIPTS = 20
"""Repairs shown in the terminal; all of them are in the JSON."""


def console() -> Console:
    """Return a console for stdout that does not colour numbers or break lines inside a pipe."""
    return Console(highlight=False, soft_wrap=True)


def write_ask(reply: AskJson) -> None:
    """Print a reply, its sources and how far it may be relied on."""
    out = console()
    if reply.standalone_question not in {reply.question, simplified(reply.question)}:
        out.print(f"[dim]按“{escape(reply.standalone_question)}”查找[/dim]")
    out.print(_said(reply))
    if reply.notice:
        out.print(f"[dim]{escape(reply.notice)}[/dim]")
    if reply.citations:
        out.print("\n[bold]来源[/bold]")
        for citation in reply.citations:
            out.print(f"[{citation.marker}] ".replace("[", "\\[") + escape(citation_line(citation)))
        cited = [Basis(one.document_id, one.kind, one.status) for one in reply.citations]
        out.print(f"[dim]{escape(strength(cited, reply.checks.quotes_verified))}[/dim]")
    elif reply.nearest:
        out.print("\n[bold]最接近的材料[/bold]")
        for hit in reply.nearest:
            out.print(escape(f"· 《{hit.title}》{_place(place_words(hit.locator, hit.source.page))}"))
            out.print(f"  [dim]{escape(excerpt(hit.text))}[/dim]")
    for candidate in reply.candidates:
        out.print(escape(f"· {candidate}"))
    if reply.trace:
        out.print("\n[bold]经过[/bold]")
    for step in reply.trace:
        out.print(f"{1000 * step.seconds:>7.0f}毫秒  {escape(step.name)}  [dim]{escape(step.detail)}[/dim]")


def _said(reply: AskJson) -> Text:
    """Return the text of a reply: what stands out bold, and in an answer the assistant's own lines in italics."""
    own = "" if reply.strength is None else "italic"
    styles = {"plain": "", "heading": "bold", "telling": "bold", "own": own}
    return Text.assemble(*((piece.text, styles[piece.style]) for piece in styled_pieces(reply.blocks)))


def citation_line(citation: CitationJson) -> str:
    """Return title, place, date, class and status of a source in one line."""
    where = place_words(citation.locator, citation.source.page)
    parts = [f"《{citation.title}》{_place(where)}", citation.issuer, citation.date]
    if citation.source_class is not None:
        parts.append(SOURCE_CLASSES[citation.source_class])
    parts.append(status_words(citation.kind, citation.status))
    if WITHIN in citation.source.path:
        parts.append(place_of_file(citation.source.path))
    if citation.secondhand:
        parts.append("转引，请核对原文后引用")
    if citation.sample:
        parts.append("示例材料")
    if citation.source.recognised:
        parts.append("据图像识别，请核对原件")
    return " · ".join(part for part in parts if part)


def write_search(found: SearchJson) -> None:
    """Print the hits of a search, the filters that were read from it, and where the scores come from if asked."""
    out = console()
    if found.filters:
        read = "、".join(map(_condition, found.filters))
        done = (
            f"没有同时符合{read}的材料，以下放宽了这些条件，符合的排在前面"
            if found.relaxed
            else f"已按问句筛选：{read}"
        )
        out.print(escape(f"{done}；要按原话查找请加 --literal。"))
    if not found.hits:
        out.print(escape(found.reason or "没有找到相关段落；请换个说法再试。"))
    for hit in found.hits:
        _write_hit(out, hit)
    if found.explanation is not None:
        _write_explanation(out, found.explanation)
    out.print(f"[dim]共{len(found.hits)}条，用时{found.seconds:.2f}秒[/dim]")


def _condition(read: Condition) -> str:
    value = KINDS[Kind(read.value)] if read.field == "kind" else read.value
    return f"{FILTERS[read.field]} {value}（“{read.words}”）"


def _write_explanation(out: Console, explanation: ExplanationJson) -> None:
    weights = explanation.weights
    out.print(f"\n[bold]得分说明[/bold]\n归一后：{escape(explanation.normalised)}（{FORMS[explanation.form]}）")
    out.print(escape(f"检索词：{' '.join(explanation.words)}"))
    counted = {"语义": weights.dense, "词": weights.words, "字对": weights.grams, "覆盖": weights.coverage}
    if weights.article:
        counted["条号"] = weights.article
    out.print(f"权重：{'，'.join(f'{name} {round(weight, 2)}' for name, weight in counted.items())}")
    table = Table("名次", "语义", "词", "字对", "覆盖", "重排", "命中的词", box=None, pad_edge=False)
    for each in explanation.scores:
        values = (each.dense, each.words, each.grams, each.coverage, each.rerank)
        figures = ["－" if value is None else f"{value:.3f}" for value in values]
        table.add_row(str(each.rank), *figures, escape(" ".join(each.matched)))
    Console(highlight=False).print(table)


def write_evaluate(done: EvaluateJson) -> None:
    """Print the measures of a retrieval set and, where there is one, the comparison with another run."""
    out = console()
    out.print(f"{done.retriever}：{done.queries}个问题，{done.passages}个段落")
    for name, value in done.measures.items():
        out.print(f"  {name:<8} {value:.4f}")
    for each in done.comparison:
        sure = "差异显著" if each.p < SIGNIFICANT else "差异不显著"
        out.print(
            f"  {each.measure:<8} 相差 {each.difference:+.4f}（95% 区间 {each.low:+.4f} 至 {each.high:+.4f}，"
            f"p={each.p:.4f}，{each.queries}个问题，{sure}）"
        )
    times = done.seconds
    out.print(
        f"[dim]入库{times.ingest:.1f}秒；每个问题中位数{1000 * times.per_query_p50:.0f}毫秒，"
        f"95%在{1000 * times.per_query_p95:.0f}毫秒以内[/dim]"
    )


def write_keyword(found: KeywordJson) -> None:
    """Print where a word stands, with the word in bold; then the other ways to write it that were looked up too."""
    out = console()
    if not found.passages:
        out.print(escape(f"库内材料中没有“{found.keyword}”。"))
    else:
        kinds = "，".join(f"{KINDS[kind]}{count}段" for kind, count in found.kinds.items())
        out.print(escape(f"“{found.keyword}”见于{found.documents}份材料的{found.passages}个段落（{kinds}）。"))
    _write_hits(out, found.hits)
    for one in found.also_searched:
        out.print(escape(f"\n同时查了“{one.keyword}”：{one.documents}份材料，{one.passages}个段落。"))
        _write_hits(out, one.hits)


def _write_hits(out: Console, hits: Sequence[KeywordHitJson]) -> None:
    for hit in hits:
        told = f"{KINDS[hit.kind]}，{hit.count}处{_out_of_force(hit.status)}"
        out.print(escape(f"· 《{hit.title}》{_place(hit.locator)}（{told}）"))
        out.print("  " + _highlighted(hit.snippet, hit.highlights))


def write_documents(listed: DocumentsJson) -> None:
    """Print what is held, as a table."""
    out = console()
    if not listed.documents:
        out.print("资料库还是空的；请用 ronghe ingest 文件或文件夹 装入材料。")
        return
    table = Table("编号", "题名", "类别", "机关或单位", "日期", "效力", "段落", "查阅范围", box=None, pad_edge=False)
    for document in listed.documents:
        title = document.title + ("（示例）" if document.sample and "示例" not in document.title else "")
        status = "" if document.status is Status.UNKNOWN else STATUSES[document.status]
        whose = document.issuer or document.particulars.unit or ""
        row = (document.id, title, KINDS[document.kind], whose, document.date or "", status)
        table.add_row(*map(escape, row), str(document.passages), document.label)
    print_table(table)
    out.print(f"[dim]共{len(listed.documents)}份[/dim]")


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal; where there is none, wide enough for every column to be whole."""
    for column in table.columns:
        column.overflow = "fold"
    table.columns[0].no_wrap = True
    terminal = Console(highlight=False)
    (terminal if terminal.is_terminal else Console(highlight=False, width=PIPE_WIDTH)).print(table)


def write_show(shown: ShowJson) -> None:
    """Print a document: what is known of it, its text, what was repaired and what is wrong with it."""
    out = console()
    known = (shown.issuer, shown.number, shown.date, KINDS[shown.kind], STATUSES[shown.status])
    out.print(f"[bold]{escape(shown.title)}[/bold]")
    out.print(f"[dim]{escape(' · '.join(part for part in known if part))}[/dim]")
    for line in particulars_lines(shown.particulars):
        out.print(f"[dim]{escape(line)}[/dim]")
    out.print("\n" + escape(shown.text))
    for problem in shown.problems:
        place = f"第{problem.line}行：" if problem.line else ""
        out.print(f"[yellow]{escape(place + problem.message)}[/yellow]")
    telling = [repair for repair in shown.repairs if repair.before.strip()]
    if telling:
        first = f"，前{RECEIPTS}处" if len(telling) > RECEIPTS else ""
        out.print(f"\n[dim]修复{len(telling)}处{first}：[/dim]")
    for repair in telling[:RECEIPTS]:
        change = f"{excerpt(repair.before, 40)} → {excerpt(repair.after, 40) or '（删去）'}"
        out.print(f"[dim]· {escape(change)}[/dim]")


def write_remove(done: RemoveJson) -> None:
    """Print how many documents were removed."""
    console().print(f"已移除{len(done.removed)}份材料。" if done.removed else "没有需要移除的材料。")


def write_doctor(diagnosis: DoctorJson) -> None:
    """Print each check with its verdict in words."""
    out = console()
    for check in diagnosis.checks:
        mark = "[green]正常[/green]" if check.ok else "[red]异常[/red]"
        out.print(f"{mark} {escape(check.message)}")


def write_ingest(
    report: Any, *, dry_run: bool = False
) -> None:  # Any: the ingest package's report, which only the composition root may name
    """Print what became of each file, and what a person should look at."""
    out, states = console(), PLANNED_STATES if dry_run else STATES
    for document in report.documents:
        out.print(escape(f"{states[document.state]} {document.title or document.path}{_measure(document)}"))
        for problem in document.quality.problems:
            place = f"第{problem.line}行：" if problem.line else ""
            out.print(f"  [yellow]{escape(place + problem.message)}[/yellow]")
    stored = sum(document.state in {"added", "updated", "unchanged"} for document in report.documents)
    ready = "可入库" if dry_run else "可供查询"
    note = "；仅检查，未作任何改动" if dry_run else ""
    out.print(f"[dim]共{len(report.documents)}份，{ready}{stored}份，用时{report.seconds:.1f}秒{note}[/dim]")
    if earlier := sum(document.outdated for document in report.documents):
        out.print(f"[dim]其中{earlier}份由较早的程序读出，没有页码；要重新读取，请加 --again。[/dim]")


def _measure(document: Any) -> str:  # Any: as above
    """Return how long and how good a document is; nothing for one that is not there."""
    if document.state in {"removed", "rejected"}:
        return ""
    return f"（{document.passages}段，质量{document.quality.score}分）"


def excerpt(text: str, length: int = EXCERPT) -> str:
    """Return the beginning of `text` in one line, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _write_hit(out: Console, hit: HitJson) -> None:
    place = _place(place_words(hit.locator, hit.source.page)) + _out_of_force(hit.status)
    title = f"[bold]《{escape(hit.title)}》[/bold]{escape(place)}"
    out.print(f"{hit.rank}. {title}  [dim]{hit.score:.2f}[/dim]")
    out.print(f"   {escape(excerpt(hit.text))}")


def _out_of_force(status: Status) -> str:
    """Return the mark of a text that is known not to be in force, after a comma; nothing for others."""
    return "" if status in {Status.UNKNOWN, Status.IN_FORCE} else f"，{STATUSES[status]}"


def _place(locator: str) -> str:
    return f"（{locator}）" if locator else ""


def _highlighted(snippet: str, highlights: Sequence[tuple[int, int]]) -> str:
    styled_pieces, position = [], 0
    for start, end in highlights:
        styled_pieces += [escape(snippet[position:start]), f"[bold]{escape(snippet[start:end])}[/bold]"]
        position = end
    return "".join([*styled_pieces, escape(snippet[position:])])
