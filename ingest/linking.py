"""Which document answers for which: the same text held twice, and the versions of one paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ingest.differences import Relation
from ingest.duplicates import Duplicates, fingerprint, sketch_of_document
from ingest.problems import remark
from knowledge.documents import Document, Problem
from knowledge.held import Fingerprint, Holding

_SHOWN = 3
"""Differences between two versions that are named."""

PUBLIC = "public"
"""The label of what everybody may see."""


class Held(Protocol):
    """What is held already."""

    def holdings(self) -> Mapping[str, Sequence[Holding]]:
        """Return the committed documents of each file, by its path."""

    def fingerprints(self) -> Sequence[Fingerprint]:
        """Return what every document held is compared by."""


class Linked(Protocol):
    """Where documents come in and are linked to one another."""

    def text(self, document_id: str) -> str | None:
        """Return the text of a document that is held or has come in."""

    def link(self, document_id: str, to: str | None) -> None:
        """Have one document answered from another, or from itself."""


class Links:
    """The documents that are held, with which of them answers, while files come in."""

    def __init__(self, held: Held, into: Linked, *, dry_run: bool) -> None:
        self._into = into
        self._dry_run = dry_run
        self._labels = {each.summary.id: each.summary.label for file in held.holdings().values() for each in file}
        self._texts: dict[str, str] = {}
        """Of what is not stored yet."""

        self._orphans: list[Fingerprint] = []
        self._duplicates = Duplicates(held.fingerprints(), self._text)

    def placed(self, path: str, documents: Sequence[Document]) -> list[Document]:
        """Return a file's documents, in the place of its former ones, each linked to the one that answers for it."""
        self._orphans = self._duplicates.forget_file(path)
        self._texts |= {document.id: document.text for document in documents}
        return [self._compared(document) for document in documents]

    def settle(self, documents: Sequence[Document]) -> None:
        """Have the others answered from what has come, or from themselves where it answered for them."""
        if not self._dry_run:
            self._texts.clear()
        for orphan in self._orphans:
            self._link(orphan, self._duplicates.original_of(orphan))
        for document in documents:
            own = fingerprint(document)
            while document.linked_to is None and (other := self._duplicates.original_of(own)) is not None:
                for each in (*self._duplicates.linked_to(other.id), other):
                    self._link(each, own)

    def _text(self, document_id: str) -> str | None:
        return self._texts.get(document_id) or self._into.text(document_id)

    def _compared(self, document: Document) -> Document:
        """Return a document with its sketch, linked if its text is held and what is held answers rather than it."""
        sketched = document.model_copy(update={"sketch": sketch_of_document(document.text)})
        own = fingerprint(sketched)
        original = self._duplicates.original_of(own)
        to = original.id if original is not None and not self._duplicates.answers(own, original) else None
        self._duplicates.add(own.model_copy(update={"linked_to": to}))
        said = self._difference(document, own, original) if original is not None else ()
        return sketched.model_copy(update={"linked_to": to, "problems": (*document.problems, *said)})

    def _difference(self, document: Document, own: Fingerprint, former: Fingerprint) -> tuple[Problem, ...]:
        """Say in what a document differs from a former version; not the words of one that fewer people may see."""
        comparison = self._duplicates.comparison(former, own)
        if comparison.relation is not Relation.VERSION:
            return ()
        open_to_them = self._labels.get(former.id, PUBLIC) in {PUBLIC, document.label}
        shown = "；".join(f"{before or '无'}→{after or '无'}" for before, after in comparison.changes[:_SHOWN])
        which = f"《{former.title}》内容相近而有出入（{shown}）" if open_to_them else "另一份材料内容相近而有出入"
        newer = self._duplicates.answers(own, former)
        answers = "两份都保留，作答以这一份为准" if newer else "两份都保留，作答以库内较新的那份为准"
        code = "newer_version" if newer else "older_version"
        return (remark(code, f"与库内{which}，{answers}。"),)

    def _link(self, document: Fingerprint, to: Fingerprint | None) -> None:
        self._duplicates.add(document.model_copy(update={"linked_to": to.id if to else None}))
        if not self._dry_run:
            self._into.link(document.id, to.id if to else None)
