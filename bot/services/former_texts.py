"""What was held under a title before a text with other figures came in: it goes only where the uploader says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.documents import DocumentSummary
from knowledge.ingesting import DocumentReport
from knowledge.library import Library

NEWER = "newer_version"
"""Code of the remark on a document that answers in the place of a former version."""


@dataclass(frozen=True)
class FormerTexts:
    """Looked up anew at each call: a text may have been removed since."""

    library: Library

    def of(self, reports: Sequence[DocumentReport], labels: frozenset[str]) -> DocumentSummary | None:
        """Return what those who may see a new text held under its title; None if there is nothing.

        Args:
            reports: On the new texts.
            labels: What those who may see them may see.
        """
        newer = {each.id for each in reports if any(problem.code == NEWER for problem in each.quality.problems)}
        held = self._held() if newer else {}
        return next(
            (
                each
                for each in held.values()
                if each.linked_to in newer and each.label in labels and _is_former(each, held)
            ),
            None,
        )

    def remove(self, document_id: str, labels: frozenset[str]) -> bool:
        """Remove a former text and nothing else, whatever is asked for; tell whether it went."""
        held = self._held()
        former = held.get(document_id)
        if former is None or former.label not in labels or not _is_former(former, held):
            return False
        return self.library.remove([document_id]) == [document_id]

    def _held(self) -> dict[str, DocumentSummary]:
        return {each.id: each for each in self.library.documents()}


def _is_former(document: DocumentSummary, held: Mapping[str, DocumentSummary]) -> bool:
    """Tell a text that no longer answers because one with its title does."""
    again = held.get(document.linked_to or "")
    return again is not None and again.title == document.title
