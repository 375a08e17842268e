"""From what people write to the text of the provision, its place and its standing: the story of `ronghe article`."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.regulations import missing
from knowledge.regulations.asked import Asked
from knowledge.regulations.comparison import Comparison, compare
from knowledge.regulations.current import ValiditySource
from knowledge.regulations.findings import Finding, Match, match_at
from knowledge.regulations.following import asks_for_chapter, continued, step_of
from knowledge.regulations.names import CANDIDATES, TYPES, UNKNOWN, Names, Resolution, core_of, type_of
from knowledge.regulations.places import Within, within
from knowledge.regulations.provisions import Instrument, read_instrument
from knowledge.regulations.quoted import Quotations, repeated
from knowledge.regulations.references import (
    NOWHERE,
    Reference,
    document_number,
    on_topic,
    parse_references,
    without_version,
)
from knowledge.regulations.validity import Standing, Validity
from knowledge.regulations.versions import version_of
from knowledge.tokens import fold

__all__ = ["Asked", "Lookup"]

LONGEST = 400
"""Characters of a reference that are read."""

KEPT_INSTRUMENTS = 1024
_STANDARD_PARTS = ("总纲", "序言", "总则", "附则")
_SELF = re.compile(r"^(?:本|该|此|这部|那部|上述)")
_SEPARATORS = re.compile(r"[、,，;；\s]+|(?<=[法例程则定])[和与及](?=.{2,}[法例程则定])")


class _Steady(NamedTuple):
    """The validity of rules as it was when a look-up began: asked for several times, it is read once."""

    known: Validity

    def validity(self, labels: frozenset[str]) -> Validity:  # noqa: ARG002  # those it was read for
        """Return what was known."""
        return self.known


class Lookup:
    """Finds provisions by name and number. Used from any thread."""

    def __init__(self, shelf: Quotations, register: ValiditySource, before: Lookup | None = None) -> None:
        """Look up in `shelf` as of `register`; `before` is a look-up over the same whose memory is shared."""
        self._shelf = shelf
        self._register = register
        self._names: dict[frozenset[str], tuple[Validity, Names]] = {}
        self._read: OrderedDict[tuple[str, str], Instrument] = OrderedDict()
        if before is not None:
            self._names, self._read = before._names, before._read  # noqa: SLF001  # one of its own kind

    def find(self, text: str, asked: Asked) -> Finding:
        """Return the provisions that `text` refers to, or say which part is missing or unclear."""
        steady = Lookup(self._shelf, _Steady(self._register.validity(asked.labels)), self)
        return steady._find(text, asked)  # one of its own kind

    def _find(self, text: str, asked: Asked) -> Finding:
        number = document_number(text[:LONGEST])
        if number is not None:
            return self._by_number(text, number, asked)
        step = step_of(text)
        if step is not None or asks_for_chapter(text):
            return self._beside_previous(text, step, asked)
        references = tuple(continued(one, asked.previous) for one in parse_references(text[:LONGEST]))
        if not references:
            return Finding(reference=text, outcome="not_found", reason=missing.EMPTY)
        findings = [self._one(text, reference, asked) for reference in self._separated(text, references, asked)]
        return findings[0] if len(findings) == 1 else missing.findings_together(text, findings)

    def _beside_previous(self, text: str, step: int | None, asked: Asked) -> Finding:
        """Return the article before or after the last one spoken of; without a step, all articles of its chapter."""
        before = self.find(asked.previous, asked._replace(previous=None)) if asked.previous else None
        if before is None or not before.matches or before.matches[0].secondhand:
            return Finding(reference=text, outcome="clarify", reason=missing.NO_NAME)
        match = before.matches[-1 if step == 1 else 0]
        instrument = self._instrument(match.document.id, asked.labels)
        if step is None and instrument is not None:
            path = match.article.path
            beside = [position for position, one in enumerate(instrument.articles) if one.path == path]
        else:
            beside = [match.position + (step or 0)]
        found = [self.opened(match.document.id, position, asked) for position in beside]
        matches = tuple(one for one in found if one is not None)
        if not matches:
            return Finding(reference=text, outcome="not_found", reason=missing.no_neighbour(match, step or 0))
        return Finding(reference=text, outcome="found", matches=matches)

    def names(self, labels: frozenset[str]) -> Names:
        """Return the names known to a person, made again when the rules held change."""
        validity = self._register.validity(labels)
        kept = self._names.get(labels)
        if kept is None or kept[0] is not validity:
            kept = (validity, Names(record.title for record in validity.records.values()))
            self._names[labels] = kept
        return kept[1]

    def opened(self, document_id: str, position: int, asked: Asked) -> Match | None:
        """Return an article by its position in its instrument, or None when it is not there for this person."""
        instrument = self._instrument(document_id, asked.labels)
        standing = self._register.validity(asked.labels).standing(document_id, asked.day)
        if instrument is None or standing is None or not 0 <= position < len(instrument.articles):
            return None
        match = match_at(instrument, position, standing)
        return match.model_copy(update={"other_versions": self._beside(document_id, asked) is not None})

    def around(self, document_id: str, offset: int, asked: Asked) -> Match | None:
        """Return the article in which an offset of a document's text lies, or None."""
        instrument = self._instrument(document_id, asked.labels)
        articles = instrument.articles if instrument else ()
        at = next((i for i, one in enumerate(articles) if one.span.start <= offset < one.span.end), None)
        return None if at is None else self.opened(document_id, at, asked)

    def compared(self, document_id: str, asked: Asked) -> Comparison | None:
        """Return what changed between a text and the version before it, or after it where there is none before."""
        instrument, other_id = self._instrument(document_id, asked.labels), self._beside(document_id, asked)
        other = self._instrument(other_id, asked.labels) if other_id else None
        if instrument is None or other is None:
            return None
        older, newer = sorted((instrument, other), key=lambda one: one.document.date or "")
        return compare(older, newer)

    def _beside(self, document_id: str, asked: Asked) -> str | None:
        """Return the version before a text, or after it where there is none before."""
        validity = self._register.validity(asked.labels)
        record = validity.records.get(document_id)
        versions = [one.document_id for one in validity.versions(core_of(record.title))] if record else []
        position = versions.index(document_id) if record else 0
        beside = versions[position + 1 : position + 2] or versions[max(position - 1, 0) : position]
        return beside[0] if beside else None

    def texts(self, asked: Asked) -> list[tuple[Instrument, Standing]]:
        """Return every text of rules with its standing, in the order of titles and dates."""
        validity = self._register.validity(asked.labels)
        records = sorted(validity.records.values(), key=lambda record: (record.title, record.date or ""))
        found = [(self._instrument(one.document_id, asked.labels), one.document_id) for one in records]
        paired = [(read, validity.standing(document_id, asked.day)) for read, document_id in found]
        return [(read, standing) for read, standing in paired if read is not None and standing is not None]

    def instrument(self, name: str, asked: Asked) -> Instrument | Finding:
        """Return the text with this id, else the one that a name means, or why there is none."""
        by_id = self._instrument(name, asked.labels)
        if by_id is not None:
            return by_id
        references = parse_references(name[:LONGEST])
        if not references:
            return Finding(reference=name, outcome="not_found", reason=missing.EMPTY)
        chosen = self.chosen(name, references[0], asked)
        return chosen if isinstance(chosen, Finding) else chosen[0]

    def _separated(self, text: str, references: Sequence[Reference], asked: Asked) -> Sequence[Reference]:
        """Take several names in one line apart, or a name and a topic, where the line as a whole is no name."""
        names = self.names(asked.labels)
        if len(references) > 1 or self._resolved(references[0], asked).certainty != "unknown":
            return references
        place = references[0].place
        line = fold(text) if place == NOWHERE else references[0].name
        parts = [part for piece in _SEPARATORS.split(line) if piece for part in parse_references(piece)]
        known = [part for part in parts if names.resolve(part).certainty != "unknown"]
        if len(known) > 1:
            return [one if one.place != NOWHERE else one.model_copy(update={"place": place}) for one in known]
        leading = names.leading(references[0].name) if place == NOWHERE and not references[0].topic else None
        return [on_topic(references[0], *leading)] if leading else references

    def _one(self, text: str, reference: Reference, asked: Asked) -> Finding:
        reference = self._with_part(reference, asked)
        chosen = self.chosen(text, reference, asked)
        if isinstance(chosen, Finding):
            return chosen
        instrument, corrected = chosen
        standing = self._register.validity(asked.labels).standing(instrument.document.id, asked.day)
        if standing is None:
            return Finding(reference=text, outcome="not_found", reason=missing.EMPTY)
        finding = within(Within(text, reference, instrument, standing))
        if self._beside(instrument.document.id, asked) is not None:
            marked = tuple(match.model_copy(update={"other_versions": True}) for match in finding.matches)
            finding = finding.model_copy(update={"matches": marked})
        if corrected and finding.outcome == "found":
            return finding.model_copy(update={"reason": missing.corrected(reference.name, instrument.document.title)})
        return finding

    def _with_part(self, reference: Reference, asked: Asked) -> Reference:
        """Take the name of a standard part off a name: 党章总纲 is the 总纲 of 党章."""
        part = next(
            (part for part in _STANDARD_PARTS if reference.name.endswith(part) and reference.name != part), None
        )
        if part is None or self._resolved(reference, asked).certainty != "unknown":
            return reference
        names = [
            re.sub(r"的?(?:第.{1,3}章)?$", "", one.removesuffix(part)) for one in (reference.name, *reference.spellings)
        ]
        return reference.model_copy(update={"name": names[0], "spellings": tuple(names[1:]), "topic": part})

    def _resolved(self, reference: Reference, asked: Asked) -> Resolution:
        names = self.names(asked.labels)
        kind = _SELF.sub("", reference.name)
        if asked.previous and (not reference.name or kind == type_of(reference.name)):
            current = names.mentioned(asked.previous)
            if current is not None and current.endswith(kind):
                return Resolution(certainty="certain", cores=(current,))
        if reference.name in TYPES:
            return self._only_one(reference.name, asked)
        found = names.resolve(reference)
        return found.settled(is_held=any(map(self._register.validity(asked.labels).versions, found.cores)))

    def _only_one(self, kind: str, asked: Asked) -> Resolution:
        """Return what 办法 alone means: the one held, named in the reply, or a choice among several."""
        cores = {core_of(one.title) for one in self._register.validity(asked.labels).records.values()}
        held = sorted(core for core in cores if type_of(core) == kind)
        if len(held) == 1:
            return Resolution(certainty="certain", cores=tuple(held), corrected=True)
        return Resolution(certainty="unclear", cores=tuple(held[:CANDIDATES])) if held else UNKNOWN

    def chosen(self, text: str, reference: Reference, asked: Asked) -> tuple[Instrument, bool] | Finding:
        """Return the text that is meant, and whether the name was corrected; or why there is none."""
        resolution = self._resolved(reference, asked)
        if resolution.certainty == "certain":
            meant = without_version(reference, resolution.name)
            found = self._version(text, resolution.cores[0], meant, asked)
            return found if isinstance(found, Finding) else (found, resolution.corrected)
        if resolution.certainty == "unclear":
            known = (self.names(asked.labels), self._register.validity(asked.labels))
            return missing.unclear_name(text, reference, resolution.cores, *known)
        if not reference.name or reference.name in TYPES:
            return Finding(reference=text, outcome="clarify", reason=missing.NO_NAME)
        return missing.unknown_name(text, reference.name, self._akin(reference.name, asked))

    def _version(self, text: str, core: str, reference: Reference, asked: Asked) -> Instrument | Finding:
        """Return the version of an instrument that is meant, or say that it is not held."""
        versions = self._register.validity(asked.labels).versions(core)
        record = version_of(versions, reference, day=asked.day, as_of=asked.as_of) if versions else None
        if record is None and versions:
            return missing.no_such_version(text, versions, reference, asked.as_of)
        instrument = self._instrument(record.document_id, asked.labels) if record else None
        return instrument or self._not_held(text, core, reference, asked)

    def _not_held(self, text: str, core: str, reference: Reference, asked: Asked) -> Finding:
        """Say that an instrument is not held, with what other texts repeat of it, else with names like its own."""
        names, title = self.names(asked.labels), self._by_title((core,), asked)[0]
        matches = repeated(core, reference.place, names, self._shelf, asked.labels)
        near = () if matches else self._akin(title, asked)
        return missing.instrument_not_held(text, title, near).model_copy(update={"matches": tuple(matches)})

    def _by_title(self, cores: Sequence[str], asked: Asked) -> tuple[str, ...]:
        """Return full titles, those of texts held first."""
        names, validity = self.names(asked.labels), self._register.validity(asked.labels)
        held = [core for core in cores if validity.versions(core)]
        return tuple(
            missing.full_title(core, names, validity) for core in (*held, *(c for c in cores if c not in held))
        )

    def _akin(self, name: str, asked: Asked) -> tuple[str, ...]:
        """Return full titles of instruments held whose names contain this one, or are contained in it."""
        validity = self._register.validity(asked.labels)
        held = [core for core in self.names(asked.labels).akin(name) if validity.versions(core)]
        return self._by_title(held[:CANDIDATES], asked)

    def _by_number(self, text: str, number: str, asked: Asked) -> Finding:
        """Find a document by its 文号, and a place in it."""
        validity = self._register.validity(asked.labels)
        for record in validity.records.values():
            instrument, standing = None, validity.standing(record.document_id, asked.day)
            if record.number and document_number(record.number) == number:
                instrument = self._instrument(record.document_id, asked.labels)
            if instrument is not None and standing is not None:
                places = parse_references(text)
                place = places[0].place if places else NOWHERE
                reference = Reference(name=record.title, spellings=(record.title,), place=place)
                return within(Within(text, reference, instrument, standing))
        return Finding(reference=text, outcome="not_held", reason=missing.number_not_held(number))

    def _instrument(self, document_id: str, labels: frozenset[str]) -> Instrument | None:
        """Return a document read as rules; the last few are kept until their file changes."""
        record = self._register.validity(labels).records.get(document_id)
        if record is None:
            return None
        key = (document_id, record.sha256)
        kept = self._read.pop(key, None)
        if kept is None:
            document = self._shelf.document(document_id, labels)
            if document is None:
                return None
            kept = read_instrument(document)
        self._read[key] = kept
        while len(self._read) > KEPT_INSTRUMENTS:
            self._read.popitem(last=False)
        return kept
