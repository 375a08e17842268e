"""Ingest: files in, a store brought up to date, a report out; one bad file never stops the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ingest.quality import DocumentReport, IngestReport, Quality, State, quality_of
from ingest.reading import read_documents
from ingest.sources import Rejected, find_sources, plain, read_source
from ingest.splitting import is_article
from knowledge.documents import Document, DocumentSummary, Frozen, Passage, Problem, Severity

Entry = tuple[Document, Sequence[Passage]]
Progress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the path at hand."""


PUBLIC = "public"
"""The label of what everybody may see."""


class Store(Protocol):
    """Where documents are kept; files are known by absolute path."""

    def file_hash(self, path: str) -> str | None:
        """Return the SHA-256 of the committed file's bytes, or None."""

    def file_label(self, path: str) -> str | None:
        """Return the label of the committed file, or None."""

    def replace_file(self, path: str, original: bytes, entries: Sequence[Entry]) -> None:
        """Keep the file's documents in place of what was held of that path, all or nothing."""

    def remove(self, document_ids: Sequence[str]) -> list[str]:
        """Forget documents and return the ids that were held."""

    def documents(self) -> Sequence[DocumentSummary]:
        """Return what is held."""


class Choices(Frozen):
    """How to ingest."""

    label: str | None = None
    """Who may see the documents; None keeps what a known file has and makes a new one public."""

    dry_run: bool = False
    """Read and report, store nothing."""

    sync: bool = False
    """Remove the documents below the paths whose file is gone."""

    sample: bool = False
    """The documents are the fictional ones of a fresh installation."""


_AS_USUAL = Choices()


def ingest(
    paths: Sequence[Path], into: Store, choices: Choices = _AS_USUAL, *, progress: Progress | None = None
) -> IngestReport:
    """Bring a store up to date with some files and folders.

    A file whose bytes and label are known is left as it is. The first real document sends the samples away.

    Raises:
        BadRequestError: A path does not exist or cannot be opened, or there are no files at all.
    """
    begun = time.perf_counter()
    found = find_sources(paths)
    if choices.sync:
        _refuse_empty(paths)
    reports: list[DocumentReport] = []
    for done, path in enumerate(found):
        if progress:
            progress(done, len(found), str(path))
        reports += _ingest_file(path, into, choices)
    if choices.sync:
        reports += _remove_missing(paths, found, into, dry_run=choices.dry_run)
    if not choices.sample and any(report.state in {"added", "updated"} for report in reports):
        reports += _remove_samples(into, dry_run=choices.dry_run)
    return IngestReport(documents=tuple(reports), seconds=time.perf_counter() - begun)


def _ingest_file(path: Path, into: Store, choices: Choices) -> list[DocumentReport]:
    source = read_source(path)
    if isinstance(source, Rejected):
        return [_rejection(source.path, source.problem)]
    known, held_label = into.file_hash(source.path), into.file_label(source.path)
    label = choices.label or held_label or PUBLIC
    entries = read_documents(source, label=label, sample=choices.sample)
    if not entries:
        return [_rejection(source.path, _NO_TEXT)]
    unchanged = known == source.sha256 and held_label == label
    if not unchanged and not choices.dry_run:
        into.replace_file(source.path, source.data, entries)
    state: State = "unchanged" if unchanged else "added" if known is None else "updated"
    return [_report(document, passages, state) for document, passages in entries]


_NO_TEXT = Problem(
    code="no_text",
    severity=Severity.ERROR,
    message="除网页栏目和无意义字串外没有正文，请确认文件内容后再导入。",
)


def _refuse_empty(paths: Sequence[Path]) -> None:
    """Refuse to synchronise with a path below which nothing is: a disk that is not mounted looks like that."""
    for path in paths:
        find_sources([path])


def _remove_missing(
    paths: Sequence[Path], found: Sequence[Path], into: Store, *, dry_run: bool
) -> list[DocumentReport]:
    """Remove what is held from below the paths and is not there any more."""
    present = {str(path) for path in found}
    roots = [plain(path) for path in paths]
    gone = [
        summary
        for summary in into.documents()
        if summary.path not in present and any(Path(summary.path).is_relative_to(root) for root in roots)
    ]
    return _removed(gone, into, dry_run=dry_run)


def _remove_samples(into: Store, *, dry_run: bool) -> list[DocumentReport]:
    samples = [summary for summary in into.documents() if summary.sample]
    return _removed(samples, into, dry_run=dry_run)


def _removed(summaries: Sequence[DocumentSummary], into: Store, *, dry_run: bool) -> list[DocumentReport]:
    if summaries and not dry_run:
        into.remove([summary.id for summary in summaries])
    return [
        DocumentReport(
            id=summary.id,
            path=summary.path,
            title=summary.title,
            kind=summary.kind,
            state="removed",
            quality=Quality(score=0),
        )
        for summary in summaries
    ]


def _report(document: Document, passages: Sequence[Passage], state: State) -> DocumentReport:
    return DocumentReport(
        id=document.id,
        path=document.path,
        title=document.title,
        kind=document.kind,
        state=state,
        passages=len(passages),
        articles=len({passage.locator for passage in passages if is_article(passage.locator)}),
        quality=quality_of(document.text, document.repairs, document.problems),
    )


def _rejection(path: str, problem: Problem) -> DocumentReport:
    quality = Quality(score=0, problems=(problem,))
    return DocumentReport(id=None, path=path, title=None, kind=None, state="rejected", quality=quality)
