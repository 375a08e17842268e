"""Labelled questions as the judge reads them: windows of the texts, and which of their statements answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from benchmarks.judging.labelled import Labelled, Span
from ingest.reading import read_documents
from ingest.sources import Rejected, read_source
from knowledge.documents import Document, DocumentSummary, Frozen, Problem
from knowledge.grounding.windows import windows_of
from knowledge.ports import Window

SAME = 0.5
"""Share of a labelled stretch, or of a statement, from which one is the other."""


class Placed(Frozen):
    """A window of a file, with where its statements stand in the file."""

    path: str
    window: Window
    sources: tuple[tuple[int, int], ...]


class Example(Frozen):
    """A question with windows, and of each of their statements whether it answers; None where nobody said."""

    question: str
    kind: str
    placed: tuple[Placed, ...]
    labels: tuple[tuple[bool | None, ...], ...]
    bears: tuple[bool | None, ...]
    """Of each window, whether it answers or bears on the matter."""


@cache
def placed_windows(path: str) -> tuple[Placed, ...]:
    """Return the windows of a file, cut as at ingest."""
    source = read_source(Span(path=path, start=0, end=1).file, _no_extraction)
    if isinstance(source, Rejected):
        message = f"{path}: {source.problem.message}"
        raise TypeError(message)
    found: list[Placed] = []
    for document, passages in read_documents(source, label="public", sample=False):
        summary = _summary(document, len(passages))
        for read in (each for passage in passages for each in windows_of(passage, summary, document)):
            spans = (document.source_of(one.start, one.end) for one in read.statements)
            sources = tuple((span.start, span.end) for span in spans)
            found.append(Placed(path=path, window=read.window, sources=sources))
    return tuple(found)


def labels_of(placed: Placed, answers: Iterable[Span], others: Iterable[Span]) -> tuple[bool | None, ...]:
    """Return of each statement whether it answers; None of what stands in neither.

    Args:
        placed: A window.
        answers: What answers the question.
        others: What does not, where it is none of these.
    """
    answers, others = tuple(answers), tuple(others)

    def label(source: tuple[int, int]) -> bool | None:
        if any(_same(placed.path, source, one) for one in answers):
            return True
        return False if any(_same(placed.path, source, one) for one in others) else None

    return tuple(map(label, placed.sources))


def bears_of(placed: Placed, labelled: Labelled) -> bool | None:
    """Return whether a window answers a question or bears on it; None where nobody read it with that in mind."""

    def has(spans: Iterable[Span]) -> bool:
        return any(_same(placed.path, source, one) for source in placed.sources for one in spans)

    if has(labelled.answers) or has(labelled.bears):
        return True
    return False if has(labelled.found) else None


def _same(path: str, source: tuple[int, int], span: Span) -> bool:
    shared = min(source[1], span.end) - max(source[0], span.start)
    lengths = (source[1] - source[0], span.end - span.start)
    return path == span.path and shared > 0 and shared >= SAME * min(lengths)


def windows_with(spans: Sequence[Span]) -> list[Placed]:
    """Return the windows that have one of the stretches."""
    paths = dict.fromkeys(span.path for span in spans)
    return [
        placed
        for path in paths
        for placed in placed_windows(path)
        if any(_same(path, source, span) for source in placed.sources for span in spans)
    ]


def _summary(document: Document, passages: int) -> DocumentSummary:
    fields = {name: getattr(document, name) for name in DocumentSummary.model_fields if name != "passages"}
    return DocumentSummary(**fields, passages=passages)


def _no_extraction(shape: str, data: bytes) -> Problem:
    message = f"{shape} of {len(data)} bytes: the labelled texts are plain"
    raise TypeError(message)
