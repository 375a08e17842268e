"""What people read of examples, formulas and plans."""

from __future__ import annotations

import pytest

from bot.contracts.cards import CardsJson
from bot.reports.cards import PRACTICE_ONLY, write_cards, write_formula, write_written
from bot.views.cards import card_json, compared_json, formula_json
from bot.views.teaching import learn_json
from knowledge.practices.formula_lookup import entries_of
from tests.bot.practice_values import card, formula
from tests.bot.telegram import replies


def test_examples_are_numbered_and_called_no_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    """A unit that the text does not state is said to be so; what is left is one command away."""
    listed = (card_json(card(1), 1), card_json(card(2, unit=None), 2))
    write_cards(CardsJson(query="例子", cards=listed, total=5, units=2))
    out = capsys.readouterr().out
    assert "1 云岭医院党委" in out
    assert "2 单位资料未载" in out
    assert "还有3个，用 --offset 2 换一批" in out
    assert PRACTICE_ONLY in out


def test_a_comparison_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """What one does not state reads 资料未载."""
    write_cards(compared_json([card(1), card(2, unit=None)]))
    assert "资料未载" in capsys.readouterr().out


def test_a_formula_and_a_path_name_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """Items in their order; sources below."""
    write_formula(formula_json("两个一起", entries_of("两个一起", [formula()]), (1, 1)))
    assert "1. 一起查房\n2. 一起随访\n来源：《云岭医院的做法》" in capsys.readouterr().out
    write_written(learn_json("融合例会", replies.ANSWER))
    assert "[1] 《融合工作管理办法（试行）》" in capsys.readouterr().out
