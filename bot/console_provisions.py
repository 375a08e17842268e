"""What a terminal shows beside the last provision: 全文 and 版本; 上一条 and 所在章 are questions like others."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from bot.reports.rules import write_compare
from bot.services.assistant import Assistant
from bot.views.rules import compare_json
from knowledge.callers import Visit
from knowledge.regulations.findings import Match
from knowledge.tokens import simplified

WHOLE = {"全文", "看全文", "全文呢"}
VERSIONS = {"版本", "版本对照", "对照", "旧版有什么不同"}


def beside(assistant: Assistant, line: str, match: Match | None, visit: Visit, out: Console) -> bool:
    """Show the whole text, or what changed since the version before; tell whether that was asked for."""
    if match is None or line not in WHOLE | VERSIONS:
        return False
    if line in WHOLE:
        out.print(f"[bold]《{escape(simplified(match.title))}》[/bold]")
        out.print(escape(simplified(match.document.text)))
        return True
    compared = assistant.provisions.compared(match.document.id, visit)
    if compared is None:
        out.print("库内只有这一个版本。")
    else:
        write_compare(compare_json(compared))
    return True
