"""Tests of the check of a draft against a few rules written by us."""

from __future__ import annotations

import pytest

from knowledge.drafts.checker import DraftChecker
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict
from knowledge.errors import BadRequestError
from knowledge.regulations.lookup import Lookup
from tests.rule_texts import ANYBODY, DITCH, NEW, OLD, Rulebook

SPEECH = "会议强调：“河长要常到河边走一走，把问题解决在岸上，把账记在心里。”"


def check(draft: str) -> DraftCheck:
    book = Rulebook([OLD, NEW, DITCH], quoting=SPEECH)
    return DraftChecker(Lookup(book, book), book, book).check(draft, ANYBODY.labels)


def only(draft: str) -> Remark:
    (remark,) = check(draft).remarks
    return remark


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("《示例市沟渠管理规定（试行）》", Verdict.DIFFERS),
        ("会上提出“河长要常到河边走一走，把问题解决在岸上”。", Verdict.MATCHES),
        ("会上提出「河長要常到河邊走一走，把問題解決在岸上」。", Verdict.MATCHES),
        ("会上提出“河长要常到河边走一走，把问题解决在船上”。", Verdict.DIFFERS),
        ("会上提出“要把清单挂在墙上、把任务压在肩上”。", Verdict.NOT_FOUND),
        ("落实《示例市河道管理办法（试行）》。", Verdict.MATCHES),
        ("落实《示例市河道管理办法》。", Verdict.DIFFERS),
        ("落实《示例市沟渠管理规走》。", Verdict.DIFFERS),
        ("《示例市河道管理办法（试行）》第三条", Verdict.MATCHES),
        ("《示例市河道管理办法（试行）》第九条", Verdict.DIFFERS),
        ("2020年的《示例市河道管理办法（试行）》第三条", Verdict.OUTDATED),
        ("《中国共产党问责条例》第三条", Verdict.NOT_FOUND),
        ("依据中水发〔2031〕99号", Verdict.NOT_FOUND),
        ("《示例市河道管理办法（试行）》第二条规定，本办法适用于本省的河道和一切水面", Verdict.MATCHES),
        ("《示例市河道管理办法（试行）》第四条规定，本办法自2024年3月9日起施行", Verdict.DIFFERS),
    ],
)
def test_each_claim_has_its_verdict(draft: str, verdict: Verdict) -> None:
    """Quotations, titles, provisions and numbers are told to agree, to differ, to be old, or not to be found."""
    assert only(draft).verdict is verdict


def test_a_difference_comes_with_the_right_words() -> None:
    """The pieces without what goes are the library's words, without what comes the draft's."""
    remark = only("会上提出“河长要常到河边走一走，把问题解决在船上”。")
    assert remark.right == "河长要常到河边走一走，把问题解决在岸上"
    assert "".join(one.text for one in remark.pieces if one.change != "added") == remark.words


def test_words_of_an_older_version_get_the_newer_ones() -> None:
    """What only the version of 2020 says is old, and the text of 2024 stands beside it."""
    said = "《示例市河道管理办法（试行）》第三条规定：“河长履行下列职责：（一）每月巡河一次”。"
    quotation = check(said).of(Verdict.OUTDATED)[0]
    assert "每旬巡河一次" in (quotation.right or "")
    assert quotation.found is not None
    assert quotation.found.date == "2024-02-01"


def test_right_words_under_the_wrong_number_are_told() -> None:
    """The words of article three quoted as article two's are no match."""
    remarks = check("《示例市河道管理办法（试行）》第二条规定：“督促整改。河长因故不能巡河的”").remarks
    assert [one.verdict for one in remarks if one.sort == "quotation"] == [Verdict.DIFFERS]


def test_a_term_in_quotation_marks_is_no_quotation() -> None:
    """Short words in quotation marks are names of things."""
    assert check("坚持“四个一起”，用好“河长制”。").remarks == ()


def test_spans_are_those_of_the_draft() -> None:
    """Each remark says where its words stand, however the lines are broken."""
    done = check(
        "前言\n按照《示例市河道\n管理办法（试行）》第 三 条和第九条，\n“河长要常到河边\n走一走，把问题解决在岸上”。"
    )
    assert [done.text[one.start : one.end] for one in done.remarks] == [one.words for one in done.remarks]
    assert [one.verdict for one in done.remarks] == [Verdict.MATCHES, Verdict.DIFFERS, Verdict.MATCHES]


def test_what_is_hidden_is_not_compared_with() -> None:
    """Somebody who may see nothing learns nothing of what is held."""
    book = Rulebook([NEW])
    done = DraftChecker(Lookup(book, book), book, book).check("《示例市河道管理办法（试行）》第三条", frozenset())
    assert [one.verdict for one in done.remarks] == [Verdict.NOT_FOUND]


@pytest.mark.parametrize("draft", ["", " \n", "字" * 200_001])
def test_what_is_no_draft_is_refused(draft: str) -> None:
    """An empty text and a whole library get a sentence."""
    with pytest.raises(BadRequestError):
        check(draft)
