"""Options that several commands share: what may stand there, and what is said of anything else."""

from __future__ import annotations

import pytest

from tests.bot.ronghe import Ronghe


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "考核", "--kind", "poem"), "可用的类别：regulation"),
        (("search", "考核", "--sector", "工厂"), "国企"),
        (("search", "考核", "--as-of", "昨天"), "2018-06-30"),
        (("article", "党章第一条", "--as-of", "2018-13"), "2018-06-30"),
        (("confirm", "某办法", "--status", "fine"), "in_force"),
        (("search", "党建\udcff"), "UTF-8"),
        (("documents", "--as", "张三"), "渠道:编号"),
    ],
)
def test_a_wrong_value_is_answered_with_what_may_stand_there(
    empty: Ronghe, arguments: tuple[str, ...], said: str
) -> None:
    """In one sentence, before anything is looked up."""
    status, _, err = empty.run(*arguments)
    assert status == 2
    assert said in err


@pytest.mark.parametrize("day", ["2018", "2018-06", "2018-06-30"])
def test_a_day_may_be_as_precise_as_it_is_known(empty: Ronghe, day: str) -> None:
    """A year and a month are days to look from."""
    assert empty.json("article", "示例市河道管理办法第一条", "--as-of", day)["outcome"] == "not_found"
