"""What a command imports: each library is loaded by those that need it, since loading is most of a short command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cold_command import cold

HEAVY = {
    "chromadb", "jieba", "langchain", "langchain_core", "numpy", "openai", "opencc", "openpyxl", "openvino", "pandas",
    "openvino_telemetry", "pypdf", "scipy", "sentence_transformers", "sklearn", "sqlalchemy", "telegram", "tokenizers",
    "torch", "transformers",
}  # fmt: skip

READING = {"sqlalchemy", "numpy"}
"""The catalog, and what ranks its passages."""

MEANING = READING | {"openvino", "tokenizers"}

COMMANDS = [
    pytest.param(["documents"], READING | {"opencc"}, id="documents"),
    pytest.param(["keyword", "三会一课"], READING | {"opencc"}, id="keyword"),
    pytest.param(["article", "第十条"], READING | {"opencc"}, id="article"),
    pytest.param(["search", "走访"], MEANING | {"opencc"}, id="search"),
    pytest.param(["ask", "四融四促是什么", "--no-model"], MEANING | {"opencc"}, id="ask"),
    pytest.param(["ingest", "{file}"], MEANING | {"opencc", "chromadb"}, id="ingest"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "allowed"), COMMANDS)
def test_a_command_imports_only_what_it_needs(
    command: list[str], allowed: set[str], sample_home: Path, tmp_path: Path
) -> None:
    """With the bundled model no command imports torch, and looking words up imports no model at all."""
    (tmp_path / "note.txt").write_text(
        "关于青石岭联络点的说明\n\n各支部在青石岭设一个联络点，每月值班两次。\n", "utf-8"
    )
    home = tmp_path / "home" if command[0] == "ingest" else sample_home
    given = [part.format(file=tmp_path / "note.txt") for part in command]
    taken = cold(home, *given)
    assert taken.status == 0
    assert taken.modules & HEAVY <= allowed
