"""The rules of a catalog as commands and channels use them: look-up, standing, and texts as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from knowledge.catalog.catalog import Catalog
from knowledge.catalog.keyword import AlsoSearched, KeywordFindings, KeywordHit, KeywordLookup
from knowledge.catalog.regulations import ProvisionSource, Register
from knowledge.documents import Kind
from knowledge.drafts.checker import DraftChecker
from knowledge.drafts.remarks import DraftCheck
from knowledge.questions.tidying import unquoted
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.lookup import Lookup
from knowledge.variants import variants_of

BESIDE = 2
"""Hits shown of each other way to write the words."""


@dataclass(frozen=True)
class Rules:
    """What is needed to look rules up; no model is involved."""

    catalog: Catalog
    register: Register
    lookup: Lookup
    drafts: DraftChecker
    words: KeywordLookup

    @classmethod
    def over(cls, catalog: Catalog, register: Register) -> Self:
        """Return the rules of an open catalog."""
        source = ProvisionSource(catalog)
        lookup = Lookup(source, register)
        checker = DraftChecker(lookup, source, register)
        return cls(
            catalog=catalog, register=register, lookup=lookup, drafts=checker, words=KeywordLookup(catalog.database)
        )

    def check_draft(self, text: str, labels: frozenset[str]) -> DraftCheck:
        """Hold somebody's own text against what may be seen under `labels`.

        Raises:
            BadRequestError: It is empty or too long.
        """
        return self.drafts.check(text, labels)

    def texts(self, as_of: str | None = None) -> CurrentTexts:
        """Return the catalog as of a day, `YYYY-MM-DD`; None is today."""
        return CurrentTexts(self.catalog, self.register, as_of)

    def keyword(
        self, text: str, *, labels: frozenset[str], kind: Kind | None, limit: int, offset: int
    ) -> KeywordFindings:
        """Look words up literally, and the lexicon's other ways to write them; each text carries its standing."""
        found = self.words.look_up(text, labels=labels, kind=kind, limit=limit, offset=offset)
        if not found.passages and (bare := unquoted(text)) != text:  # /find “年休假” means the words
            return self.keyword(bare, labels=labels, kind=kind, limit=limit, offset=offset)
        others = ((other, self._looked_up(other, labels, kind)) for other in variants_of(text))
        also = tuple(
            AlsoSearched(keyword=other, documents=one.documents, passages=one.passages, hits=one.hits)
            for other, one in others
            if one.passages
        )
        return found.model_copy(update={"hits": self._marked(found.hits, labels), "also": also})

    def _looked_up(self, words: str, labels: frozenset[str], kind: Kind | None) -> KeywordFindings:
        found = self.words.look_up(words, labels=labels, kind=kind, limit=BESIDE, offset=0)
        return found.model_copy(update={"hits": self._marked(found.hits, labels)})

    def _marked(self, hits: Sequence[KeywordHit], labels: frozenset[str]) -> tuple[KeywordHit, ...]:
        texts = self.texts()
        return tuple(hit.model_copy(update={"document": texts.marked(hit.document, labels)}) for hit in hits)
