"""What no command can do with: wrong input, and settings that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.ronghe import Ronghe


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("ask", "党"), id="one_character"),
        pytest.param(("ask", "……！？"), id="only_punctuation"),
        pytest.param(("ingest", "/nowhere/at/all"), id="no_such_path"),
        pytest.param(("show", "nothing"), id="no_such_document"),
        pytest.param(("search", "考核", "--kind", "poem"), id="no_such_kind"),
        pytest.param(("search", "考核", "--limit", "none"), id="limit_is_no_number"),
        pytest.param(("ask",), id="no_question"),
        pytest.param(("ask", "问题", "--nonsense"), id="no_such_option"),
        pytest.param(("keyword", "  "), id="nothing_to_look_for"),
        pytest.param(("search", ""), id="nothing_to_search"),
        pytest.param(("ask", "党建\udcff怎么抓"), id="not_text"),
        pytest.param(("nonsense",), id="no_such_command"),
        pytest.param(("remove",), id="nothing_to_remove_named"),
    ],
)
def test_wrong_input_gets_one_sentence_and_status_2(empty: Ronghe, arguments: tuple[str, ...]) -> None:
    """What cannot be used is said in one Chinese sentence, as JSON for scripts, with status 2."""
    assert empty.fault(*arguments)[0] == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RONGHE_ADMINS", "张三", "RONGHE_ADMINS 应为数字编号"),
        ("RONGHE_PROFILE", "moon", "RONGHE_PROFILE 应为 internet、intranet 之一"),
        ("RONGHE_DAILY_QUESTIONS", "-1", "RONGHE_DAILY_QUESTIONS 应为不小于0的整数"),
        ("RONGHE_DRAFTS_ONLINE", "maybe", "RONGHE_DRAFTS_ONLINE 应为 true 或 false"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(  # pytest's fixtures
    name: str,
    value: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong value in the settings is said before anything is opened, with what may stand there."""
    monkeypatch.setenv(name, value)
    assert main(["documents", "--home", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err
