"""Tests of our retriever as LangChain's, with the example of the manual."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from knowledge.langchain_retriever import KnowledgeRetriever
from knowledge.library import Library
from knowledge.retrieval import Retriever
from tests.builders import source_file
from tests.fakes import BigramEmbedder

MANUAL = Path(__file__).parents[2] / "docs" / "guide" / "programs.md"


def example() -> str:
    """Return the example as it is printed."""
    (code,) = [
        block
        for block in re.findall(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
        if "langchain_retriever" in block
    ]
    return str(code)


def test_passages_come_with_what_is_needed_to_cite_them(tmp_path: Path) -> None:
    """A document of LangChain's has the passage's text, title and span, and only what may be seen."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "采购须经三人评审。", title="采购办法"))
        library.replace_file(*source_file("/b.txt", "采购底价不得外传。", label="unit"))
        retriever = Retriever(
            embedder=library.embedder, vectors=library, lexical=library.lexical, passages=library.catalog
        )
        (found,) = KnowledgeRetriever(retriever=retriever).invoke("采购由谁评审")
    assert found.page_content == "采购须经三人评审。"
    assert found.metadata["title"] == "采购办法"
    assert found.metadata["source"]["path"] == "/a.txt"


def test_the_example_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the manual prints opens a library and finds a passage, with our fake in the model's place."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "采购须经三人评审。"))
    monkeypatch.setattr("knowledge.models.embedding.SentenceEmbedder", lambda *_, **__: BigramEmbedder())
    names: dict[str, Any] = {}
    exec(compile(example(), "programs.md", "exec"), names)  # noqa: S102
    (found,) = names["open_retriever"](tmp_path, tmp_path).invoke("采购由谁评审")
    assert found.page_content == "采购须经三人评审。"
