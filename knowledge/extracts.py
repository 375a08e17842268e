"""What ingest takes out of a document beside its passages: the practices it tells of and the formulas it spells out."""

from __future__ import annotations

from knowledge.documents import Frozen
from knowledge.practices.cards import Card
from knowledge.practices.formulas import Formula

VERSION = 4
"""Grows when the rules or lists of extraction change; documents extracted by earlier ones are read again at ingest."""


class Extract(Frozen):
    """Of one document; stored with it, gone with it."""

    document_id: str
    cards: tuple[Card, ...] = ()
    formulas: tuple[Formula, ...] = ()
