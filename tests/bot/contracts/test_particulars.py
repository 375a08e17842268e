"""What a text says of its making, for scripts."""

from __future__ import annotations

from bot.contracts.particulars import particulars_json
from knowledge.particulars import Bodies, Particulars, Speech


def test_what_is_read_is_simplified_and_a_speakers_words_are_told() -> None:
    """Bodies of a Traditional text read as others do; words of a reporter are not the speaker's own."""
    made = particulars_json(Particulars(bodies=Bodies(issuing="中共雲嶺市委"), occasion="啟動會", speech=Speech.FULL))
    assert (made.bodies.issuing, made.occasion, made.direct) == ("中共云岭市委", "启动会", True)
    assert particulars_json(Particulars()).direct is None
