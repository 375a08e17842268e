"""What the JSON objects and the pages say of a text's making and setting: bodies, dates, speech, sector, unit."""

from __future__ import annotations

from knowledge.particulars import Bodies, Particulars
from knowledge.tokens import simplified_or_none


class ParticularsJson(Particulars):
    """What rules could read with certainty; null where they could not."""

    direct: bool | None
    """Whether the words are the speaker's own; null for what is no speech."""


def particulars_json(particulars: Particulars) -> ParticularsJson:
    """Return the particulars in Simplified characters."""
    values = dict(particulars)
    values["bodies"] = Bodies(**{name: simplified_or_none(body) for name, body in particulars.bodies})
    for name in ("occasion", "unit", "place"):
        values[name] = simplified_or_none(values[name])
    return ParticularsJson(**values, direct=particulars.in_own_words)
