"""/case, /compare, /plan, /learn, /formula and /export in a terminal, over a real catalog of our own reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from rich.console import Console

from bot.console import visit_of
from bot.console_practices import COMMAND, USAGE, export_last, practised
from bot.services.answering import Readers
from bot.services.assistant import assistant_of
from bot.services.exports import stem_of
from bot.services.replies import KeptReply
from ingest.extracts import extract_of
from knowledge.answers import Answer, Reply
from knowledge.callers import OPERATOR
from knowledge.errors import BadRequestError
from knowledge.library import Library
from knowledge.people import People
from tests.builders import source_file
from tests.fakes import BigramEmbedder, OverlapJudge
from tests.knowledge.practices.test_search import REPORTS


class Terminal:
    """Somebody at a terminal, over the real room."""

    def __init__(self, library: Library) -> None:
        self.assistant = assistant_of(library, People(library.catalog.database), readers=Readers(judge=OverlapJudge()))
        self.visit = visit_of(OPERATOR)

    def run(self, line: str, *answers: str) -> Reply | str:
        command, given = COMMAND.match(line), iter(answers)
        assert command is not None
        words = (command["words"] or "").strip()
        return practised(self.assistant, command["name"], words, self.visit, lambda _: next(given, ""))

    def export(self, reply: Answer, words: str = "") -> None:
        kept = KeptReply(self.assistant.replies.keep(reply, self.visit), reply)
        export_last(self.assistant, kept, words, self.visit, Console(record=True))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as opened:
        for name, text in REPORTS.items():
            path, data, entries = source_file(f"/{name}.txt", text, kind="case", date="2024-03")
            opened.replace_file(path, data, entries, [extract_of(*entry) for entry in entries])
        yield Terminal(opened)


def test_examples_are_found_and_compared_by_their_numbers(terminal: Terminal) -> None:
    """/case finds, /compare 1 2 sets two of them side by side."""
    found, compared = terminal.run("/case 医院"), terminal.run("/compare 1 2")

    assert isinstance(found, Answer)
    assert isinstance(compared, Answer)
    assert "\n问题\n" in compared.text


def test_a_plan_asks_twice_at_most(terminal: Terminal) -> None:
    """The task was given; sector and time are asked for, and what is not said stays a gap."""
    plan = terminal.run("/plan 停车治理", "居民区", "")

    assert isinstance(plan, Answer)
    assert "业务任务：停车治理" in plan.text
    assert "完成时间：【待明确】" in plan.text


def test_an_unknown_sort_of_unit_is_refused_with_the_list(terminal: Terminal) -> None:
    """The same words do everywhere, and others nowhere."""
    with pytest.raises(BadRequestError, match="街道社区"):
        terminal.run("/plan 停车治理", "火星", "")


@pytest.mark.parametrize("task", ["今天晚饭吃什么", "<b>&_*", "什么都行", "火星移民"])
def test_nonsense_gets_no_plan(terminal: Terminal, task: str) -> None:
    """A task that no practice is about is answered with an honest word."""
    assert "不能据以起草方案" in cast(Answer, terminal.run(f"/plan {task}")).text


def test_without_words_a_command_says_how_it_is_written(terminal: Terminal) -> None:
    """Each is answered with an example of itself."""
    assert [terminal.run(f"/{name}") for name in USAGE] == list(USAGE.values())
    assert terminal.run("/case <b>&_*") == USAGE["case"]
    assert "未收录不等于不存在" in str(terminal.run("/formula 七拼八凑"))


def test_three_hundred_examples_are_a_page(terminal: Terminal) -> None:
    """No answer grows without end: what was asked for beyond a page follows with 换一批."""
    found = terminal.run("/case 给我300个党建例子")

    assert isinstance(found, Answer)
    assert found.text.count("举措：") <= 10


def test_examples_leave_as_a_table(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """/export writes what was shown last, named after it; .xlsx has a row for each example."""
    monkeypatch.chdir(tmp_path)
    found = cast(Answer, terminal.run("/case 医院"))
    terminal.export(found)
    terminal.export(found, "例子.xlsx")

    rows = list(openpyxl.load_workbook(tmp_path / "例子.xlsx")["举措卡"].iter_rows(values_only=True))
    assert len(rows) == 1 + found.text.count("举措：")
    assert (tmp_path / f"{stem_of(found)}.docx").is_file()
    assert stem_of(found) == "医院的例子"


def test_what_was_compared_leaves_as_a_table(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After /compare the table has the two that stand side by side."""
    monkeypatch.chdir(tmp_path)
    terminal.run("/case 医院")
    terminal.export(cast(Answer, terminal.run("/compare 1 2")), "例子.xlsx")

    rows = list(openpyxl.load_workbook(tmp_path / "例子.xlsx")["举措卡"].iter_rows(values_only=True))
    assert len(rows) == 3


def test_a_name_of_a_file_has_only_what_every_system_takes(terminal: Terminal) -> None:
    """Slashes, question marks and line breaks of a question stay out of the name."""
    found = cast(Answer, terminal.run("/case 医院"))
    asked = found.model_copy(update={"standalone_question": 'a/b\\c:d*?"<e>|\n医院党建怎么抓？'})

    assert stem_of(asked) == "abcde医院党建怎么抓"
