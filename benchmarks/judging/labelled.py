"""Labelled questions: which stretches of which texts answer them, and which only seem to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from knowledge.documents import Frozen
from knowledge.questions.conversation import together

FOLDER = Path(__file__).parent
DATA, OWN_TEXTS = FOLDER / "data", FOLDER / "texts"
CORPUS = FOLDER.parents[2] / "shared" / "corpus"
"""Other people's texts, beside the checkout; without them only questions over our own texts can be used."""

GIVEN = FOLDER.parents[2] / "shared" / "training"
"""Other people's questions, beside the checkout too: of these only the file and the line are committed."""

_REFERENCE = re.compile(r"(?P<file>\w+\.jsonl):(?P<line>\d+)")

MADE = "made/"
"""How the paths of our own texts begin."""


class Span(Frozen):
    """A stretch of a file: offsets in its text as decoded from UTF-8, end exclusive."""

    path: str
    start: int
    end: int

    @property
    def file(self) -> Path:
        """Where the text lies."""
        return OWN_TEXTS / self.path.removeprefix(MADE) if self.path.startswith(MADE) else CORPUS / self.path


class Labelled(Frozen):
    """A question with what answers it (nothing, where these texts do not) and what comes near without answering."""

    question: str
    style: Literal["lay", "plain", "official"]
    kind: str
    answers: tuple[Span, ...]
    near: tuple[Span, ...]
    found: tuple[Span, ...] = ()
    """What a search returned for it, where somebody read all of that: what is no answer there does not answer."""

    bears: tuple[Span, ...] = ()
    """Of what was found, what does not answer and may be shown as related."""


def read_labelled(file: Path) -> Iterator[Labelled]:
    """Yield the questions of a file: `[question, style, kind, answers, near, found, bears]` a line.

    Stretches are [path, start, end]; the last two may be missing. A question by its file and line (`reg.jsonl:12`) is
    other people's: without these beside the checkout it is left out.
    """
    for line in file.read_text(encoding="utf-8").splitlines():
        if (labelled := _labelled(line)) is not None:
            yield labelled


def read_follow_ups(file: Path, questions: Path) -> Iterator[Labelled]:
    """Yield follow-ups read with the question before them: `[line, before, follow-up]` a line.

    The line is of `questions`, from 1: the follow-up asks what that line asks, and what answers is the same.
    """
    lines = questions.read_text(encoding="utf-8").splitlines()
    for each in file.read_text(encoding="utf-8").splitlines():
        number, before, follow = json.loads(each)
        if (labelled := _labelled(lines[number - 1])) is not None:
            yield labelled.model_copy(update={"question": together(before, follow)})


def _labelled(line: str) -> Labelled | None:
    asked, style, kind, *spans = json.loads(line)
    if (question := _question(asked)) is None:
        return None
    sorts = dict(zip(("answers", "near", "found", "bears"), map(_spans, spans), strict=False))
    return Labelled(question=question, style=style, kind=kind, **sorts)


def _question(asked: str) -> str | None:
    given = _REFERENCE.fullmatch(asked)
    return asked if given is None else _given(given["file"]).get(int(given["line"]))


@cache
def _given(name: str) -> dict[int, str]:
    """Return the questions of a file by line, from 1; none where it is not at hand."""
    if not (GIVEN / name).is_file():
        return {}
    lines = (GIVEN / name).read_text(encoding="utf-8").splitlines()
    return {number: json.loads(line)["q"] for number, line in enumerate(lines, 1)}


def _spans(listed: list[tuple[str, int, int]]) -> tuple[Span, ...]:
    return tuple(Span(path=path, start=start, end=end) for path, start, end in listed)
