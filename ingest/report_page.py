"""The quality report as one HTML file that needs nothing beside it: what came in, what was repaired, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from ingest.quality import REPAIR_NAMES, DocumentReport, IngestReport
from knowledge.documents import Document, Repair, Severity
from knowledge.errors import BadRequestError

_STATES = {
    "added": "入库",
    "updated": "更新",
    "unchanged": "未变动",
    "removed": "移除",
    "rejected": "未入库",
    "linked": "与已有材料重复",
}
_SEVERITIES = {Severity.INFO: "提示", Severity.WARNING: "存疑", Severity.ERROR: "不可用"}
_QUIET = {"white_space", "line_end"}
"""Repairs too small to be looked at one by one."""

_SHOWN = 4_000
"""Characters of a text in the before and after views."""

_RECEIPTS = 15
"""Of each kind."""

_GOOD, _FAIR = 90, 70

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:1200px;
padding:24px;color:#222}h1{font-size:24px}summary{cursor:pointer;padding:6px 0}details{border-top:1px solid #ddd}
.score{display:inline-block;min-width:3em;text-align:right;font-weight:700;margin-right:.8em}.good{color:#186a3b}
.fair{color:#8a5a00}.poor{color:#a61c1c}.note{color:#666;font-size:14px}.views{display:flex;gap:20px}
.views>div{flex:1;min-width:0;background:#fafafa;border:1px solid #e4e4e4;padding:8px 14px;max-height:480px;
overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px}del{background:#fde2e2;color:#8f1d1d}
mark{background:#fff3bf}table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #ddd;padding:3px 10px;
text-align:left;overflow-wrap:anywhere}li.error{color:#a61c1c}li.warning{color:#8a5a00}
@media(max-width:800px){.views{display:block}}
"""


class ReportPage:
    """Collects documents while a run goes on, and is written at its end."""

    def __init__(self) -> None:
        self._views: dict[str, str] = {}

    def show(self, document: Document, report: DocumentReport) -> None:
        """Remember the before and after views of a document."""
        if report.id is not None:
            self._views[report.id] = "".join(_views(document))

    def write(self, path: Path, report: IngestReport) -> None:
        """Write the page.

        Raises:
            BadRequestError: The file cannot be written.
        """
        try:
            path.write_text("".join(self._page(report)), encoding="utf-8")
        except OSError as error:
            raise BadRequestError(f"报告写不进 {path}，请检查文件夹是否存在、有无权限。") from error

    def _page(self, report: IngestReport) -> Iterator[str]:
        yield "<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8>"
        yield "<meta name=viewport content='width=device-width'>"
        yield f"<title>材料质量报告</title><style>{_STYLE}</style></head><body><h1>材料质量报告</h1>"
        yield from _overview(report)
        yield "<p class=note>"
        yield "按分数从低到高排列，点开可看扣分原因、问题所在和修复前后的文字。满分100分，修复不扣分。</p>"
        for document in sorted(report.documents, key=lambda each: (each.state == "removed", each.quality.score)):
            yield from self._document(document)
        yield "</body></html>"

    def _document(self, report: DocumentReport) -> Iterator[str]:
        score = report.quality.score
        rank = "good" if score >= _GOOD else "fair" if score >= _FAIR else "poor"
        shown = "—" if report.state in {"removed", "rejected"} else f"{score}分"
        remarks = "；".join(problem.message.rstrip("。") for problem in report.quality.problems[:2])
        yield f"<details><summary><span class='score {rank}'>{shown}</span>{escape(report.title or '（未识别）')} "
        yield f"<span class=note>{_STATES[report.state]}{' · ' + escape(remarks) if remarks else ''}</span></summary>"
        yield f"<p class=note>{escape(report.path)} · {report.passages}段 · {report.articles}条</p>"
        yield from _findings(report)
        yield self._views.get(report.id or "", "")
        yield "</details>"


def _overview(report: IngestReport) -> Iterator[str]:
    states = [document.state for document in report.documents]
    counts = "，".join(f"{name}{states.count(state)}份" for state, name in _STATES.items() if state in states)
    errors = sum(any(p.severity is Severity.ERROR for p in document.quality.problems) for document in report.documents)
    yield f"<p>共{len(states)}份：{counts}。有不可用内容的{errors}份。用时{report.seconds:.1f}秒。</p>"


def _findings(report: DocumentReport) -> Iterator[str]:
    if report.quality.deductions:
        reasons = "；".join(f"{each.reason}，扣{each.points}分" for each in report.quality.deductions)
        yield f"<p>扣分：{escape(reasons)}。</p>"
    if report.quality.problems:
        yield "<ul>"
        for problem in report.quality.problems:
            place = f"第{problem.line}行：" if problem.line else ""
            name = _SEVERITIES[problem.severity]
            yield f"<li class={problem.severity}>【{name}】{place}{escape(problem.message)}</li>"
        yield "</ul>"
    if report.quality.repairs:
        counts = "；".join(f"{REPAIR_NAMES.get(each.kind, each.kind)}{each.count}处" for each in report.quality.repairs)
        yield f"<p>已修复：{escape(counts)}。</p>"


def _views(document: Document) -> Iterator[str]:
    yield "<div class=views><div><b>修复前</b>（删改处加底色）\n\n" + "".join(_before(document)) + "</div>"
    yield "<div><b>修复后</b>（乱码加底色）\n\n" + "".join(_after(document)) + "</div></div>"
    yield from _receipts([repair for repair in document.repairs if repair.kind not in _QUIET])


def _receipts(repairs: Sequence[Repair]) -> Iterator[str]:
    if not repairs:
        return
    yield f"<details><summary>修复记录{len(repairs)}处</summary>"
    yield "<table><tr><th>修复</th><th>原文</th><th>改为</th></tr>"
    shown = Counter[str]()
    for repair in repairs:
        shown[repair.kind] += 1
        if shown[repair.kind] <= _RECEIPTS:
            after = escape(_clipped(repair.after)) or "（删去）"
            yield f"<tr><td>{REPAIR_NAMES.get(repair.kind, repair.kind)}</td><td>{escape(_clipped(repair.before))}</td>"
            yield f"<td>{after}</td></tr>"
    yield f"</table><p class=note>每种修复最多列{_RECEIPTS}处。</p></details>"


def _before(document: Document) -> Iterator[str]:
    """Yield the stretch of the source file that the document accounts for, what was changed in colour."""
    kept = [
        (run.raw_start, document.text[run.text_start : run.text_start + run.length], False) for run in document.kept
    ]
    changed = [(repair.start, repair.before, repair.kind not in _QUIET) for repair in document.repairs]
    position, shown = document.raw_start, 0
    # A later repair may cover an earlier one: what was shown already is passed over.
    for start, words, marked in sorted(kept + changed, key=lambda piece: (piece[0], -len(piece[1]))):
        new = words[max(position - start, 0) :][: _SHOWN - shown]
        position, shown = max(position, start + len(words)), shown + len(new)
        if new:
            yield f"<del>{escape(new)}</del>" if marked else escape(new)
    if shown >= _SHOWN:
        yield "<span class=note>\n……以下略</span>"


def _after(document: Document) -> Iterator[str]:
    position = 0
    for start, end in (span for span in document.garbled if span[0] < _SHOWN):
        yield escape(document.text[position:start]) + f"<mark>{escape(document.text[start:end])}</mark>"
        position = end
    yield escape(document.text[position:_SHOWN])
    if len(document.text) > _SHOWN:
        yield "<span class=note>\n……以下略</span>"


def _clipped(text: str, length: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
