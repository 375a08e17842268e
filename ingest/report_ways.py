"""How each file was read, as a table of the quality report: a line a document."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from ingest.report_words import READ_AS, STATES
from knowledge.ingesting import DocumentReport, IngestReport


def ways(report: IngestReport) -> Iterator[str]:
    """Yield the table as HTML."""
    read = [each for each in report.documents if each.state != "removed"]
    yield f"<details><summary>各文件的读法{len(read)}行</summary>"
    yield "<table class=ways><tr><th>文件</th><th>读法</th><th>页</th><th>结果</th></tr>"
    for each in read:
        cells = (Path(each.path).name, _way(each), _pages(each), STATES[each.state])
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</table></details>"


def _way(report: DocumentReport) -> str:
    if not report.read_as:
        return "未读"
    earlier = "，由较早的程序读出" if report.outdated else ""
    return READ_AS.get(report.read_as, f"文本，{report.read_as}") + earlier


def _pages(report: DocumentReport) -> str:
    if not report.pages:
        return ""
    recognised = f"，其中{report.recognised_pages}页据图像识别" if report.recognised_pages else ""
    return f"{report.pages}页{recognised}"
