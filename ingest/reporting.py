"""What a run says of each document: one that was read, one that is held, a file that cannot be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.quality import quality_of
from ingest.splitting import is_article
from knowledge.documents import Document, Passage, Problem
from knowledge.held import Holding
from knowledge.ingesting import DocumentReport, Quality, State


def report_of(document: Document, passages: Sequence[Passage], state: State, *, cards: int) -> DocumentReport:
    """Return what is said of a document that was read."""
    repairs = Counter(repair.kind for repair in document.repairs)
    return DocumentReport(
        id=document.id,
        path=document.path,
        title=document.title,
        kind=document.kind,
        state="linked" if document.linked_to and state != "unchanged" else state,
        linked_to=document.linked_to,
        passages=len(passages),
        articles=_articles(passage.locator for passage in passages),
        cards=cards,
        read_as=document.encoding,
        pages=len(document.pages or ()),
        recognised_pages=sum(page.recognised for page in document.pages or ()),
        quality=quality_of(len(document.text), repairs, document.problems),
    )


def held_report(holding: Holding) -> DocumentReport:
    """Return what is said of a document that is held and was not read again."""
    held = holding.summary
    return DocumentReport(
        id=held.id,
        path=held.path,
        title=held.title,
        kind=held.kind,
        state="unchanged",
        linked_to=held.linked_to,
        passages=held.passages,
        articles=_articles(holding.locators),
        cards=holding.cards,
        read_as=holding.encoding,
        outdated=holding.outdated,
        quality=quality_of(holding.characters, dict(holding.repairs), holding.problems),
    )


def _articles(locators: Iterable[str]) -> int:
    return len({locator for locator in locators if is_article(locator)})


def rejection(path: str, problem: Problem) -> DocumentReport:
    """Return what is said of a file that cannot be used."""
    quality = Quality(score=0, problems=(problem,))
    return DocumentReport(id=None, path=path, title=None, kind=None, state="rejected", quality=quality)
