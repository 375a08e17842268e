"""The quality report as one HTML file that needs nothing beside it: what came in, what was repaired, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from ingest.report_views import MINOR, views
from ingest.report_ways import ways
from ingest.report_words import PROBLEMS, SEVERITIES, STATES, STYLE
from knowledge.documents import Document, Severity
from knowledge.errors import BadRequestError
from knowledge.ingesting import REPAIR_NAMES, DocumentReport, IngestReport
from knowledge.names import KINDS, SOURCE_CLASSES, place_of_file
from knowledge.particulars import particulars_lines

_GOOD, _FAIR = 90, 70
_TAGS = 3
"""Problems named beside a title; all stand below it."""

_GROUPS = (
    ("rejected", "没有入库的文件", "请按说明处理后再导入。"),
    (Severity.ERROR, "有不可用的内容", "这些文字不会被引用，请对照原件改正后重新导入。"),
    (Severity.WARNING, "有存疑之处", "请对照原件核对。"),
    (Severity.INFO, "有提示", "不影响使用。"),
    (None, "没有发现问题", ""),
)


class ReportPage:
    """Collects documents while a run goes on, and is written at its end."""

    def __init__(self) -> None:
        self._views: dict[str, str] = {}

    def show(self, document: Document, report: DocumentReport) -> None:
        """Remember what the page shows of a document beside its report."""
        if report.id is not None:
            self._views[report.id] = "".join((*_known(document), *views(document)))

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
        yield f"<title>材料质量报告</title><style>{STYLE}</style></head><body><h1>材料质量报告</h1>"
        yield from _overview(report)
        yield from ways(report)
        yield "<p class=note>点开一份，可看读出的信息、问题所在、修复前后的文字和修复记录。满分100分；"
        yield "不可用的内容每处扣30分，存疑每处扣10分，提示每处扣2分，正文不足100字扣20分，修复不扣分。</p>"
        titles = {each.id: each.title or "" for each in report.documents if each.id}
        for key, heading, note in _GROUPS:
            group = [each for each in report.documents if _group(each) == key]
            if group:
                yield f"<h2>{heading}<span class=note>　{len(group)}份　{note}</span></h2>"
            for document in sorted(group, key=lambda each: each.quality.score):
                yield from self._document(document, titles)
        yield "</body></html>"

    def _document(self, report: DocumentReport, titles: Mapping[str, str]) -> Iterator[str]:
        yield f"<details class=document><summary>{_score(report)}{escape(report.title or Path(report.path).name)}"
        yield from _tags(report)
        yield f"</summary><div class=inside><p class=note>{escape(place_of_file(report.path))}{_measure(report)}</p>"
        if report.linked_to:
            other = f"《{titles[report.linked_to]}》" if report.linked_to in titles else "已入库的另一份"
            yield f"<p>文字与{escape(other)}基本相同，两份都保留，只用来源较好的一份作答。</p>"
        yield from _findings(report)
        yield self._views.get(report.id or "", "")
        yield "</div></details>"


def _group(report: DocumentReport) -> str | None:
    """Return under which heading a document stands: by the worst that is wrong with it."""
    if report.state == "rejected":
        return "rejected"
    found = {problem.severity for problem in report.quality.problems}
    return next((severity for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO) if severity in found), None)


def _overview(report: IngestReport) -> Iterator[str]:
    states = [document.state for document in report.documents]
    counts = "，".join(f"{name}{states.count(state)}份" for state, name in STATES.items() if state in states)
    passages = sum(document.passages for document in report.documents)
    yield f"<p>共{len(states)}份：{counts}。{passages}个段落。用时{report.seconds:.1f}秒。</p><div class=counts>"
    held = [document.quality for document in report.documents if document.state != "rejected"]
    problems = Counter(problem.code for quality in held for problem in quality.problems)
    yield from _counted("发现的问题", ((PROBLEMS.get(code, code), count) for code, count in problems.most_common()))
    repairs = Counter[str]()
    for quality in held:
        repairs.update({each.kind: each.count for each in quality.repairs if each.kind not in MINOR})
    yield from _counted("已经修复", ((REPAIR_NAMES.get(kind, kind), count) for kind, count in repairs.most_common()))
    yield "</div>"


def _counted(name: str, counts: Iterator[tuple[str, int]]) -> Iterator[str]:
    lines = "".join(f"<span>{escape(what)}<em>{count}处</em></span>" for what, count in counts)
    yield f"<div><b>{name}</b>{lines or '没有'}</div>"


def _score(report: DocumentReport) -> str:
    score = report.quality.score
    rank = "good" if score >= _GOOD else "fair" if score >= _FAIR else "poor"
    shown = "—" if report.state in {"removed", "rejected"} else f"{score}分"
    return f"<span class='score {rank}'>{shown}</span>"


def _tags(report: DocumentReport) -> Iterator[str]:
    """Yield a document's state and problems, a few characters each, beside its title."""
    if report.state not in {"added", "rejected"}:
        yield f"<span class=tag>{STATES[report.state]}</span>"
    if report.state == "rejected":
        yield f"<span class=note>　{escape(''.join(problem.message for problem in report.quality.problems[:1]))}</span>"
        return
    found = {problem.code: problem.severity for problem in report.quality.problems}
    for code, severity in list(found.items())[:_TAGS]:
        yield f"<span class='tag {severity}'>{escape(PROBLEMS.get(code, SEVERITIES[severity]))}</span>"


def _measure(report: DocumentReport) -> str:
    counts = ((report.passages, "段"), (report.articles, "条"), (report.cards, "张举措卡"))
    return "".join(f" · {count}{name}" for count, name in counts if count)


def _findings(report: DocumentReport) -> Iterator[str]:
    if report.quality.problems:
        yield "<ul>"
        for problem in report.quality.problems:
            place = f"第{problem.line}行：" if problem.line else ""
            name = SEVERITIES[problem.severity]
            yield f"<li class={problem.severity}>【{name}】{place}{escape(problem.message)}</li>"
        yield "</ul>"
    if report.quality.deductions:
        reasons = "；".join(f"{each.reason}，扣{each.points}分" for each in report.quality.deductions)
        yield f"<p class=note>扣分：{escape(reasons)}。</p>"
    counted = [each for each in report.quality.repairs if each.kind not in MINOR]
    if counted:
        counts = "，".join(f"{REPAIR_NAMES.get(each.kind, each.kind)}{each.count}处" for each in counted)
        yield f"<p>已修复：{escape(counts)}。</p>"


def _known(document: Document) -> Iterator[str]:
    """Yield what was read of a document's making and setting; what is not certain is not there."""
    told = particulars_lines(document.particulars)
    named = (
        ("类别", KINDS[document.kind]),
        ("来源", SOURCE_CLASSES[document.source_class] if document.source_class else None),
        ("文号", document.number),
        *((name, value) for name, value in _shortly(document) if value and value not in "".join(told)),
    )
    lines: Sequence[str] = (
        "　".join(f"{name}：{value}" for name, value in named if value),
        *told,
    )
    trial = ["试行或暂行"] if document.particulars.trial else []
    yield "<p class=known>读出的信息　" + "<br>".join(escape(line) for line in (*lines, *trial)) + "</p>"


def _shortly(document: Document) -> Sequence[tuple[str, str | None]]:
    """Return the one body and the one date by which a document is cited."""
    return (("机关", document.issuer), ("日期", document.date))
