"""Ingest: files in, a store brought up to date, a report out; one bad file never stops the rest."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ingest.advance import Advance
from ingest.linking import PUBLIC, Held, Linked, Links
from ingest.members import files_of
from ingest.problems import failure
from ingest.readers.child import Extractor
from ingest.reporting import held_report, rejection, report_of
from ingest.screening import Gate, OnlyAsked, screened
from ingest.sources import Rejected, SourceFile, SourceText, find_sources, named, plain, read_file, source_text
from knowledge.documents import Document, DocumentSummary, Passage, Problem
from knowledge.extracts import Extract
from knowledge.held import Holding
from knowledge.ingesting import Choices, DocumentReport, IngestReport, Progress, Quality, State, TellPages, Witness
from knowledge.names import WITHIN, container_of

_log = logging.getLogger(__name__)

Entry = tuple[Document, Sequence[Passage]]


class Receiver(Linked, Protocol):
    """Takes files and stores them in batches; everything is stored once its context is left in order."""

    def __enter__(self) -> Self:
        """Take files."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Store what is left."""

    def replace_file(self, path: str, original: bytes, entries: Sequence[Entry], extracts: Sequence[Extract]) -> None:
        """Keep the file's documents, and what was extracted from them, in place of what was held of that path."""

    def settle(self) -> None:
        """Return once everything handed in is stored."""


class Store(Gate, Held, Protocol):
    """Where documents are kept; files are known by absolute path."""

    def receiving(self) -> Receiver:
        """Return what takes files."""

    def remove(self, document_ids: Sequence[str]) -> list[str]:
        """Forget documents and return the ids that were held."""

    def documents(self) -> Sequence[DocumentSummary]:
        """Return what is held."""


_AS_USUAL = Choices()


def _untold(_done: int, _total: int, _what: str = "") -> None:
    """Tell nobody."""


def ingest(
    paths: Sequence[Path],
    into: Store,
    choices: Choices = _AS_USUAL,
    *,
    progress: Progress | None = None,
    pages: TellPages | None = None,
    witness: Witness | None = None,
) -> IngestReport:
    """Bring a store up to date with some files and folders.

    A file whose bytes and label are known is left as it is. The first real document sends the samples away.

    Args:
        paths: Files and folders.
        into: What is brought up to date.
        choices: How.
        progress: Told of each file before it is read, and of each page that has to be recognised.
        pages: Told of the pages alone, how many are done and of how many; what it raises ends the run.
        witness: Shown every document with its report; known files are read again for it.

    Raises:
        BadRequestError: A path does not exist or cannot be opened, or there are no files at all.
    """
    begun = time.perf_counter()
    found = find_sources(paths)
    if choices.sync:
        _refuse_empty(paths)
    reports: list[DocumentReport] = []
    advance = Advance(found, progress or _untold, pages or _untold)
    with Extractor(tell=advance.page) as extractor, into.receiving() as receiver:
        gate = OnlyAsked(into) if choices.dry_run else into
        run = _Run(into, receiver, choices, extractor, gate, witness)
        for path in found:
            advance.file(path, run.passages)
            reports += run.take(read_file(path))
    if choices.sync:
        reports += _remove_missing(paths, found, into, dry_run=choices.dry_run)
    return _report(reports, into, choices, begun)


def looked_through(data: bytes, name: str, store: Store, choices: Choices, pages: TellPages) -> IngestReport:
    """Return what a file would come to, read from memory: nothing of it is written anywhere, but that it is marked.

    Args:
        data: The file's bytes.
        name: What it will be called; never used as a path.
        store: What it is held against.
        choices: How; `dry_run` goes without saying.
        pages: Told of pages that have to be recognised; what it raises ends the reading.
    """
    begun, choices = time.perf_counter(), choices.model_copy(update={"dry_run": True})
    file = SourceFile(path=name, data=data, sha256=hashlib.sha256(data).hexdigest())
    with Extractor(tell=pages) as extractor, store.receiving() as receiver:
        reports = _Run(store, receiver, choices, extractor, store).take(file)
    return _report(reports, store, choices, begun)


def _report(reports: list[DocumentReport], into: Store, choices: Choices, begun: float) -> IngestReport:
    """Return the report on a run; the first real document sends the samples away."""
    if not choices.sample and any(report.state in {"added", "updated", "linked"} for report in reports):
        reports = reports + _remove_samples(into, dry_run=choices.dry_run)
    return IngestReport(documents=tuple(reports), seconds=time.perf_counter() - begun)


