"""What every word rule answers on the titles, headings and questions at hand, and what a change makes of it.

`python -m benchmarks.word_rules list OUT` puts down the answer of each pattern of the product, and of each function
named here, to each text; `python -m benchmarks.word_rules compare BEFORE AFTER` prints every answer that is another,
to be read by a person. A pattern that moved is compared where `--moved OLD=NEW` names both.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from knowledge.tokens import arabic_numerals, fold

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PACKAGES = ("knowledge", "bot", "ingest")
DAY = date(2026, 12, 1)
LONGEST_HEADING = 40
"""Characters of a line that may be a title or a heading."""

Answers = dict[str, dict[str, object]]
"""By site, then by text; what has no answer is left out."""

FUNCTIONS = (
    "ingest.metadata.kinds:is_instrument",
    "ingest.metadata.units:_unit_in_title",
    "ingest.metadata.units:_unit_in",
    "ingest.metadata.particulars:first_date",
    "ingest.metadata.particulars:supplier",
    "ingest.metadata.history:_body",
    "ingest.metadata.fields:_issuer_of_title",
    "ingest.cards.units:headed_by",
    "ingest.cards.units:is_name",
    "ingest.cards.units:core",
    "ingest.cards.units:subjects",
    "knowledge.numerals:numeral_value",
    "knowledge.facets:sector_of",
    "knowledge.practices.facets:sector_of",
    "knowledge.practices.requests:asks_for_examples",
    "knowledge.questions.figures:figure_asked_for",
    "knowledge.questions.issuers:papers_asked",
    "knowledge.questions.parallels:asked_unit",
    "knowledge.questions.persons:without_the_person",
    "knowledge.questions.queries:parse_query",
    "knowledge.questions.question_filters:without_years",
    "knowledge.regulations.names:core_of",
    "knowledge.writing.layers:asks_how",
    "knowledge.writing.layers:sector_spoken_of",
)
"""Functions of one text; those that have moved are told by `--moved`."""


def texts() -> list[str]:
    """Return every title, heading and question at hand, each once."""
    found: dict[str, None] = {}
    for path in sorted((SHARED / "corpus").rglob("*.*")):
        lines = (line.strip().lstrip("# ") for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
        found |= dict.fromkeys(line for line in lines if 1 < len(line) <= LONGEST_HEADING)
    for folder in (ROOT / "benchmarks" / "blind", SHARED / "training", ROOT / "tests" / "evaluation"):
        for path in sorted(folder.glob("*.jsonl")):
            found |= dict.fromkeys(_questions(path))
    return list(found)


def _questions(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        yield from (str(values[name]) for name in ("q", "question", "previous", "text") if values.get(name))


def answers(asked: Iterable[str]) -> Answers:
    """Return the answer of every site to every text, as it stands and as it is matched."""
    whole = list(dict.fromkeys(form for text in asked for form in (text, arabic_numerals(fold(text)))))
    return {name: {text: said for text in whole if (said := site(text))} for name, site in _sites()}


def _sites() -> Iterator[tuple[str, Callable[[str], object]]]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                yield from ((site, _spans(pattern)) for site, pattern in _patterns(f"{module.name}:{name}", value))
    for name in FUNCTIONS:
        module_name, _, function = name.partition(":")
        called = _named(module_name, function)
        if called is not None:
            yield f"{name}()", partial(_said, called)
    filters = importlib.import_module("knowledge.questions.question_filters").read_filters
    requests = importlib.import_module("knowledge.practices.requests").read_request
    yield "read_filters()", lambda text: _plain(filters(text, today=DAY).conditions)
    yield "read_request()", lambda text: _plain(requests(text, today=DAY))


def _named(module: str, function: str) -> Callable[[str], object] | None:
    """Return a function by its name; None where it has moved."""
    try:
        called: Callable[[str], object] | None = getattr(importlib.import_module(module), function, None)
    except ModuleNotFoundError:
        return None
    return called


def _patterns(site: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns that a name stands for, those in its tables by their place."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield site, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _patterns(f"{site}[{key}]", one)
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from _patterns(f"{site}[{place}]", one)


def _spans(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: [found.group() for found in pattern.finditer(text) if found.group()]


def _said(called: Callable[[str], object], text: str) -> object:
    return _plain(called(text))


def _plain(value: object) -> object:
    """Return an answer as JSON has it; nothing where it says nothing."""
    return str(value) if value else None


def differences(before: Answers, after: Answers, moved: dict[str, str]) -> Iterator[str]:
    """Yield a line for each answer that changed, and for each site that only one of both has."""
    for site in sorted(before.keys() | after.keys()):
        other = moved.get(site, site)
        if site not in before or other not in after:
            if site not in moved.values():
                yield f"{site}: only {'after' if site not in before else 'before'}"
            continue
        for text in dict.fromkeys((*before[site], *after[other])):
            was, now = before[site].get(text), after[other].get(text)
            if was != now:
                yield f"{site}\t{text}\t{was}\t{now}"


def main() -> None:
    """List or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("list", "compare"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--moved", action="append", default=[], metavar="OLD=NEW")
    given = parser.parse_args()
    if given.what == "list":
        with gzip.open(given.paths[0], "wt", encoding="utf-8") as out:
            json.dump(answers(texts()), out, ensure_ascii=False)
        return
    before, after = (json.loads(gzip.decompress(path.read_bytes())) for path in given.paths)
    print(*differences(before, after, dict(one.split("=") for one in given.moved)), sep="\n")


if __name__ == "__main__":
    main()
