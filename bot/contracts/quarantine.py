"""The object that `quarantine` prints under `--json`."""

from __future__ import annotations

from knowledge.catalog.quarantine import Decision
from knowledge.documents import Frozen
from knowledge.secrecy import Grade


class HeldFileJson(Frozen):
    """A marked file: its hash and place, no word of it."""

    sha256: str
    path: str
    grade: Grade
    noted_on: str
    decision: Decision


class QuarantineJson(Frozen):
    """`quarantine` and what it does: those listed, or the one decided upon; `documents` came in on its release."""

    files: tuple[HeldFileJson, ...]
    documents: tuple[str, ...] = ()
