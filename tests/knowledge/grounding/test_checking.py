"""Tests of checking statements: against a liar, against wordings that are true, and one case for each kind of fault."""

from __future__ import annotations

import pytest

from knowledge.answers import Removed
from knowledge.grounding import faults
from knowledge.grounding.checking import Checker, Kept, repeats
from tests.knowledge.liar import Lie, lies, materials, truths

CHECKER = Checker("怎么把党建和业务结合起来", materials())


def test_no_lie_of_a_checked_kind_gets_through() -> None:
    """Of at least three hundred false sentences none passes, whatever source it names."""
    told = list(lies())
    assert len(told) >= 300
    assert {lie.kind for lie in told} == {"figure", "word", "instrument", "quotation", "article", "claim"}
    through = [(lie, kept.text) for lie in told if isinstance(kept := CHECKER.check(lie.text, [lie.cited]), Kept)]
    assert [lie for lie, text in through if not _mended(lie, text)] == []


def _mended(lie: Lie, text: str) -> bool:
    """Tell whether a wrong quotation was replaced by the source's wording: then nothing false is said."""
    return lie.kind == "quotation" and text != lie.text


def test_nearly_every_true_sentence_survives() -> None:
    """At least 95 in a hundred, verbatim or reworded, named by the right marker, a wrong one or none."""
    said = [(sentence, cited) for sentence, right in truths() for cited in ([right], [right % 6 + 1], [])]
    lost = [(sentence, cited) for sentence, cited in said if isinstance(CHECKER.check(sentence, cited), Removed)]
    assert len(lost) <= 0.05 * len(said), lost


def test_a_wrong_marker_is_put_right() -> None:
    """What a sentence rests on is where it stands, not what it names."""
    for sentence, right in truths():
        kept = CHECKER.check(sentence, [right % 6 + 1])
        if isinstance(kept, Kept):
            own = materials()[right - 1].document
            assert own.title in [support.material.document.title for support in kept.supports], sentence


def test_a_slip_in_a_quotation_is_mended() -> None:
    """The source's wording takes its place."""
    kept = CHECKER.check("集团党委提出“账算在明处，责任压在实处”。", [4])
    assert isinstance(kept, Kept)
    assert kept.text == "集团党委提出“账算在明处、责压在实处”。"


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("机关正式党员5人以上的，成立党支部。", faults.FIGURE),
        ("机关正式党员50人以上的，成立党支部。", faults.FIGURE),
        ("机关正式党员3人的，成立党支部。", faults.RULE),
        ("机关党组织领导本单位的业务工作。", faults.RULE),
        ("可以成立临时党支部。", faults.RULE),
        ("机关党组织不领导本单位的业务工作，但需要协助行政负责人改进工作。", faults.RULE),
        ("《中国共产党组织工作条例》规定，机关正式党员3人以上的，成立党支部。", faults.TITLE),
        ("《青澜市机关基层组织工作办法》第九条规定，机关正式党员3人以上的，成立党支部。", faults.ARTICLE),
        ("集团党委提出“党旗飘在一线、党员冲在前面”。", faults.QUOTE),
        ("北京市第六人民医院每月召开一次科室联席会。", faults.NAME),
        ("《青澜市机关基层组织工作办法》现行有效，机关正式党员3人以上的，成立党支部。", faults.STANDING),
        ("医院每月召开一次科室联席会，详情见http://example.test/x。", faults.LINK),
        ("QUtGSi0yMDI0 dGhlIGFuc3dlcg", faults.FOREIGN),
    ],
)
def test_each_fault_is_named(statement: str, why: str) -> None:
    """A reader of the removed sentences learns what was wrong."""
    removed = CHECKER.check(statement, [1])
    assert isinstance(removed, Removed)
    assert removed.why == why


@pytest.mark.parametrize(
    ("question", "statement", "said"),
    [
        ("安全第一责任人是谁", "安全的第一责任人是安全第一责任人。", True),
        ("新一届居委会；工作移交", "根据资料，新一届居委会工作移交", True),
        ("档案满几年开放", "档案满二十五年开放。", False),
        ("预备党员有没有表决权", "预备党员没有表决权。", False),
        ("支部归机关工委还是归行业主管部门管", "支部归行业主管部门管。", False),
        ("预备党员由谁批准", "预备党员由上级党组织批准。", False),
    ],
)
def test_the_question_is_no_answer(question: str, statement: str, *, said: bool) -> None:
    """What only says the question again is left out, save where yes or no is asked, or a figure given."""
    assert repeats(statement, question) is said
