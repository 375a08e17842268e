"""The gates for look-ups, over the regulations that lie beside the checkout: any spelling, and nothing invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from ingest.reading import read_documents
from ingest.sources import SourceText, find_sources, read_source
from knowledge.documents import Document
from knowledge.numerals import printed
from knowledge.regulations.lookup import Lookup
from knowledge.regulations.names import core_of
from knowledge.regulations.provisions import read_instrument
from tests.rule_texts import ANYBODY, Rulebook

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "regulations"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no regulations beside the checkout"),
]
INSTRUMENTS = 40
PATTERNS = (
    "{title}第{numeral}条",
    "《{title}》第 {number} 条",
    "{core}{number}条",
    "请问{core}第{numeral}条是怎么规定的？",
    "第{numeral}条 {core}",
    "帮我查一下《{core}》第{number}条的内容",
    "根据{core}第{numeral}条，应当怎么做",
    "{swapped}第{numeral}条",
    "{shortened}第{number}条",
)
LONG = 6
INVENTED = ("飞天管理条例", "村民娱乐法", "党员健身条例", "国有企业党建融合促进条例", "绿色办公条例", "反拖延法")
NOT_HELD = ("组织工作条例", "支部工作条例", "中国工会章程", "党组工作条例", "问责条例", "劳动合同法", "民法典")


@pytest.fixture(scope="module")
def held() -> list[Document]:
    sources = [read_source(path, _no_extraction) for path in find_sources([CORPUS])]
    read = [read_documents(one, label="public", sample=False) for one in sources if isinstance(one, SourceText)]
    return [document for documents in read for document, _ in documents]


@pytest.fixture(scope="module")
def rules(held: list[Document]) -> Lookup:
    book = Rulebook(held)
    return Lookup(book, book)


def _no_extraction(*_: object) -> NoReturn:
    raise AssertionError("the corpus holds text files only")


def chosen(held: list[Document]) -> Iterator[tuple[Document, int]]:
    """Yield the newest text of forty instruments, each with the number of one of its articles."""
    dice = random.Random(4)  # noqa: S311  # a fixed choice, not a secret
    newest = {core_of(one.title): one for one in sorted(held, key=lambda one: one.date or "")}
    for core in dice.sample(sorted(newest), INSTRUMENTS):
        numbers = [one.number for one in read_instrument(newest[core]).articles if one.number]
        yield newest[core], dice.choice(numbers)


def spellings(document: Document, number: int) -> Iterator[str]:
    core = core_of(document.title)
    cut = len(core) // 2
    values = {
        "title": document.title,
        "core": core,
        "number": number,
        "numeral": printed(number),
        "swapped": core[: cut - 1] + core[cut] + core[cut - 1] + core[cut + 1 :],
        "shortened": core[:cut] + core[cut + 1 :],
    }
    # 监察官法 with a character gone is 监察法, rightly: slips are made in names that stay unlike all others.
    patterns = PATTERNS if len(core) >= LONG else PATTERNS[:-2]
    yield from (pattern.format(**values) for pattern in patterns)


def test_every_spelling_is_right_or_asked_back(held: list[Document], rules: Lookup) -> None:
    """Of more than 300 spellings none leads to another article; slips may be answered with the full name to choose."""
    wrong, asked = [], 0
    for document, number in chosen(held):
        for spelling in spellings(document, number):
            asked += 1
            found = rules.find(spelling, ANYBODY)
            right = [(one.document.id, one.article.number) for one in found.matches] == [(document.id, number)]
            asked_back = found.outcome == "clarify" and document.title in found.candidates
            wrong += [] if right or asked_back else [spelling]
    assert wrong == []
    assert asked >= 300


def test_nothing_is_invented(held: list[Document], rules: Lookup) -> None:
    """Of sixty references to what does not exist or is not held, each is said to be so, without any text."""
    beyond = [f"{one.title}第{read_instrument(one).last_number + 1}条" for one, _ in list(chosen(held))[:34]]
    invented = [f"{name}第{number}条" for name in (*INVENTED, *NOT_HELD) for number in (1, 12)]
    for reference in (*beyond, *invented):
        found = rules.find(reference, ANYBODY)
        assert found.outcome in {"not_found", "not_held"}, reference
        assert not found.matches
        assert (found.reason or "").endswith("。")
