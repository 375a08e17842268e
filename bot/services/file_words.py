"""What is said of a file that was handed in: what it holds, how good it is, what was mended, what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.ingesting import REPAIR_NAMES, DocumentReport, IngestReport, Profile
from knowledge.secrecy import REFUSED

LISTED = 5
"""Documents, and problems, that are named one by one."""

MARKED = {"classified", "internal"}
"""Codes of problems on which nothing of a file is repeated."""

READ, STORED = "已读完，尚未入库：", "已入库："
ONCE_RELEASED = "核定放行后，请再发送一次。"
NOTHING_USABLE = "文件里没有可以入库的文字，请换一份再发。"


def usable(report: IngestReport) -> list[DocumentReport]:
    """Return what was, or would be, stored."""
    return [each for each in report.documents if each.state not in {"removed", "rejected"}]


def in_words(report: IngestReport, head: str, profile: Profile) -> str:
    """Return what a file holds and how good it is, or why it is not taken; several lines.

    Args:
        report: On one file.
        head: `READ` or `STORED`.
        profile: Under which it was screened.
    """
    good = usable(report)
    if good:
        return "\n".join(_lines(good, head))
    problems = [problem for each in report.documents if each.state != "removed" for problem in each.quality.problems]
    marked = [problem.message for problem in problems if problem.code in MARKED]
    if marked:
        return REFUSED if profile == "internet" else marked[0]
    again = [ONCE_RELEASED] if any(problem.code == "quarantined" for problem in problems) else []
    return "\n".join(dict.fromkeys([*(problem.message for problem in problems), *again])) or NOTHING_USABLE


def _lines(reports: Sequence[DocumentReport], head: str) -> Iterator[str]:
    passages = sum(report.passages for report in reports)
    score = min(report.quality.score for report in reports)
    yield f"{head}{len(reports)}篇，{passages}段，质量{'最低' if len(reports) > 1 else ''}{score}分。"
    yield from (f"· 《{report.title or '未能识别题名'}》，{report.passages}段" for report in reports[:LISTED])
    if len(reports) > LISTED:
        yield f"· ……另有{len(reports) - LISTED}篇"
    repairs: Counter[str] = Counter()
    for report in reports:
        repairs.update({repair.kind: repair.count for repair in report.quality.repairs})
    if repairs:
        counted = (f"{REPAIR_NAMES.get(kind, kind)}{count}处" for kind, count in repairs.most_common())
        yield f"已修复：{'，'.join(counted)}。"
    problems = Counter(problem.message for report in reports for problem in report.quality.problems)
    for message, count in problems.most_common(LISTED):
        yield f"请看：{message}" + (f"（{count}处）" if count > 1 else "")
    duplicates = sum(report.state == "linked" for report in reports)
    if duplicates:
        yield f"与已入库材料重复{duplicates}篇，入库后不会重复出现。"
