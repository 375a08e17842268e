"""The JSON objects of the commands for rules: article, regulations, confirm, compare."""

from __future__ import annotations

from typing import Literal

from bot.contracts.particulars import ParticularsJson
from knowledge.documents import Frozen, Kind, SourceSpan, Status
from knowledge.regulations.comparison import ComparedPiece

Basis = Literal["confirmed", "stated", "rule", "none"]
"""How a status is known: confirmed by a person, stated in front matter, suggested by titles and clauses, or not."""


class ProvisionJson(Frozen):
    """A provision in `article`: `text` is exactly what was asked for, in Simplified."""

    regulation: str
    article: str
    paragraph: str | None
    item: str | None
    text: str
    lead: str | None
    """The words that announce the list, where one 项 of it was asked for."""

    path: tuple[str, ...]
    kind: Kind
    status: Status
    status_basis: Basis
    checked_on: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    effective: str | None
    particulars: ParticularsJson | None
    """Null for a provision that is known from another text only."""

    superseded_by: str | None
    secondhand: bool
    quoted_in: str | None
    """Title of the text that repeats the words, where `secondhand`."""

    previous: str | None
    next: str | None
    document_id: str
    source: SourceSpan


class ArticleJson(Frozen):
    """`article`."""

    reference: str
    outcome: Literal["found", "clarify", "not_held", "not_found"]
    matches: tuple[ProvisionJson, ...]
    candidates: tuple[str, ...]
    reason: str | None


class RegulationJson(Frozen):
    """A text of an instrument in `regulations`."""

    document_id: str
    title: str
    kind: Kind
    number: str | None
    issuer: str | None
    issued: str | None
    effective: str | None
    particulars: ParticularsJson
    articles: int
    status: Status
    status_basis: Basis
    checked_on: str | None
    superseded_by: str | None


class ProposalJson(Frozen):
    """A state that titles, dates and clauses suggest; it holds as suggested until a person confirms it."""

    document_id: str
    title: str
    issued: str | None
    status: Status
    because: str
    superseded_by: str | None
    confirm: str
    """The command that confirms it."""


class RegulationsJson(Frozen):
    """`regulations`; with `--proposals`, `regulations` holds only those that something is proposed of."""

    regulations: tuple[RegulationJson, ...]
    proposals: tuple[ProposalJson, ...]


class ConfirmJson(Frozen):
    """`confirm`."""

    document_id: str
    title: str
    status: Status
    status_basis: Basis
    checked_on: str | None
    superseded_by: str | None


class ComparedArticleJson(Frozen):
    """What became of one article."""

    change: Literal["same", "changed", "renumbered", "added", "removed"]
    before: str | None
    after: str | None
    pieces: tuple[ComparedPiece, ...]


class ComparedJson(Frozen):
    """One of the texts compared."""

    document_id: str
    title: str
    issued: str | None


class CompareJson(Frozen):
    """`compare`; articles that stayed as they were are counted, not listed."""

    before: ComparedJson
    after: ComparedJson
    same: int
    articles: tuple[ComparedArticleJson, ...]
