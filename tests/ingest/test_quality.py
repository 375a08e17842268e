from __future__ import annotations

from ingest.quality import quality_of
from knowledge.documents import Problem, Severity
from knowledge.ingesting import REPAIR_NAMES, DocumentReport, IngestReport


def problem(severity: Severity) -> Problem:
    return Problem(code="any", severity=severity, message="某处有问题。", line=3)


def report(*severities: Severity) -> IngestReport:
    quality = quality_of(200, {}, [problem(severity) for severity in severities])
    document = DocumentReport(id="d1", path="/a", title="题", kind=None, state="added", quality=quality)
    return IngestReport(documents=(document,), seconds=0.1)


def test_an_error_lowers_the_score_more_than_a_remark() -> None:
    """A clean document has 100; remarks, warnings and errors cost more and more, down to 0."""
    scores = [
        report(*severities).documents[0].quality.score
        for severities in ([], [Severity.INFO], [Severity.ERROR], [Severity.ERROR] * 9)
    ]
    assert scores == [100, 98, 70, 0]


def test_repairs_are_counted_by_kind() -> None:
    """Receipts are reported as counts."""
    assert [(each.kind, each.count) for each in quality_of(1, {"pinyin": 2}, []).repairs] == [("pinyin", 2)]


def test_an_error_makes_the_exit_status_3() -> None:
    """Remarks leave the run a success; an error of any document does not."""
    assert report(Severity.INFO).exit_status == 0
    assert report(Severity.ERROR).exit_status == 3


def test_the_json_is_that_of_the_contract() -> None:
    """The fields of a document's report are those that scripts rely on."""
    fields = set(report().model_dump()["documents"][0])
    read = {"read_as", "pages", "recognised_pages", "outdated"}
    made = {"passages", "articles", "cards", "quality"}
    assert fields == {"id", "path", "title", "kind", "state", "linked_to"} | read | made


def test_every_kind_of_repair_has_a_name() -> None:
    """People read what was repaired in Chinese."""
    assert all(name and not name.isascii() for name in REPAIR_NAMES.values())


def test_the_score_is_explained() -> None:
    """What the deductions say adds up to the score."""
    quality = quality_of(50, {}, [problem(Severity.WARNING), problem(Severity.INFO)])
    assert quality.score == 100 - sum(deduction.points for deduction in quality.deductions) == 68
    reasons = [deduction.reason for deduction in quality.deductions]
    assert reasons == ["提示1处，每处2分", "存疑1处，每处10分", "正文不足100字"]
