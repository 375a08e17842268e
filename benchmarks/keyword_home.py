"""A catalog of generated passages, with the frequencies of Chinese words, for measuring literal look-ups."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection, insert

from knowledge.catalog.database import Database
from knowledge.catalog.schema import document_texts, documents, passage_texts, passages
from knowledge.catalog.sqlite.full_text import gram_terms
from knowledge.documents import Kind
from knowledge.tokens import fold, grams

PASSAGES_A_DOCUMENT = 20
SENTENCES = (4, 12)
WORDS = (6, 16)
"""Words of a sentence, sentences of a passage: about 240 characters, as passages of ours have."""

_AT_ONCE = 2000


def frequencies() -> tuple[list[str], list[int]]:
    """Return the words of jieba's dictionary, Han only, with how often each was counted in real text."""
    lines = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    counted = [line.split(" ")[:2] for line in lines]
    han = [(word, int(count)) for word, count in counted if all("\u4e00" <= one <= "\u9fff" for one in word)]
    return [word for word, _ in han], [count for _, count in han]


def write_passages(home: Path, count: int) -> None:
    """Write a catalog of `count` generated passages into an empty home; word terms and vectors are left out."""
    words, counts = frequencies()
    draw = random.Random(7)  # noqa: S311  # the same home each time, no secret
    cumulative = list(accumulate(counts))
    database = Database.open(home)
    for first in range(0, count, _AT_ONCE):
        batch = range(first, min(first + _AT_ONCE, count))
        texts = [_passage(draw, words, cumulative) for _ in batch]
        with database.writing() as connection:
            _write(connection, list(zip(batch, texts, strict=True)))
    database.close()


def _passage(draw: random.Random, words: list[str], cumulative: list[int]) -> str:
    sentences = (
        "，".join("".join(draw.choices(words, cum_weights=cumulative, k=draw.randint(*WORDS) // 2)) for _ in range(2))
        for _ in range(draw.randint(*SENTENCES))
    )
    return "。".join(sentences) + "。"


def _write(connection: Connection, numbered: list[tuple[int, str]]) -> None:
    held = {number // PASSAGES_A_DOCUMENT for number, _ in numbered}
    connection.execute(insert(documents), [_document(number) for number in sorted(held)])
    connection.execute(insert(document_texts), [_text_of(number, numbered) for number in sorted(held)])
    rows = [
        {
            "pk": number + 1,
            "document": number // PASSAGES_A_DOCUMENT + 1,
            "id": f"p{number}",
            "ordinal": number % PASSAGES_A_DOCUMENT,
            "locator": "",
            "start": 0,
            "end": len(text),
            "raw_start": 0,
            "raw_end": len(text),
        }
        for number, text in numbered
    ]
    connection.execute(insert(passages), rows)
    texts = [{"passage": number + 1, "text": text, "folded": fold(text)} for number, text in numbered]
    connection.execute(insert(passage_texts), texts)
    terms = [{"rowid": number + 1, "title": "", "body": " ".join(grams(text))} for number, text in numbered]
    connection.execute(insert(gram_terms), terms)


def _text_of(document: int, numbered: list[tuple[int, str]]) -> dict[str, object]:
    text = "\n".join(text for number, text in numbered if number // PASSAGES_A_DOCUMENT == document)
    lists = dict.fromkeys(("kept", "garbled", "outline", "repairs", "problems"), "[]")
    return {"document": document + 1, "text": text, "raw_start": 0, "raw_end": len(text), **lists}


def _document(number: int) -> dict[str, object]:
    kinds = list(Kind)
    return {
        "pk": number + 1,
        "state": "committed",
        "label": "public",
        "kind": kinds[number % len(kinds)].value,
        "id": f"d{number}",
        "path": f"/generated/{number}.txt",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "title": f"生成的材料{number}",
        "status": "unknown",
        "script": "simplified",
        "sample": False,
        "passages": PASSAGES_A_DOCUMENT,
    }


def queries(count: int) -> Iterator[str]:
    """Yield words to look for: of 1 to 6 characters, each length alike, within it by the words' real frequency."""
    words, counts = frequencies()
    draw = random.Random(11)  # noqa: S311  # as above
    for length in range(1, 7):
        of_length = [(word, number) for word, number in zip(words, counts, strict=True) if len(word) == length]
        yield from draw.choices([word for word, _ in of_length], [number for _, number in of_length], k=count // 6)
