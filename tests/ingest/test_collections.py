"""Pages that hold several documents without numbers: where each begins, and what is left whole."""

from __future__ import annotations

from ingest.reading import read_documents
from ingest.sources import SourceText
from knowledge.documents import Document, Kind
from tests.ingest.replaying import assert_replays

PROSE = "各支部结合实际制定年度计划，明确责任人和完成时限，按月通报工作进展情况，完成情况逐一核对。" * 3
RULES = "第一条 为了规范管理，制定本办法。\n第二条 本办法适用于各支部。\n第三条 本办法自印发之日起施行。"


def read(text: str) -> list[Document]:
    source = SourceText(path="/a.txt", data=b"", sha256="0" * 64, encoding="utf-8", text=text)
    entries = read_documents(source, label="public", sample=False)
    for document, passages in entries:
        assert_replays(document, passages, text)
    return [document for document, _ in entries]


def test_a_study_page_is_taken_apart_where_headlines_stand_over_bylines() -> None:
    """Each article of the page is an entry with its own title and date; the page's date stands in for a missing one."""
    page = (
        "---\ntitle: 5月学习材料\ndate: 2023-05-20\n---\n【5月学习材料】\n抓好基层基础\n来源：示例日报\n"
        f"{PROSE}\n{PROSE}\n在示例大会上的讲话\n（2023年5月6日）\n王示例\n同志们：\n{PROSE}\n（来源：示例社）\n"
        f"让制度落地见效\n{PROSE}\n"
    )
    assert [(each.title, each.kind, each.date) for each in read(page)] == [
        ("抓好基层基础", Kind.ARTICLE, "2023-05-20"),
        ("在示例大会上的讲话", Kind.SPEECH, "2023-05-06"),
        ("让制度落地见效", Kind.ARTICLE, "2023-05-20"),
    ]


def test_rules_that_a_notice_passes_on_are_an_entry_of_their_own() -> None:
    """The notice and the rules below it are two documents; the rules keep their title and their articles."""
    notice = (
        "关于印发示例管理办法的通知\n示发〔2023〕5号\n各支部：\n《示例管理办法（试行）》已经2023年5月6日示例市委员会审议通过，"
        f"现印发给你们。\n{PROSE}\n{PROSE}\n示例市委员会\n2023年5月9日\n"
    )
    first, second = read(f"{notice}示例管理办法（试行）\n{RULES}\n")
    assert (first.title, second.title) == ("关于印发示例管理办法的通知", "示例管理办法（试行）")
    assert [heading.heading for heading in second.outline] == ["第一条", "第二条", "第三条"]
    assert (second.number, second.issuer, second.date) == ("示发〔2023〕5号", "示例市委员会", "2023-05-09")
    assert (second.particulars.dates.adopted, second.particulars.dates.issued) == ("2023-05-06", "2023-05-09")


def test_one_document_is_left_whole() -> None:
    """A speech with its date, its author and a line about it is no collection, nor are rules with a header."""
    speech = (
        f"5月6日，王示例到示例大学座谈。以下是讲话全文。\n在示例大学的讲话\n（2023年5月6日）\n王示例\n同志们：\n{PROSE}"
    )
    assert len(read(speech)) == 1
    assert len(read(f"示例管理办法\n（2023年5月6日示例市委员会印发）\n{RULES}\n附件\n登记表")) == 1


def test_a_study_page_of_one_article_is_called_by_the_articles_title() -> None:
    """The page's own heading goes, with its receipt, and names nothing."""
    [document] = read(f"---\ntitle: 6月学习材料\n---\n【6月学习材料】\n把制度落到实处\n来源：示例日报\n{PROSE}\n")
    assert document.title == "把制度落到实处"
    assert "compilation" in {repair.kind for repair in document.repairs}
