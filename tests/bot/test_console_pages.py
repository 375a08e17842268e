"""The page behind a quotation, from the terminal: offered below a source that was recognised, and saved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.console import converse
from bot.services.answering import Readers
from bot.services.assistant import assistant_of
from knowledge.callers import OPERATOR
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from tests.bot.every_kind import SHELVES
from tests.fakes import BigramEmbedder, OverlapJudge
from tests.ingest.readers.pictures import chinese_page, saved

pytest.importorskip("rapidocr")

pytestmark = pytest.mark.slow


def test_the_page_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """/page 1 after an answer writes the picture where it is wanted; what cannot be done is said."""
    (tmp_path / "书架.png").write_bytes(saved(chinese_page(*SHELVES)))
    place, home = open_workplace(None, tmp_path / "home"), tmp_path / "home"
    with Library.open_owner(home, BigramEmbedder()) as library:
        place.ingest([tmp_path / "书架.png"], library, Choices())
        people = People(library.catalog.database)
        judge = Readers(judge=OverlapJudge())
        assistant = assistant_of(library, people, readers=judge, draw=place.page_picture)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", "200")
        lines = ("书架更新由谁出资？", "1", "/page 1", "/page 7", "/page 1 没有的文件夹")
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        converse(assistant, OPERATOR)
    told = "".join(capsys.readouterr().out.split())
    assert (tmp_path / "原页-1-第1页.jpg").read_bytes().startswith(b"\xff\xd8\xff")
    for words in (
        "据图像识别，请核对原件。输入/page1把原页存为图片",
        f"第1页已存为{tmp_path}/原页-1-第1页.jpg，引用的各行加了底色。",
        "上一个答复没有这个编号的来源。",
        "请换一个文件夹",
    ):
        assert words in told