class _Run:
    """One run over many files: what is known of the store while it goes on."""

    def __init__(  # one part each
        self,
        into: Store,
        receiver: Receiver,
        choices: Choices,
        extractor: Extractor,
        gate: Gate,
        witness: Witness | None = None,
    ) -> None:
        self._into, self._gate = into, gate
        self._receiver = receiver
        self._choices = choices
        self._extractor = extractor
        self._witness = witness
        self._held = into.holdings()
        self._links = Links(into, receiver, dry_run=choices.dry_run)
        self.passages = 0
        """Made or found so far."""

    def take(self, file: SourceFile | Rejected) -> list[DocumentReport]:
        """Bring the store up to date with one file and report on its documents."""
        if isinstance(file, Rejected):
            return [rejection(file.path, file.problem)]
        reports = [report for each in files_of(file, self._extractor.unpack) for report in self._take_one(each)]
        if not any(report.path == file.path and report.state == "rejected" for report in reports):
            reports += self._forget_others(file.path, {report.path for report in reports})
        self.passages += sum(report.passages for report in reports)
        return reports

    def _take_one(self, file: SourceFile | Rejected) -> list[DocumentReport]:
        return [rejection(file.path, file.problem)] if isinstance(file, Rejected) else self._take_file(file)

    def _forget_others(self, container: str, present: set[str]) -> list[DocumentReport]:
        """Remove what was held of an archive or a mail and is in it no more."""
        gone = [
            holding.summary
            for path, held in self._held.items()
            if path not in present and path.startswith(container + WITHIN)
            for holding in held
        ]
        if gone:
            self._receiver.settle()  # what has come in their place is there before they go
        return _removed(gone, self._into, dry_run=self._choices.dry_run)

    def _take_file(self, file: SourceFile) -> list[DocumentReport]:
        held = self._held.get(file.path, ())
        label = self._choices.label or (held[0].summary.label if held else PUBLIC)
        known = bool(held) and all(_is_same(each, file, label) for each in held)
        unchanged = known and not self._choices.again
        if unchanged and self._witness is None:
            return [held_report(holding) for holding in held]
        source = source_text(file, self._extractor.extract)
        if isinstance(source, Rejected):
            return [rejection(source.path, source.problem)]
        refusal = screened(source, self._gate, self._choices.profile)
        if refusal is not None:
            return [rejection(source.path, refusal)]
        read = _read(source, label=label, sample=self._choices.sample)
        if isinstance(read, Problem):
            return [rejection(source.path, read)]
        entries, extracts = read
        state: State = "unchanged" if unchanged else "updated" if held else "added"
        if unchanged:
            return self._reported(entries, extracts, state)
        return self._stored(file, entries, extracts, state)

    def _stored(
        self, file: SourceFile, entries: Sequence[Entry], extracts: Sequence[Extract], state: State
    ) -> list[DocumentReport]:
        """Put a file's documents into the store, each linked to the one that has its text already."""
        documents = self._links.placed(file.path, [document for document, _ in entries])
        linked = [(document, passages) for document, (_, passages) in zip(documents, entries, strict=True)]
        if not self._choices.dry_run:
            self._receiver.replace_file(file.path, file.data, linked, extracts)
        self._links.settle(documents)
        if not self._choices.dry_run and any(page.recognised for each in documents for page in each.pages or ()):
            self._receiver.settle()  # it took long: whoever stops the run need not have it recognised again
        return self._reported(linked, extracts, state)

    def _reported(self, entries: Sequence[Entry], extracts: Sequence[Extract], state: State) -> list[DocumentReport]:
        reports = [
            report_of(document, passages, state, cards=len(extract.cards))
            for (document, passages), extract in zip(entries, extracts, strict=True)
        ]
        for (document, _), report in zip(entries, reports, strict=True):
            if self._witness is not None:
                self._witness(document, report)
        return reports


def _read(source: SourceText, *, label: str, sample: bool) -> tuple[Sequence[Entry], Sequence[Extract]] | Problem:
    """Return the documents of a text and what is extracted from them, or why there are none."""
    # The rules that read texts are some hundred patterns: where nothing has changed, they are not compiled.
    from ingest.extracts import extract_of
    from ingest.reading import read_documents

    try:
        entries = read_documents(source, label=label, sample=sample)
        extracts = [extract_of(document, passages) for document, passages in entries]
    except _FAULTS:
        _log.exception("the rules failed on %s", source.path)
        return _FAULT
    return (entries, extracts) if entries else _NO_TEXT


_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a wrong rule raises; it must not stop the other texts (decision 0085)."""

_FAULT = failure("internal_fault", "读取时程序出错，未入库；其余文件不受影响，请把这份文件和运行日志交给维护人员。")
_NO_TEXT = failure("no_text", "除网页栏目和无意义字串外没有正文，请确认文件内容后再导入。")


def _refuse_empty(paths: Sequence[Path]) -> None:
    """Refuse to synchronise with a path below which nothing is: a disk that is not mounted looks like that."""
    for path in paths:
        find_sources([path])


def _remove_missing(
    paths: Sequence[Path], found: Sequence[Path], into: Store, *, dry_run: bool
) -> list[DocumentReport]:
    """Remove what is held from below the paths and is not there any more."""
    present = {named(path) for path in found}
    roots = [plain(path) for path in paths]
    gone = [
        summary
        for summary in into.documents()
        if not {summary.path, container_of(summary.path)} & present
        and any(Path(summary.path).is_relative_to(root) for root in roots)
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


def _is_same(held: Holding, file: SourceFile, label: str) -> bool:
    """Tell whether what is held is of the file as it is, under its label and by the present rules."""
    return held.sha256 == file.sha256 and held.summary.label == label and held.is_current
