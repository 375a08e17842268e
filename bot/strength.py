"""How far an answer carries, in one line: what it stands on, what was checked, whether that is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.names import status_words
from knowledge.documents import Kind, Status
from knowledge.names import KINDS

CLASSIFIER = {
    Kind.REGULATION: "部",
    Kind.LAW: "部",
    Kind.NORMATIVE: "件",
    Kind.SPEECH: "篇",
    Kind.CASE: "个",
    Kind.ARTICLE: "篇",
}


class Basis(NamedTuple):
    """A document that was cited."""

    document_id: str
    kind: Kind
    status: Status


def strength(cited: Sequence[Basis], quotes_verified: int) -> str:
    """Return how far an answer carries.

    Args:
        cited: One for each citation, in the order of the markers.
        quotes_verified: Quotations that were found word for word; several of one place count once, as its marker does.

    Example:
        依据：规范性文件1件、案例2个｜引文3处，已逐字核对｜效力待核｜仅供参考，以正式文件为准
    """
    practice = all(each.kind.is_practice for each in cited)
    parts = (
        f"依据：{basis(cited)}" + ("（实践材料，不是制度要求）" if practice else ""),
        f"引文{min(quotes_verified, len(cited))}处，已逐字核对" if quotes_verified else "",
        "、".join(dict.fromkeys(filter(None, (status_words(each.kind, each.status) for each in cited)))),
        "仅供参考，以正式文件为准",
    )
    return "｜".join(part for part in parts if part)


def basis(cited: Iterable[Basis]) -> str:
    """Return what an answer stands on, each document counted once: 规范性文件1件、案例2个."""
    kinds = Counter(each.kind for each in {each.document_id: each for each in cited}.values())
    return "、".join(f"{word}{kinds[kind]}{CLASSIFIER[kind]}" for kind, word in KINDS.items() if kinds[kind])
