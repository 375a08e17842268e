"""Cards against 120 documents labelled by hand: `make evaluate-cards`.

The labels (tests/evaluation/cards.jsonl) are facts only: names of units and offsets in the source files, which lie
beside the checkout. A predicted unit is right when it contains a labelled name; cards of one unit are taken together; a
sentence is right when it shares more than half of the shorter of the two with a labelled one. What is labelled
`optional` is not missed when it is not found. Rules were made on `dev` and `opened`, and weights learned from them;
`opened` and `kept` (20 reports each, labelled on 2026-12-01) were read by a language model that had seen neither the
rules nor what they find, and `kept` was used for nothing but the figures.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from ingest.extracts import extract_of
from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceFile, read_file, source_text
from knowledge.documents import Document
from knowledge.practices.cards import Card
from knowledge.tokens import fold

LABELS = Path("tests/evaluation/cards.jsonl")
CORPUS = Path("../shared/corpus")

Span = tuple[int, int]
Label = dict[str, Any]  # a line of the file: names, spans, flags


class Counts(NamedTuple):
    """What was found, of what, of what is labelled."""

    cards: tuple[int, int, int] = (0, 0, 0)
    units: tuple[int, int] = (0, 0)
    spans: tuple[int, int, int] = (0, 0, 0)
    """Predicted sentences that are right, predicted, labelled."""

    recalled: int = 0
    """Labelled sentences that were predicted."""

    verbatim: tuple[int, int] = (0, 0)


def main() -> None:
    """Print the figures of each part, and how fast extraction is."""
    lines = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    for half in ("dev", "test", "opened", "kept"):
        seconds, characters, counted = 0.0, 0, Counts()
        with Extractor() as extractor:
            for line in (line for line in lines if line["half"] == half):
                entries = read_labelled(line, extractor)
                began = process_time()
                extracts = [extract_of(*entry) for entry in entries]
                seconds += process_time() - began
                characters += sum(len(document.text.encode()) for document, _ in entries)
                found = [
                    (document, card) for (document, _), one in zip(entries, extracts, strict=True) for card in one.cards
                ]
                counted = _added(counted, line["cards"], found)
        _write(half, counted, characters / seconds / 1e6)


def read_labelled(line: Label, extractor: Extractor) -> list[Any]:
    """Return the documents of a labelled file with their passages, if it is there as it was labelled."""
    file = read_file(CORPUS / line["file"])
    if not isinstance(file, SourceFile) or hashlib.sha256(file.data).hexdigest()[:16] != line["sha256"]:
        sys.exit(f"{line['file']} is not there or another text than was labelled")
    return read_documents(source_text(file, extractor.extract), label="public", sample=False)  # type: ignore[arg-type]


def _added(counts: Counts, labels: list[Label], found: list[tuple[Document, Card]]) -> Counts:
    groups: dict[str, list[tuple[Document, Card]]] = {}
    for document, card in found:
        groups.setdefault(fold(card.unit.text) if card.unit else "", []).append((document, card))
    right, wrong, used = 0, 0, set[int]()
    units, spans, recalled = list(counts.units), list(counts.spans), counts.recalled
    for unit, cards in groups.items():
        named = [(_names(label, unit), i) for i, label in enumerate(labels) if i not in used and _names(label, unit)]
        at = max(named)[1] if named else None
        units[0] += bool(unit) and any(_names(label, unit) for label in labels)
        units[1] += bool(unit)
        if at is None:
            wrong += 1
            continue
        used.add(at)
        if labels[at]["optional"]:
            continue
        right += 1
        predicted, labelled = list(_spans(cards)), [tuple(span) for span in labels[at]["measures"]]
        spans[0] += sum(near(span, labelled) for span in predicted)
        spans[1] += len(predicted)
        spans[2] += len(labelled)
        recalled += sum(near(span, predicted) for span in labelled)
    missed = sum(i not in used and not label["optional"] for i, label in enumerate(labels))
    quotes = [document.text[part.start : part.end] == part.text for document, card in found for _, part in card.parts()]
    return Counts(
        cards=(counts.cards[0] + right, counts.cards[1] + wrong, counts.cards[2] + missed),
        units=(units[0], units[1]),
        spans=(spans[0], spans[1], spans[2]),
        recalled=recalled,
        verbatim=(counts.verbatim[0] + sum(quotes), counts.verbatim[1] + len(quotes)),
    )


def _names(label: Label, unit: str) -> int:
    """Return how many characters of a unit a label names: 市委组织部 before 北京市; 0 where it names another."""
    named = (len(name) for name in map(fold, label["units"]) if name in unit)
    return int(label["unnamed"]) if not unit else max(named, default=0)


def _spans(cards: list[tuple[Document, Card]]) -> Iterator[Span]:
    for document, card in cards:
        for measure in card.measures:
            source = document.source_of(measure.start, measure.end)
            yield source.start, source.end


def near(span: Span, others: list[Any]) -> bool:
    """Tell whether a span shares more than half of the shorter of the two with one of the others."""
    shorter = ((other, min(span[1] - span[0], other[1] - other[0])) for other in others)
    return any(min(span[1], other[1]) - max(span[0], other[0]) > length / 2 for other, length in shorter)


def _write(half: str, counts: Counts, speed: float) -> None:
    right, wrong, missed = counts.cards
    precision, recall = counts.spans[0] / counts.spans[1], counts.recalled / counts.spans[2]
    found = 2 * right / (2 * right + wrong + missed)
    sys.stdout.write(
        f"{half}: cards F1 {found:.3f} ({right} right, {wrong} wrong, {missed} missed); "
        f"units right {counts.units[0]}/{counts.units[1]}; measures P {precision:.3f} R {recall:.3f} "
        f"F1 {2 * precision * recall / (precision + recall):.3f}; verbatim {counts.verbatim[0]}/{counts.verbatim[1]}; "
        f"extraction alone {speed:.2f} MB/s of CPU\n"
    )


if __name__ == "__main__":
    main()
