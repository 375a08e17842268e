"""Files handed in over a channel: described before they are stored, stored by the same pipeline as `ronghe ingest`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.access import PUBLIC
from knowledge.documents import DocumentSummary
from knowledge.ingesting import REPAIR_NAMES, Choices, DocumentReport
from knowledge.secrecy import REFUSED
from knowledge.upkeep.last_report import keep_report, last_report

if TYPE_CHECKING:
    from bot.services.intake import FileReading, Intake
    from bot.workplace import Workplace
    from knowledge.ingesting import TellPages
    from knowledge.library import Library

LISTED = 5
"""Documents, and problems, that are named one by one."""

NEWER = "newer_version"
"""Code of the remark on a document that answers in the place of a former version."""

FORMER_ASKED = "库中原有同名材料《{title}》，内容与这一份有出入。是否移除原有的一份？"
MARKED = {"classified", "internal"}
"""Codes of problems on which nothing of a file is repeated."""


def intake_of(place: Workplace, library: Library) -> Intake:
    """Return the way of a file into an open library.

    What comes over a messenger has left the unit: it is screened as on the internet, wherever the program runs.
    """
    from bot.services.intake import Intake

    return Intake(
        describe=partial(_described, place, library),
        preview=partial(_previewed, place),
        take_in=partial(_taken_in, place, library),
        drop_former=partial(_dropped, library),
        bind=place.bound_photos,
        last_report=partial(last_report, library.catalog.database),
        drafts_allowed=place.settings.profile == "intranet" or place.settings.drafts_online,
    )


def _described(place: Workplace, library: Library, file: Path, tell: TellPages) -> FileReading:
    report = place.ingest([file], library, Choices(dry_run=True, profile="internet"), pages=tell)
    return _reading(report.documents, "已读完，尚未入库：")


def _taken_in(place: Workplace, library: Library, file: Path, label: str, tell: TellPages) -> FileReading:
    page, had_samples = place.report_page(), _has_samples(library)
    report = place.ingest([file], library, Choices(profile="internet", label=label), witness=page.show, pages=tell)
    reading = _reading(report.documents, "已入库：")
    if reading.usable:
        keep_report(library.catalog.database, reading.told, partial(page.write, report=report))
    gone = had_samples and not _has_samples(library)
    reading = reading._replace(told=f"{reading.told}\n示例材料已自动移除。") if gone else reading
    former = _former(library, report.documents, frozenset({PUBLIC, label}))
    if former is None:
        return reading
    asked = FORMER_ASKED.format(title=former.title)
    return reading._replace(told=f"{reading.told}\n{asked}", former=former.id)


def _former(library: Library, reports: Sequence[DocumentReport], labels: frozenset[str]) -> DocumentSummary | None:
    """Return what those who may see the new text held under its title, with other figures; None if there is nothing."""
    newer = {each.id for each in reports if any(problem.code == NEWER for problem in each.quality.problems)}
    if not newer:
        return None
    held = {each.id: each for each in library.documents()}
    return next(
        (each for each in held.values() if each.linked_to in newer and each.label in labels and _is_former(each, held)),
        None,
    )


def _is_former(document: DocumentSummary, held: Mapping[str, DocumentSummary]) -> bool:
    """Tell a text that no longer answers because one with its title does."""
    again = held.get(document.linked_to or "")
    return again is not None and again.title == document.title


def _dropped(library: Library, document_id: str, labels: frozenset[str]) -> bool:
    """Remove a former text and nothing else, whatever a button says."""
    held = {each.id: each for each in library.documents()}
    former = held.get(document_id)
    if former is None or former.label not in labels or not _is_former(former, held):
        return False
    return library.remove([document_id]) == [document_id]


def _has_samples(library: Library) -> bool:
    return any(document.sample for document in library.documents())


def _previewed(place: Workplace, file: Path) -> str:
    return place.draft_text(file.read_bytes(), file.name, is_internet=True)


def _reading(reports: Sequence[DocumentReport], head: str) -> FileReading:
    from bot.services.intake import FileReading

    told = [report for report in reports if report.state != "removed"]
    good = [report for report in told if report.state != "rejected"]
    if good:
        return FileReading(usable=True, told="\n".join(_lines(good, head)))
    problems = [problem for report in told for problem in report.quality.problems]
    if any(problem.code in MARKED for problem in problems):
        return FileReading(usable=False, told=REFUSED)
    reasons = list(dict.fromkeys(problem.message for problem in problems))
    return FileReading(usable=False, told="\n".join(reasons) or "文件里没有可以入库的文字，请换一份再发。")


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
