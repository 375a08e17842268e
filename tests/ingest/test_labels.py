"""Metadata against 60 documents labelled by hand; the labels are facts, the documents other people's and elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.reading import read_documents
from ingest.sources import SourceText

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LABELS = Path(__file__).with_name("metadata_labels.jsonl")
BODIES = ("enacting", "approving", "issuing")
DATES = ("adopted", "approved", "issued", "revised", "effective")
FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\n", re.DOTALL)


class Checked(NamedTuple):
    """One field of one document: what it is, and what was read."""

    file: str
    field: str
    wanted: object
    found: object


def checked(*, front_matter: bool) -> Iterator[Checked]:
    """Read the labelled documents, as they are or by rules alone, and yield every field that has a value in either."""
    for label in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines()):
        (path,) = CORPUS.glob(f"{label['file']}[_.]*")
        text = path.read_text(encoding="utf-8")
        if not front_matter:
            text = FRONT_MATTER.sub("", text)
        found = fields(text, str(path))
        names = ("title", "date", *BODIES, *DATES) if front_matter else ("title", *BODIES, *DATES)
        for name in names:
            wanted = label.get(name)
            if not front_matter and _stated_only(label, name):
                continue
            if wanted or found[name]:
                yield Checked(label["file"], name, wanted, found[name])


def _stated_only(label: dict[str, object], name: str) -> bool:
    """Tell what front matter alone says: titles that are not printed, and when a page appeared."""
    return (name == "title" and not label["printed"]) or (
        name == "issued" and str(label["file"]).startswith("articles")
    )


def fields(text: str, path: str) -> dict[str, object]:
    """Return what ingest reads of a document, by the names of the labels."""
    source = SourceText(path=path, data=b"", sha256="0" * 64, encoding="utf-8", text=text)
    document = read_documents(source, label="public", sample=False)[0][0]
    stands_in = any(problem.code == "missing_title" for problem in document.problems)
    told = document.particulars
    read = {name: getattr(told.bodies, name) for name in BODIES}
    read |= {name: getattr(told.dates, name) for name in DATES} | {"revised": list(told.dates.revised)}
    return read | {"title": None if stands_in else document.title, "date": document.date}


def precision_and_recall(found: list[Checked]) -> tuple[float, float]:
    """Return the share of what was read that is right, and the share of what is there that was read right."""
    right = sum(each.wanted == each.found for each in found)
    return right / sum(bool(each.found) for each in found), right / sum(bool(each.wanted) for each in found)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the labelled documents lie beside the checkout")
@pytest.mark.parametrize("front_matter", [True, False], ids=["as_they_are", "by_rules_alone"])
def test_what_is_read_is_right_and_most_is_read(*, front_matter: bool) -> None:
    """Title, bodies and dates: of what is read at least 98 % is right, of what is there at least 85 % is read."""
    found = list(checked(front_matter=front_matter))
    precision, recall = precision_and_recall(found)
    wrong = [each for each in found if each.wanted != each.found]
    assert (precision >= 0.98, recall >= 0.85) == (True, True), wrong
