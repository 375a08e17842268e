"""In force or not: what a person confirmed, what front matter states, what titles, dates and clauses suggest.

A text is not known to be in force because nothing speaks against it: then it is `UNKNOWN`. What rules suggest is
marked as suggested until a person confirmed it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from knowledge.documents import Frozen, Status
from knowledge.regulations.clauses import Clauses
from knowledge.regulations.names import core_of

OUT_OF_FORCE = frozenset({Status.SUPERSEDED, Status.REPEALED, Status.EXPIRED})
"""A text of these is shown only when it is asked for."""


_WORK = re.compile(r"(?<=[\u4e00-\u9fff]{2})工作(?=(?:条例|准则|规定|办法|规则|细则)$)")
"""A word with which a later rule is often named: 信访条例, 信访工作条例."""


class Confirmation(Frozen):
    """What a person found on checking a text."""

    document_id: str
    sha256: str
    """Of the file that was checked; another text under the same id is not confirmed."""

    status: Status
    checked_on: str
    successor: str | None = None
    """Full title of what replaced it."""


class Record(Frozen):
    """What is known of one text of an instrument."""

    document_id: str
    title: str
    date: str | None
    number: str | None = None
    """文号, as printed."""

    sha256: str
    stated: Status
    stated_on: str | None
    clauses: Clauses = Clauses()

    @property
    def effective(self) -> str | None:
        """When this version took effect; None when the date printed is that of an earlier one."""
        printed = self.clauses.effective
        return printed if printed and printed >= (self.date or "") else None

    @property
    def begins(self) -> str:
        """The day from which it can have applied, as far as is known; empty when nothing is known."""
        return self.effective or self.date or ""


class Standing(Frozen):
    """Whether a text is in force on a day, and how that is known."""

    status: Status
    basis: Literal["confirmed", "stated", "rule", "none"]
    checked_on: str | None = None
    effective: str | None = None
    successor: str | None = None
    """Title of what replaced it, with its date; that may be after the day that was asked about."""

    successor_id: str | None = None
    perhaps: str | None = None
    """Title, with its date, of a newer text that may have replaced it, by the name alone; it is asked, not held."""


class _End(Frozen):
    """That one text ends the validity of another."""

    by: Record
    status: Status


class Validity:
    """The standing of every text in a set of texts that know of one another."""

    def __init__(self, records: Iterable[Record], confirmations: Mapping[str, Confirmation]) -> None:
        self.records = {record.document_id: record for record in records}
        self._confirmations = confirmations
        self._by_core = _by_core(self.records.values())
        self._ends = _ends(self._by_core)
        self._renamed = _renamed(self._by_core)

    def standing(self, document_id: str, on: str) -> Standing | None:
        """Return the standing of a text on a day, `YYYY-MM-DD`; None for what is no rules."""
        record = self.records.get(document_id)
        if record is None:
            return None
        confirmed = self._confirmed(record)
        suggested = self._suggested(record, on)
        if confirmed is not None and (suggested is None or confirmed.status is not Status.IN_FORCE):
            return confirmed
        if confirmed is not None and suggested is not None and self._checked_since(record, confirmed):
            return confirmed
        return suggested or self._with_namesake(_stated(record), record)

    def versions(self, core: str) -> list[Record]:
        """Return the texts of an instrument, newest first."""
        return self._by_core.get(core, [])

    def _confirmed(self, record: Record) -> Standing | None:
        confirmation = self._confirmations.get(record.document_id)
        if confirmation is None or confirmation.sha256 != record.sha256:
            return None
        return Standing(
            status=confirmation.status,
            basis="confirmed",
            checked_on=confirmation.checked_on,
            effective=record.effective,
            successor=confirmation.successor,
        )

    def _checked_since(self, record: Record, confirmed: Standing) -> bool:
        """Tell whether somebody confirmed a text after what would end its validity had begun."""
        end = self._ends.get(record.document_id)
        return end is not None and (confirmed.checked_on or "") >= end.by.begins

    def _with_namesake(self, standing: Standing, record: Record) -> Standing:
        """Add what nothing but a title suggests; what the file states of itself needs no guess."""
        newer = self._renamed.get(record.document_id)
        known = newer is None or standing.status is not Status.UNKNOWN
        return standing if known or newer is None else standing.model_copy(update={"perhaps": _titled(newer)})

    def _suggested(self, record: Record, on: str) -> Standing | None:
        """Return what dates and clauses say, or None when they say nothing."""
        end = self._ends.get(record.document_id)
        if end is not None and end.by.begins <= on:
            return _ended(record, end, end.status)
        if record.clauses.until and record.clauses.until < on:
            return Standing(status=Status.EXPIRED, basis="rule", effective=record.effective)
        if record.begins > on:
            return Standing(status=Status.NOT_YET_IN_FORCE, basis="rule", effective=record.effective)
        if end is not None:
            return _ended(record, end, record.stated)
        return None


def _ended(record: Record, end: _End, status: Status) -> Standing:
    """Return a standing that names what ends a text, be it before or after the day that is asked about."""
    return Standing(
        status=status,
        basis="rule",
        effective=record.effective,
        successor=_titled(end.by),
        successor_id=end.by.document_id,
    )


def _titled(record: Record) -> str:
    return f"《{record.title}》" + (f"（{record.date}）" if record.date else "")


def _stated(record: Record) -> Standing:
    basis: Literal["stated", "none"] = "none" if record.stated is Status.UNKNOWN else "stated"
    return Standing(status=record.stated, basis=basis, checked_on=record.stated_on, effective=record.effective)


def _by_core(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the texts by the canonical name of their instrument, newest first."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.date or "", one.document_id), reverse=True):
        found[core_of(record.title)].append(record)
    return dict(found)


def _ends(by_core: Mapping[str, Sequence[Record]]) -> dict[str, _End]:
    """Return, by document, what ended it: a newer text of the same name, or a clause that names it."""
    found: dict[str, _End] = {}
    for core, repealing in ((core, record) for core, records in by_core.items() for record in records):
        for title in repealing.clauses.repeals:
            for record in by_core.get(core_of(title), ()):
                if core != core_of(title) and record.begins <= (repealing.begins or record.begins):
                    found[record.document_id] = _End(by=repealing, status=Status.REPEALED)
    for versions in by_core.values():
        for newer, older in pairwise(one for one in versions if one.date):
            if (older.date or "") < (newer.date or ""):
                found[older.document_id] = _End(by=newer, status=Status.SUPERSEDED)
    return found


def _renamed(by_core: Mapping[str, Sequence[Record]]) -> dict[str, Record]:
    """Return, by document, the newest text whose title says the same in other words, if it is the newer one."""
    found: dict[str, Record] = {}
    by_name: dict[str, list[Record]] = defaultdict(list)
    for core, records in by_core.items():
        by_name[_renamed_core(core)] += records
    for records in by_name.values():
        newest = max(records, key=lambda one: one.date or "")
        for record in records:
            if record.date and record.date < (newest.date or "") and core_of(record.title) != core_of(newest.title):
                found[record.document_id] = newest
    return found


def _renamed_core(core: str) -> str:
    """Return a canonical name without 工作 before its last word: two rules with one such name may be one renamed.

    Example:
        信访工作条例 -> 信访条例
    """
    return _WORK.sub("", core)
