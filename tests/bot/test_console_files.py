"""Handing files in at the terminal: typed or dropped, decided on in words, and never in the way of a question."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import open_workplace
from bot.console import visit_of
from bot.console_files import ASKED, GIVEN_BACK, HOW, Pending, handed_in
from bot.services.acceptance import UNKNOWN
from bot.services.assistant import Assistant, assistant_of
from bot.services.jobs import STOPPED
from knowledge.callers import OPERATOR, Caller, Someone
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.people import People
from tests.fakes import BigramEmbedder

DUTY = "值班办法\n\n本厂各车间每班由{people}人值守，夜班另加一名党员干部带班，交接班时当面清点工具并签字。\n"


class Terminal:
    """What is typed, and what is printed then."""

    def __init__(self, assistant: Assistant, library: Library, caller: Caller = OPERATOR) -> None:
        self.assistant, self.library, self.visit = assistant, library, visit_of(caller)
        self.pending = Pending()

    def type(self, line: str) -> str | None:
        """Return what is printed; None where the line is about no file."""
        out = Console(file=io.StringIO(), width=300)
        after = handed_in(self.assistant, line, self.pending, self.visit, out)
        self.pending = after or self.pending
        assert isinstance(out.file, io.StringIO)
        return out.file.getvalue() if after is not None else None


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    place = open_workplace(tmp_path / "home", None)
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        people = People(library.catalog.database)
        people.add(7, labels=["dept:宣传部"])
        yield Terminal(assistant_of(library, people, intake=place.intake()), library)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "值班 办法.txt"
    path.write_text(DUTY.format(people="三"), "utf-8")
    return path


@pytest.mark.parametrize("dropped", ["/upload {path}", "{path}", "'{path}'", '"{path}"', "{escaped}", "{url}"])
def test_a_file_is_typed_or_dropped_and_stored(terminal: Terminal, file: Path, dropped: str) -> None:
    """However a terminal writes the path; it is read, looked at, and stored under the scope that was typed."""
    line = dropped.format(path=file, escaped=str(file).replace(" ", "\\ "), url=file.as_uri())
    told = terminal.type(line) or ""
    assert "《值班办法》" in told
    assert ASKED.format(departments="、入库 部门宣传部") in told
    assert terminal.type("值班几个人") is None  # a question; the file waits
    assert "三人值守" in (terminal.type("先看看") or "")
    assert "查阅范围：部门宣传部" in (terminal.type("入库 宣传部") or "")
    assert [document.label for document in terminal.library.documents()] == ["dept:宣传部"]
    assert terminal.type("入库") is None


def test_what_is_given_back_is_gone(terminal: Terminal, file: Path) -> None:
    """And a scope that nobody has is not stored under."""
    terminal.type(f"/upload {file}")
    assert "部门" in (terminal.type("入库 人事处") or "")
    assert GIVEN_BACK in (terminal.type("退回") or "")
    assert not terminal.library.documents()


def test_a_former_text_goes_where_that_is_typed(terminal: Terminal, file: Path) -> None:
    """What the new one changes is read before; /report shows it again and saves it as a page."""
    for people in ("三", "六"):
        file.write_text(DUTY.format(people=people), "utf-8")
        told = terminal.type(f"/upload {file}") or ""
        stored = terminal.type("入库") or ""
    assert "三人→六人" in told
    assert "移除原有" in stored
    terminal.type("移除原有")
    assert len(terminal.library.documents()) == 1
    assert "三人→六人" in (terminal.type("/report") or "")
    page = file.with_name("报告.html")
    assert str(page) in (terminal.type(f"/report {page}") or "")
    assert "值班办法" in page.read_text("utf-8")


def test_what_cannot_be_handed_in_is_said(terminal: Terminal, tmp_path: Path) -> None:
    """No file, a folder, another format, a reader: one sentence each; an unknown path is a question like any."""
    (tmp_path / "a.exe").write_bytes(b"x")
    assert HOW in (terminal.type("/upload") or "")
    assert HOW in (terminal.type(f"/upload {tmp_path}") or "")
    assert UNKNOWN in (terminal.type(f"/upload {tmp_path / 'a.exe'}") or "").replace("\n", "")
    assert terminal.type("/nowhere/办法.txt 是什么") is None
    (tmp_path / "a.txt").write_text(DUTY.format(people="三"), "utf-8")
    reader = Terminal(terminal.assistant, terminal.library, Someone(number=7))
    with pytest.raises(BadRequestError, match="上传人"):
        reader.type(f"/upload {tmp_path / 'a.txt'}")


def test_ctrl_c_ends_the_reading_alone(terminal: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The conversation goes on, and nothing is kept."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.looked_through", interrupted)
    with pytest.raises(BadRequestError, match=STOPPED):
        terminal.type(f"/upload {file}")
    assert terminal.pending == Pending()
