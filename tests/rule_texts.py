"""Made-up rules for tests, and the parts of the core that look them up, without a catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from knowledge.candidates import Admits, Candidate, Found
from knowledge.documents import Document, DocumentSummary, Heading, Kind, Passage
from knowledge.regulations.clauses import TAIL, read_clauses
from knowledge.regulations.lookup import Asked, Lookup
from knowledge.regulations.validity import Confirmation, Record, Validity
from tests.builders import document, passage, summary

ANYBODY = Asked(labels=frozenset({"public"}), as_of=None)

RIVERS = """示例市河道管理办法（试行）
第一章 总 则
第一条 为了管好河道，制定本办法。
第二条 本办法适用于本市的河道。
河道包括湖泊和沟渠。
河道的名录由市水务部门公布。
第二章 职 责
第三条 河长履行下列职责：
（一）每月巡河一次；
（二）记录发现的问题；
（三）督促整改。
河长因故不能巡河的，可以委托下列人员：
（一）副河长；
（二）河道专管员。
第三条之一 河长的名单应当公布。
第四条 本办法自2020年5月1日起施行。《示例市沟渠管理规定》同时废止。
"""
RIVERS_NEW = (
    RIVERS.replace("每月巡河一次", "每旬巡河一次")
    .replace("2020年5月1日", "2024年3月1日")
    .replace("《示例市沟渠管理规定》同时废止。", "")
)
DITCHES = """示例市沟渠管理规定
第一条 沟渠由村管理。
第二条 沟渠每年清理一次。
第三条 本规定自2010年1月1日起施行。
"""


def rules(text: str, **fields: Any) -> Document:  # Any: whatever fields of Document a test sets
    """Return a text with its outline: lines 第X章 whole, 第X条 without what follows."""
    outline: list[Heading] = []
    start = 0
    for line in text.splitlines(keepends=True):
        head = line.split()[0] if line.strip() else ""
        if head.startswith("第") and ("章" in head or "条" in head):
            is_chapter = "章" in head
            heading = line.rstrip("\n") if is_chapter else head
            outline.append(
                Heading(level=1 if is_chapter else 2, heading=heading, start=start, end=start + len(heading))
            )
        start += len(line)
    values = {"title": text.splitlines()[0], "kind": Kind.NORMATIVE, "outline": tuple(outline)}
    return document(text, **{**values, **fields})


OLD = rules(RIVERS, id="rivers2020", date="2020-04-02", number="示水发〔2020〕7号")
NEW = rules(RIVERS_NEW, id="rivers2024", date="2024-02-01")
DITCH = rules(DITCHES, id="ditches", date="2009-12-01")


class Rulebook:
    """Rules held in memory; satisfies what `Lookup` and `CurrentTexts` need."""

    def __init__(
        self, documents: Sequence[Document], confirmed: Mapping[str, Confirmation] | None = None, quoting: str = ""
    ) -> None:
        self.held = {one.id: one for one in documents}
        self._validity = Validity(map(record, documents), confirmed or {})
        self._quoting = document(quoting, id="quoting", title="一篇文章") if quoting else None

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        if "public" not in labels:
            return None
        return self._quoting if document_id == "quoting" else self.held.get(document_id)

    def documents(self, labels: frozenset[str]) -> list[DocumentSummary]:
        quoting = [self._quoting] if self._quoting else []
        return [summary(one) for one in (*self.held.values(), *quoting) if one.label in labels]

    def passages_of(self, document_id: str, labels: frozenset[str]) -> list[Passage]:
        whole = self.document(document_id, labels)
        return [passage(whole)] if whole else []

    def candidates(
        self, ids: Sequence[str], labels: frozenset[str], admits: Admits | None = None
    ) -> dict[str, Candidate]:
        raise NotImplementedError

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        raise NotImplementedError

    def passages_with(self, words: str, labels: frozenset[str]) -> list[Passage]:
        if "public" not in labels or self._quoting is None or words not in self._quoting.text:
            return []
        text = self._quoting.text
        return [
            Passage(id="q", document_id="quoting", ordinal=0, locator="", start=0, end=len(text), text=text),
        ]

    def passages_like(self, words: str, labels: frozenset[str], *, limit: int) -> list[Passage]:
        whole = [*self.held.values(), *([self._quoting] if self._quoting else [])] if "public" in labels else []
        likest = sorted(whole, key=lambda one: -len(set(words) & set(one.text)))
        return [passage(one) for one in likest[:limit]]

    def validity(self, labels: frozenset[str]) -> Validity:
        return self._validity if "public" in labels else Validity([], {})


def record(one: Document) -> Record:
    """Return what the catalog knows of a text's validity."""
    return Record(
        document_id=one.id,
        title=one.title,
        date=one.date,
        number=one.number,
        sha256=one.sha256,
        stated=one.status,
        stated_on=one.checked_on,
        clauses=read_clauses(one.text[:800], one.text[-TAIL:]),
    )


def lookup(*documents: Document, quoting: str = "") -> Lookup:
    """Return a look-up over these texts."""
    book = Rulebook(documents, quoting=quoting)
    return Lookup(book, book)
