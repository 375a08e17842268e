"""What a text says of its own making and setting: bodies, dates, speech, sector, unit, place; each empty if doubtful.

Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as the text is.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.dates import in_chinese


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bodies(_Frozen):
    """Who did what to a text; two bodies that acted together are joined by 、."""

    enacting: str | None = None
    """制定机关, by which the rank of rules goes."""

    approving: str | None = None
    """批准机关."""

    issuing: str | None = None
    """发布、公布、印发机关, or who signs at the foot; a republisher is none."""

    interpreting: str | None = None
    """解释机关: 由……负责解释."""


class Dates(_Frozen):
    """When what happened to a text."""

    adopted: str | None = None
    """通过."""

    approved: str | None = None
    """批准."""

    issued: str | None = None
    """发布、公布、印发, for the first time or as this version; of an article or a report, when it appeared."""

    revised: tuple[str, ...] = ()
    """修正、修订, oldest first."""

    effective: str | None = None
    """From when this version applies; empty where the text prints only when its first version did."""


class Speech(StrEnum):
    """How a speech is given: the first two in the speaker's own words, the others in a reporter's."""

    FULL = "全文"
    EXCERPT = "摘编"
    REPORT = "通稿"
    SURVEY = "综述"


class Sector(StrEnum):
    """The sort of unit that a case is about."""

    AGENCY = "机关"
    ENTERPRISE = "国企"
    UNIVERSITY = "高校"
    SCHOOL = "中小学"
    HOSPITAL = "医院"
    VILLAGE = "农村"
    COMMUNITY = "社区"
    PRIVATE = "两新"


class Particulars(_Frozen):
    """Beside title, kind, issuer, number and date: what rules could read with certainty."""

    bodies: Bodies = Bodies()
    dates: Dates = Dates()
    trial: bool = False
    """试行 or 暂行: it binds until it is replaced."""

    speech: Speech | None = None
    occasion: str | None = None
    """Where a speech was given: the meeting, as the text names it."""

    sector: Sector | None = None
    unit: str | None = None
    """Whose practice a case or article tells of."""

    place: str | None = None
    """Province, city, county or below, as the text names it."""

    @property
    def in_own_words(self) -> bool | None:
        """Whether the speaker's own words are given; None for what is no speech."""
        return None if self.speech is None else self.speech in {Speech.FULL, Speech.EXCERPT}


def particulars_lines(told: Particulars) -> list[str]:
    """Return in words what is known, a line each for the bodies, the dates, the speech, the setting."""
    bodies = [(name, getattr(told.bodies, field)) for field, name in _BODIES.items()]
    dates = [(name, getattr(told.dates, field)) for field, name in _DATES.items()]
    dates.insert(3, ("修订", "、".join(told.dates.revised)))
    setting = [("单位类型", told.sector), ("单位", told.unit), ("地点", told.place)]
    speech = [("讲话", _SPEECHES[told.speech] if told.speech else None), ("场合", told.occasion)]
    dates = [(name, in_chinese(value)) for name, value in dates if value]
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
