from __future__ import annotations

from bot.strength import Basis, basis, strength
from knowledge.documents import Kind, Status

CASE = Basis("c", Kind.CASE, Status.UNKNOWN)
RULE = Basis("r", Kind.NORMATIVE, Status.UNKNOWN)


def test_a_basis_counts_each_document_once() -> None:
    """Two citations of one document are one basis; speeches and rules are named before practice."""
    speech = Basis("s", Kind.SPEECH, Status.UNKNOWN)
    assert basis([CASE, RULE, RULE, speech]) == "规范性文件1件、讲话1篇、案例1个"


def test_practice_alone_is_no_requirement() -> None:
    """An answer that stands on cases only says that they require nothing."""
    assert strength([CASE], 0) == "依据：案例1个（实践材料，不是制度要求）｜仅供参考，以正式文件为准"


def test_in_force_is_said_only_of_what_was_confirmed() -> None:
    """The line names every validity among the sources, so that one confirmed text vouches for no other."""
    confirmed = Basis("a", Kind.REGULATION, Status.IN_FORCE)
    assert "｜引文2处，已逐字核对｜现行有效、效力待核｜" in strength([confirmed, RULE], 2)
