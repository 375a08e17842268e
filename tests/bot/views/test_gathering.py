"""How an object of the contract comes by its fields."""

from __future__ import annotations

import pytest

from bot.views.gathering import gathered
from knowledge.documents import Frozen


class Shown(Frozen):
    """What a script would see."""

    id: str
    title: str
    quote: str
    label: str = "public"


class Held(Frozen):
    """What the core has."""

    id: str
    title: str = "啟動會"
    quote: str = "啟動會"


def test_a_field_is_the_first_value_of_its_name() -> None:
    """In Simplified where it is there to be read; what is given outright holds; a default is for nothing else."""
    shown = gathered(Shown, Held(id="a"), Held(id="b"))
    assert shown == Shown(id="a", title="启动会", quote="啟動會")
    assert gathered(Shown, Held(id="a"), label="unit").label == "unit"
    with pytest.raises(AttributeError):
        gathered(Shown, Held(id="a").title)
