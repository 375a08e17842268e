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


def particulars_lines(told: ParticularsJson) -> list[str]:
    """Return in words what is known, a line each for the bodies and dates, the speech, the setting."""
    bodies = [(name, getattr(told.bodies, field)) for field, name in _BODIES.items()]
    dates = [(name, getattr(told.dates, field)) for field, name in _DATES.items()]
    dates.insert(3, ("修订", "、".join(told.dates.revised)))
    setting = [("单位类型", told.sector), ("单位", told.unit), ("地点", told.place)]
    speech = [("讲话", _SPEECHES[told.speech] if told.speech else None), ("场合", told.occasion)]
    lines = (
        "　".join(f"{name}：{value}" for name, value in part if value) for part in (bodies, dates, speech, setting)
    )
    return [line for line in lines if line]


_BODIES = {"enacting": "制定", "approving": "批准", "issuing": "发布", "interpreting": "解释"}
_DATES = {"adopted": "通过", "approved": "批准", "issued": "发布", "effective": "施行"}
_SPEECHES = {
    Speech.FULL: "全文，讲话人原话",
    Speech.EXCERPT: "摘编，讲话人原话",
    Speech.REPORT: "通稿，记者转述",
    Speech.SURVEY: "综述，记者转述",
}


def _read(text: str | None) -> str | None:
    return simplified(text) if text else None
