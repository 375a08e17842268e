"""What the JSON objects and the pages say of a text's making and setting: bodies, dates, speech, sector, unit."""

from __future__ import annotations

from knowledge.documents import Frozen
from knowledge.particulars import Bodies, Dates, Particulars, Sector, Speech
from knowledge.tokens import simplified


class ParticularsJson(Frozen):
    """What rules could read with certainty; null where they could not."""

    bodies: Bodies
    """Who enacted (制定), approved (批准), issued (发布、印发) and interprets (解释) the text."""

    dates: Dates
    """When it was adopted (通过), approved (批准), issued (发布), revised (修订), and from when it applies (施行)."""

    trial: bool
    """试行 or 暂行."""

    speech: Speech | None
    """How a speech is given: 全文, 摘编 (the speaker's words), 通稿 or 综述 (a reporter's)."""

    direct: bool | None
    """Whether the words are the speaker's own; null for what is no speech."""

    occasion: str | None
    sector: Sector | None
    unit: str | None
    place: str | None


def particulars_json(particulars: Particulars) -> ParticularsJson:
    """Return the particulars in Simplified characters."""
    values = particulars.model_dump()
    values["bodies"] = {name: _read(body) for name, body in values["bodies"].items()}
    for name in ("occasion", "unit", "place"):
        values[name] = _read(values[name])
    return ParticularsJson(**values, direct=particulars.direct)


def _read(text: str | None) -> str | None:
    return simplified(text) if text else None
