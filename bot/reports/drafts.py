"""What `check` prints for a person: what needs attention first, each with the right words."""

from __future__ import annotations

from collections import Counter

from rich.markup import escape

from bot.contracts.drafts import CheckDraftJson
from bot.reports.basic import console, excerpt
from knowledge.drafts.remarks import SORTS, VERDICTS, Remark, Verdict

_STYLES = {"same": "{}", "removed": "[red strike]{}[/red strike]", "added": "[green]{}[/green]"}
_PLAIN = {"same": "{}", "removed": "〔删：{}〕", "added": "〔增：{}〕"}


def write_check(found: CheckDraftJson) -> None:
    """Print the remarks of a draft, one verdict after the other; what agrees is only listed."""
    out = console()
    out.print(f"[bold]{escape(found.summary)}[/bold]")
    for verdict, name in VERDICTS.items():
        remarks = [remark for remark in found.remarks if remark.verdict is verdict]
        if remarks:
            out.print(f"\n[bold]{name}[/bold]")
        if verdict is Verdict.MATCHES:
            _list(remarks)
            continue
        for number, remark in enumerate(remarks, start=1):
            _write(number, remark, found.text)
    out.print("\n[dim]核对依据为库内材料，由程序比对，仅供参考，以正式文件为准。[/dim]")


def _write(number: int, remark: Remark, text: str) -> None:
    out = console()
    line = text.count("\n", 0, remark.start) + 1
    out.print(escape(f"{number}. 第{line}行 {SORTS[remark.sort]}：{excerpt(remark.words)}"))
    out.print(f"   {escape(remark.message)}")
    if remark.found is not None and (remark.found.locator or remark.right):
        out.print(f"   [dim]出处：{escape(_place(remark))}[/dim]")
    if remark.pieces:
        styles = _STYLES if out.is_terminal else _PLAIN
        out.print("   " + "".join(styles[piece.change].format(escape(piece.text)) for piece in remark.pieces))
    elif remark.right:
        out.print(f"   库内原文：{escape(remark.right)}")


def _list(remarks: list[Remark]) -> None:
    """List what agrees, each words once."""
    out = console()
    counts = Counter(remark.words for remark in remarks)
    for words in counts:
        remark = next(one for one in remarks if one.words == words)
        times = f"（{counts[words]}处）" if counts[words] > 1 else ""
        where = f" → {_place(remark)}" if remark.found is not None and remark.sort == "quotation" else ""
        out.print(escape(f"· {excerpt(words)}{times}{where}"))


def _place(remark: Remark) -> str:
    if remark.found is None:
        return ""
    date = f"（{remark.found.date}）" if remark.found.date else ""
    return " ".join(part for part in (f"《{remark.found.title}》{date}", remark.found.locator) if part)
