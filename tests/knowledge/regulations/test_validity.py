from __future__ import annotations

import pytest

from knowledge.documents import Status
from knowledge.regulations.clauses import read_clauses
from knowledge.regulations.validity import Confirmation, Standing, Validity
from tests.rule_texts import DITCH, NEW, OLD, record, rules

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


@pytest.mark.parametrize(
    ("clause", "repeals"),
    [
        ("2011年3月1日市政府发布的《来访接待条例》同时废止。", ("来访接待条例",)),
        ("《来访接待条例》自本条例施行之日起废止。", ("来访接待条例",)),
        ("自本条例施行之日起，《来访接待条例》（示府令第8号）停止执行。", ("来访接待条例",)),
        ("自本条例施行之日起，《来访接待条例》和《来信办理规定》即行失效。", ("来访接待条例", "来信办理规定")),
        ("决定：\n废止《来访接待条例》《来信办理规定》。", ("来访接待条例", "来信办理规定")),
        ("《值班条例》自2024年5月1日起施行，《来访接待条例》同时废止。", ("来访接待条例",)),
        ("根据《值班条例》制定的《来访接待条例》同时废止。", ("来访接待条例",)),
        ("《来访接待条例》第七条同时废止。", ()),
        ("《来访接待条例》与本条例不一致的，自本条例施行之日起停止执行。", ()),
        ("《来访接待条例》继续有效，《来信办理规定》同时废止。", ("来信办理规定",)),
        ("《来访接待条例》同时废止；《来信办理规定》继续执行。", ("来访接待条例",)),
        ("《值班条例》自2024年5月1日起施行，有效期五年，期满自行失效。", ()),
        ("起草、修改和废止规章，参照《来访接待条例》办理。", ()),
    ],
)
def test_which_titles_a_clause_ends(clause: str, repeals: tuple[str, ...]) -> None:
    """However it is put, a title that goes as a whole is read, and none that only stands beside it."""
    assert read_clauses("", f"第九条 本条例自2024年5月1日起施行。{clause}").repeals == repeals


def test_a_rule_of_another_title_is_asked_about() -> None:
    """Where a newer title differs by 工作 alone and says nothing of the older, that is asked and ends nothing."""
    older = rules("来访条例\n第一条 来访当天登记。\n", id="older", date="2011-03-01")
    newer = rules("来访工作条例\n第一条 来访当天登记、七天办结。\n", id="newer", date="2024-03-01")
    plan = rules("来访规定\n第一条 来访当天登记。\n", id="other", date="2010-03-01")
    texts = Validity(map(record, (older, newer, plan)), {})
    said = {key: texts.standing(key, TODAY) for key in ("older", "newer", "other")}
    assert {key: one and (one.status, one.perhaps) for key, one in said.items()} == {
        "older": (Status.UNKNOWN, "《来访工作条例》（2024-03-01）"),
        "newer": (Status.UNKNOWN, None),
        "other": (Status.UNKNOWN, None),
    }
