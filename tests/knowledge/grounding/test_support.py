"""Tests of grounding: an answer cannot say what its sources do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from knowledge.answers import Answer, Citation
from knowledge.blocks import StatementBlock
from knowledge.documents import Document, SourceClass
from knowledge.grounding.statements import Statement, statements_of
from knowledge.grounding.support import caution, cite
from tests.builders import document, passage, summary


def statement(whole: Document) -> Statement:
    return statements_of(passage(whole), summary(whole), whole)[0]


def citation(text: str = "各支部每月学习一次业务政策。", **fields: object) -> Citation:
    whole = document(text, **fields)
    return cite(1, statement(whole), whole)


def answer(*blocks: StatementBlock, cited: Sequence[Citation]) -> Answer:
    return Answer(question="问", standalone_question="问", blocks=blocks, citations=tuple(cited))


def test_a_citation_leads_to_the_words_in_the_source_file() -> None:
    """The span of a citation, cut from the source, is the quotation."""
    cited = citation("各支部每月学习一次业务政策。")
    assert "各支部每月学习一次业务政策。"[cited.source.start : cited.source.end] == cited.quote


def test_words_that_stand_elsewhere_cannot_be_cited() -> None:
    """A quotation that the document does not have at that place is refused."""
    whole = document("各支部每月学习一次业务政策。")
    false = statement(whole).model_copy(update={"quote": "各支部每年学习一次业务政策。"})
    with pytest.raises(ValueError, match="does not stand"):
        cite(1, false, whole)


def test_repeated_wording_of_an_instrument_is_secondhand() -> None:
    """《…条例》规定：“…” in an article is a quotation at second hand, and says so."""
    cited = citation("《示例工作条例（试行）》规定：“坚持党建工作与业务工作同部署。”")
    assert cited.secondhand
    assert "转引" in caution(cited)


def test_the_instrument_itself_is_not_secondhand() -> None:
    """The same words in the instrument of that name are its own."""
    assert not citation("《示例工作条例》第二条规定：“同部署。”全文如上。", title="示例工作条例").secondhand


def test_a_template_is_marked() -> None:
    """A model essay from the web is never shown as a basis."""
    assert "慎作依据" in caution(citation(source_class=SourceClass.TEMPLATE))


@pytest.mark.parametrize("encoding", ["scan", "image"])
def test_what_was_recognised_is_marked(encoding: str) -> None:
    """Beside each quotation from a scan or a picture stands that the original has to be looked at."""
    assert caution(citation(encoding=encoding)) == "（据图像识别，请核对原件）"


@pytest.mark.parametrize(
    "markers",
    [pytest.param((), id="no_marker"), pytest.param((1, 2), id="marker_without_citation")],
)
def test_an_ungrounded_answer_cannot_be_constructed(markers: tuple[int, ...]) -> None:
    """The markers in the text and the citations are the same set, or there is no answer."""
    with pytest.raises(ValidationError):
        answer(StatementBlock(text="一句。", markers=markers), cited=[citation()])


def test_a_year_in_brackets_is_no_marker() -> None:
    """Sources contain [2021]; that is no citation."""
    said = StatementBlock(text="国发[2021]的一句话。", markers=(1,))
    assert answer(said, cited=[citation()]).citations[0].marker == 1


def test_an_answer_without_citations_cannot_be_constructed() -> None:
    """Saying nothing with a source is not answering."""
    with pytest.raises(ValidationError):
        answer(StatementBlock(text="一句话。"), cited=[])
