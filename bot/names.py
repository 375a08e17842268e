"""The Chinese names of our enumerations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.access import DEPARTMENT, PUBLIC, UNIT, Role
from knowledge.documents import DocumentSummary, Kind, Status
from knowledge.names import KINDS, STATUSES


def status_words(kind: Kind, status: Status) -> str:
    """Return a standing in words; that it is not known is worth saying of rules only."""
    return STATUSES[status] if kind.is_rule or status is not Status.UNKNOWN else ""


STATES = {
    "added": "已入库",
    "updated": "已更新",
    "unchanged": "未变动",
    "removed": "已移除",
    "rejected": "未入库",
    "linked": "与已有材料重复",
}
"""What became of a document at ingest."""

PLANNED_STATES = STATES | {"added": "可入库", "updated": "将更新", "removed": "将移除", "rejected": "不能入库"}
"""What would become of it, as a dry run says."""

ROLES = {Role.READER: "使用人员", Role.UPLOADER: "可上传", Role.ADMIN: "管理员"}

_LABELS = {PUBLIC: "公开", UNIT: "仅本单位"}

ACTS = {
    "ask": "提问",
    "search": "检索",
    "keyword": "逐字查找",
    "article": "查条文",
    "compare": "版本对照",
    "cards": "看例子",
    "formula": "查提法",
    "passage": "打开原文",
    "document": "打开材料",
    "original": "下载原件",
    "export": "导出",
    "plan": "起草方案",
    "learn": "学习路径",
    "sign_in": "登录",
    "sign_out": "退出",
    "token": "令牌",
    "people": "名单",
    "quarantine": "待核定文件",
}
"""What the audit log puts down."""

FILTERS = {"kind": "类别", "sector": "单位类型", "since": "起始年份", "until": "截止年份"}

FORMS = {"question": "问句", "keywords": "关键词", "reference": "条号"}


def label_words(label: str) -> str:
    """Return who may see what carries a label: public -> 公开, dept:zzb -> 部门zzb."""
    return _LABELS.get(label) or label.replace(DEPARTMENT, "部门", 1)


def held_line(held: Sequence[DocumentSummary]) -> str:
    """Return one line on how much of what kind is held, and whether it is only the samples."""
    if not held:
        return "资料库还是空的，请管理员装入材料。"
    counts = [(name, sum(document.kind is kind for document in held)) for kind, name in KINDS.items()]
    listed = "、".join(f"{name}{count}份" for name, count in counts if count)
    samples = "，均为虚构的示例材料" if all(document.sample for document in held) else ""
    return f"库内现有{listed}{samples}。"


def verdict_line(counts: Mapping[str, int]) -> str:
    """Return how many verdicts there are of each kind in words: 有用3、引用错误1."""
    names = {"good": "有用", "bad": "有误"}
    return "、".join(f"{names.get(name, name)}{count}" for name, count in counts.items()) or "还没有"
