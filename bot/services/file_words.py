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

BARRED = MARKED | {"quarantined", "rejected_by_administrator", "unverifiable"}
"""Codes of problems on which nothing of a file is kept, whatever else is in it."""

READ, STORED = "已读完，尚未入库：", "已入库："
ONCE_RELEASED = "核定放行后，请再发送一次。"
WITH_OTHERS = "它所在的压缩包或邮件也没有保存；其余文件请取出后另行发送。"
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
    return barred(report, profile) or "\n".join(dict.fromkeys(each.message for each in problems)) or NOTHING_USABLE


def barred(report: IngestReport, profile: Profile) -> str:
    """Return why nothing of a file may be kept, empty where it may: it, or what lies in it, did not pass the screening.

    Args:
        report: On one file.
        profile: Under which it was screened.
    """
    refused = [each for each in report.documents if each.state == "rejected"]
    found = [problem for each in refused for problem in each.quality.problems if problem.code in BARRED]
    if not found:
        return ""
    gravest = next((each for each in found if each.code in MARKED), found[0])
    words = [REFUSED if profile == "internet" and gravest.code in MARKED else gravest.message]
    words += [ONCE_RELEASED] if gravest.code == "quarantined" else []
    words += [WITH_OTHERS] if len(report.documents) > 1 else []
    return "\n".join(words)


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
