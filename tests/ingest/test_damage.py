"""What copying damages is repaired: by kind and rate, over texts of our own, measured character by character."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from random import Random

import pytest

from ingest.reading import read_documents
from ingest.samples import sample_files
from ingest.sources import SourceText
from knowledge.documents import Document
from tests.ingest.damage import JUNK, KINDS, stray
from tests.ingest.replaying import assert_replays
from tests.ingest.test_reading import assert_accounted

RATES = (0.02, 0.05, 0.1, 0.15, 0.2)
FEWEST_REPAIRED = 0.98
ADDED = (
    "示例市委2021年3月5日印发《关于抓落实的意见》（示发〔2021〕12号），要求85%以上的支部在7月1日前完成整改，完成情况逐一核对。",
    "会议学习了习近平总书记的重要讲话，大家表示要把讲话要求落到本单位的具体工作里，每季度检查一次，查出的问题限期改正。",
    "依照本办法第三条规定，各支部应当在每季度末公布“四张清单”，接受全体党员的监督，不得以任何理由推迟或者少报。",
)
PROTECTED = re.compile(r"\d+|〔\d+〕|第[一二三四五六七八九十百]+[条款项]|“[^”]*”|《[^》]*》")
TEXTS = [
    re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    + "\n\n"
    + "\n\n".join(ADDED)
    for path in sample_files()
]


def read(text: str) -> list[Document]:
    source = SourceText(path="/a.txt", data=b"", sha256="0" * 64, encoding="utf-8", text=text)
    entries = read_documents(source, label="public", sample=False)
    for document, passages in entries:
        assert_replays(document, passages, text)
    documents = [document for document, _ in entries]
    assert_accounted(documents, text)
    return documents


def words(documents: list[Document]) -> str:
    return "".join("".join(document.text.split()) for document in documents)


def difference(one: str, other: str) -> int:
    """Return how many characters have to change to make one text the other."""
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal")


def outcome(kind: str, rate: float) -> tuple[int, int]:
    """Return how many characters were damaged, and how many still differ after repair; nothing protected may change."""
    random, damaged, left = Random(f"{kind}{rate}"), 0, 0  # noqa: S311  # nothing is secret
    for text in TEXTS:
        spoilt = KINDS[kind](text, rate, random)
        clean, repaired = words(read(text)), words(read(spoilt))
        damaged += (
            difference(text, spoilt) if kind == "wraps" else difference("".join(text.split()), "".join(spoilt.split()))
        )
        left += difference(clean, repaired)
        if kind != "repeats":
            assert Counter(PROTECTED.findall(repaired)) == Counter(PROTECTED.findall(clean))
    return damaged, left


@pytest.mark.slow
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_repaired(kind: str, rate: float) -> None:
    """At each rate at least 98% of the damaged characters are as before, and no protected token changed."""
    damaged, left = outcome(kind, rate)
    assert damaged
    assert left <= (1 - FEWEST_REPAIRED) * damaged


@pytest.mark.parametrize("rate", RATES)
def test_a_meaningless_line_that_hardly_repeats_is_listed_and_left(rate: float) -> None:
    """What stands once or twice may be meant: it is kept, and each place is in the report with its line."""
    random = Random(rate)  # noqa: S311  # nothing is secret
    for text in TEXTS:
        spoilt = stray(text, rate, random)
        [document] = read(spoilt)
        assert document.text.count(JUNK) == spoilt.count(JUNK)
        listed = [problem.line for problem in document.problems if problem.code == "doubtful_line"]
        assert listed == [at for at, line in enumerate(spoilt.split("\n"), start=1) if line == JUNK]
