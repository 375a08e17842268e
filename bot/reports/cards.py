"""What the commands on examples and formulas print for a person."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from bot.contracts.cards import CardJson, CardsJson, FormulaEntryJson, FormulaJson
from bot.contracts.teaching import LearnJson, PlanJson
from bot.reports.basic import citation_line, console
from knowledge.documents import SourceClass
from knowledge.names import SOURCE_CLASSES
from knowledge.practices.fields import NOT_STATED

SHOWN_MEASURES = 4
"""Measures of a card in a list; all of them are in the JSON and in exports."""

_CONDITIONS = {"sector": "单位类型", "place": "地区", "since": "起始年份", "until": "截止年份"}

PRACTICE_ONLY = "案例和做法供参考，不是制度要求；跨行业借用请结合本单位实际。"


def write_cards(found: CardsJson) -> None:
    """Print examples, or a comparison of them."""
    out = console()
    if found.comparison:
        _write_comparison(found)
        return
    if found.conditions:
        read = "，".join(f"{_CONDITIONS[one.field]}：{one.value}" for one in found.conditions)
        out.print(f"[dim]按条件查找：{escape(read)}[/dim]\n")
    for card in found.cards:
        _write_card(card, next((one.question for one in found.pack if one.card == card.id), None))
    if found.note:
        out.print(escape(found.note))
    if found.cards:
        rest = found.total - found.offset - len(found.cards)
        more = f"还有{rest}个，用 --offset {found.offset + len(found.cards)} 换一批。" if rest else ""
        out.print(f"[dim]{more}{PRACTICE_ONLY}[/dim]")


def _write_card(card: CardJson, question: str | None) -> None:
    out = console()
    sorted_under = "、".join(name for name in (card.sector, card.fusion) if name)
    out.print(
        f"[bold]{card.rank} {escape(card.unit or '单位' + NOT_STATED)}[/bold]"
        + (f"（{escape(sorted_under)}）" if sorted_under else "")
    )
    if card.name:
        out.print(f"做法：{escape(card.name)}")
    if card.problem:
        out.print(f"问题：{escape(card.problem)}")
    for position, measure in enumerate(card.measures[:SHOWN_MEASURES]):
        out.print(("举措：" if position == 0 else "　　　") + escape(measure))
    if len(card.measures) > SHOWN_MEASURES:
        out.print(f"　　　[dim]另有{len(card.measures) - SHOWN_MEASURES}句，见原文[/dim]")
    out.print(f"成效：{escape(card.result or NOT_STATED)}")
    if question:
        out.print(f"讨论：{escape(question)}")
    out.print(
        f"[dim]来源：《{escape(card.title)}》　{card.date or '日期未载'}{_cautions(card)}　编号 {card.id}[/dim]\n"
    )


def _cautions(card: CardJson) -> str:
    sort = f"　{SOURCE_CLASSES[card.source_class]}" if card.source_class else ""
    return sort + ("　示例材料" if card.sample else "") + ("　库内文本为繁体" if card.script == "traditional" else "")


def _write_comparison(found: CardsJson) -> None:
    out = console()
    table = Table(show_lines=True)
    table.add_column("")
    for card in found.cards:
        table.add_column(escape(card.unit or card.title), overflow="fold")
    for row in found.comparison:
        table.add_row(row.field, *(escape(cell or NOT_STATED) for cell in row.cells))
    out.print(table)
    out.print(f"[dim]各单位领导体制不同，先看单位类型再比做法。{PRACTICE_ONLY}[/dim]")


def write_written(written: PlanJson | LearnJson) -> None:
    """Print a plan or a path with its sources."""
    out = console()
    out.print(escape(written.text))
    if written.notice:
        out.print(f"\n[dim]{escape(written.notice)}[/dim]")
    if written.citations:
        out.print("\n[bold]来源[/bold]")
    for citation in written.citations:
        out.print(escape(f"[{citation.marker}] {citation_line(citation)}"))
    if isinstance(written, PlanJson) and written.questions:
        out.print("[dim]补充以下几点，方案可以更贴合：" + escape("".join(written.questions)) + "[/dim]")


def write_formula(found: FormulaJson) -> None:
    """Print the expansions of a formula with their sources."""
    out = console()
    for number, entry in enumerate(found.entries, start=1):
        _write_entry(found.name, entry, number if len(found.entries) > 1 else None)
    if found.note:
        out.print(escape(found.note))


def _write_entry(name: str, entry: FormulaEntryJson, number: int | None) -> None:
    out = console()
    whose = f"（{entry.unit}）" if entry.unit else ""
    out.print(f"[bold]{f'{number} ' if number else ''}“{escape(name.strip('“”'))}”{escape(whose)}[/bold]")
    for position, item in enumerate(entry.items, start=1):
        out.print(f"{position}. {escape(item)}")
    for source in entry.sources:
        sort = f"　{SOURCE_CLASSES[SourceClass(source.source_class)]}" if source.source_class else ""
        out.print(f"[dim]来源：《{escape(source.title)}》　{source.date or '日期未载'}{sort}[/dim]")
    out.print()
