"""What a person reads who wrote a command line wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serch", "考核"], "没有 serch 这个命令，是不是 search；用法见"),
        (["people", "ad", "1"], "没有 ad 这个命令，是不是 add；用法见"),
        (["zzzz"], "没有 zzzz 这个命令；用法见"),
        (["search", "考核", "--limits", "3"], "没有选项 --limits，是不是 --limit"),
        (["search", "考核", "--limit", "0"], "参数 --limit 的值不对，应为1至200的整数"),
        (["search", "考核", "--offset", "-1"], "参数 --offset 的值不对，应为不小于0的整数"),
        (["stats", "--days", "张三"], "参数 --days 的值不对，应为1至180的整数"),
        (["evaluate", "--retriever", "magic"], "参数 --retriever 的值不对，应为 lexical、dense、hybrid 之一"),
        (["search", "考核", "挂钩"], "多出了“挂钩”（一句话里有空格的，请加引号）"),
        (["show"], "缺少参数 ID"),
    ],
)
def test_says_what_may_stand_there(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest command or option, the allowed range or words, and where the usage stands; exit status 2."""
    assert main([*arguments, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "usage"
    assert said in error["message"]
    assert error["message"].endswith("--help。")


def test_says_how_a_person_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name is neither a number nor a channel's; the two ways to write somebody are said, and nothing is shown."""
    assert main(["audit", "--home", str(tmp_path), "--user", "张三", "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["error"]["code"] == "bad_request"
    assert "渠道:编号" in said["error"]["message"]
    assert "entries" not in said
