"""The rules of a catalog as commands and channels use them: look-up, standing, and texts as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from knowledge.catalog.catalog import Catalog
from knowledge.catalog.regulations import Register
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.lookup import Lookup


@dataclass(frozen=True)
class Rules:
    """What is needed to look rules up; no model is involved."""

    catalog: Catalog
    register: Register
    lookup: Lookup

    @classmethod
    def over(cls, catalog: Catalog, register: Register) -> Self:
        """Return the rules of an open catalog."""
        return cls(catalog=catalog, register=register, lookup=Lookup(catalog, register))

    def texts(self, as_of: str | None = None) -> CurrentTexts:
        """Return the catalog as of a day, `YYYY-MM-DD`; None is today."""
        return CurrentTexts(self.catalog, self.register, as_of)
