"""Cards and formulas as scripts read them."""

from __future__ import annotations

from bot.views.cards import card_json, compared_json, formula_json, formula_note
from knowledge.practices.formula_lookup import entries_of
from tests.bot.practice_values import TEXT, card, formula


def test_every_field_of_a_card_has_its_words_beside_it() -> None:
    """What is read is Simplified, the evidence as printed at its span; of several sorts the chief one is named."""
    shown = card_json(card(), 3)
    assert (shown.rank, shown.unit, shown.fusion, shown.stage) == (3, "云岭医院党委", "组织共建", "落实")
    assert (shown.name, shown.problem) == (None, None)
    assert all(TEXT[one.source.start : one.source.end] == one.quote for one in shown.evidence)
    assert shown.quote == shown.evidence[1].quote


def test_cards_beside_one_another_have_the_same_rows() -> None:
    """What one does not state is empty."""
    compared = compared_json([card(1), card(2, unit=None)])
    units = next(row for row in compared.comparison if row.field == "单位")
    assert units.cells == ("云岭医院党委", None)
    assert {len(row.cells) for row in compared.comparison} == {2}


def test_a_formula_says_who_spelled_it_out() -> None:
    """Its items and its oldest source; what is only mentioned is not completed."""
    (entry,) = formula_json("两个一起", entries_of("“2个一起”", [formula()]), (1, 1)).entries
    assert (entry.items, entry.unit) == (("一起查房", "一起随访"), "云岭医院党委")
    assert "不作补写" in (formula_note((), 2) or "")
