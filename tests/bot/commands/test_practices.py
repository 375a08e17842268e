"""`cards` and `formula`, over the sample documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


def test_examples_are_found_compared_and_taken_along(ronghe: Ronghe, tmp_path: Path) -> None:
    """Every field is the source's words at its span; two stand side by side; a table holds what was found."""
    found = ronghe.json("cards", "给我两个党建和业务结合的例子", "--export", str(tmp_path / "例子.xlsx"))
    assert len(found["cards"]) == 2
    for card in found["cards"]:
        raw = Path(card["source"]["path"]).read_text("utf-8")
        assert all(one["quote"] in raw for one in card["evidence"])
    assert (tmp_path / "例子.xlsx").read_bytes().startswith(b"PK")
    first, second = (card["id"] for card in found["cards"])
    compared = ronghe.json("cards", "--compare", first, "--compare", second)
    assert all(len(row["cells"]) == 2 for row in compared["comparison"])


def test_a_sort_of_unit_may_be_named_outright(ronghe: Ronghe) -> None:
    """By any of its names; a pack has a question to each example; one card alone is no comparison."""
    found = ronghe.json("cards", "--sector", "医院", "--pack")
    assert {card["sector"] for card in found["cards"]} == {"医院"}
    assert [each["card"] for each in found["pack"]] == [card["id"] for card in found["cards"]]
    assert ronghe.fault("cards", "--compare", found["cards"][0]["id"]) == (2, "bad_request")
    assert ronghe.fault("cards", "例子", "--task", "养鱼") == (2, "bad_request")


def test_a_formula_is_whole_or_not_given(ronghe: Ronghe) -> None:
    """With or without quotation marks; one that is only mentioned, or not at all, is said to be so."""
    assert len(ronghe.json("formula", "“四融四促”")["entries"][0]["items"]) == 4
    unknown = ronghe.json("formula", "七拼八凑")
    assert (unknown["entries"], "未收录不等于不存在" in unknown["note"]) == ([], True)
