from __future__ import annotations

from knowledge.documents import Status
from knowledge.regulations.clauses import read_clauses
from knowledge.regulations.validity import Confirmation, Standing, Validity
from tests.rule_texts import DITCH, NEW, OLD, record

TODAY = "2026-01-01"


def validity(*confirmed: Confirmation) -> Validity:
    return Validity(map(record, (OLD, NEW, DITCH)), {one.document_id: one for one in confirmed})


def confirmation(document_id: str, status: Status = Status.IN_FORCE, **changes: str) -> Confirmation:
    values = {"document_id": document_id, "sha256": "0" * 64, "status": status, "checked_on": TODAY}
    return Confirmation.model_validate(values | changes)


def standing(document_id: str, on: str = TODAY, *confirmed: Confirmation) -> Standing:
    found = validity(*confirmed).standing(document_id, on)
    assert found is not None
    return found


def test_nothing_known_is_unknown() -> None:
    """The newest text held is not said to be in force; only a person says so, with the day."""
    assert standing(NEW.id).status is Status.UNKNOWN
    checked = standing(NEW.id, TODAY, confirmation(NEW.id))
    assert (checked.status, checked.basis, checked.checked_on) == (Status.IN_FORCE, "confirmed", TODAY)


def test_a_newer_text_of_the_same_name_supersedes() -> None:
    """From the day on which the newer one begins, the older is 已修订, suggested by rule, with its successor."""
    assert standing(OLD.id, "2024-02-15").status is Status.UNKNOWN
    ended = standing(OLD.id, "2024-03-01")
    assert (ended.status, ended.basis, ended.successor_id) == (Status.SUPERSEDED, "rule", NEW.id)


def test_a_clause_repeals_another_instrument() -> None:
    """同时废止 ends the instrument that it names, and not as 已修订."""
    assert standing(DITCH.id).status is Status.REPEALED
    assert standing(DITCH.id, "2015-01-01").status is Status.UNKNOWN


def test_not_yet_in_force() -> None:
    """Before its first day a text is 尚未施行."""
    assert standing(NEW.id, "2024-02-15").status is Status.NOT_YET_IN_FORCE


def test_a_confirmation_is_of_one_text() -> None:
    """Another text under the same id, and a text superseded after it was checked, are not confirmed."""
    assert standing(NEW.id, TODAY, confirmation(NEW.id, sha256="1" * 64)).status is Status.UNKNOWN
    assert standing(OLD.id, TODAY, confirmation(OLD.id, checked_on="2021-01-01")).status is Status.SUPERSEDED
    assert standing(OLD.id, TODAY, confirmation(OLD.id)).status is Status.IN_FORCE


def test_clauses() -> None:
    """Days in either numerals, a term of years, and titles with （试行） are read; an earlier version's day is not."""
    read = read_clauses("", "本办法自二〇二〇年五月一日起施行，有效期5年。《甲规定（试行）》《乙办法》同时废止。")
    assert (read.effective, read.until) == ("2020-05-01", "2025-05-01")
    assert read.repeals == ("甲规定（试行）", "乙办法")
    assert record(NEW.model_copy(update={"date": "2025-01-01"})).effective is None
