"""Files that leave the program, opened again."""

from __future__ import annotations

import io
from time import perf_counter

import docx
import openpyxl
from docx.shared import Pt

from ingest.cards.extraction import cards_of
from knowledge.answers import Answer
from knowledge.blocks import CardBlock, HeadingBlock, StatementBlock
from knowledge.export.papers import paper_of
from knowledge.export.sheets import cards_xlsx
from knowledge.export.word import checks_docx, handout_docx, official_docx
from knowledge.practices.cards import HeldCard
from knowledge.practices.fields import NOT_STATED
from knowledge.practices.packs import discussion_question
from knowledge.practices.plans import PlanRequest, draft_plan, plan_answer
from tests.builders import document, passage, summary

TEXT = "云溪市水务局党组制定攻关任务清单，建立月度考核制度。<b>=1+1</b>党员突击队开展漏损攻关，漏损率下降4%。"


def held() -> HeldCard:
    whole = document(TEXT, kind="case", title="=HYPERLINK(1)<b>水务</b>\x07", date="2024-03")
    (card,) = cards_of(whole, [passage(whole)])
    sources = tuple(whole.source_of(part.start, part.end) for _, part in card.parts())
    return HeldCard(card=card, document=summary(whole), sources=sources)


def plan() -> Answer:
    answer = plan_answer(draft_plan(PlanRequest(task="漏损治理"), [held()], []), perf_counter())
    assert isinstance(answer, Answer)
    return answer


def words_of(data: bytes) -> str:
    opened = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def test_the_page_is_that_of_the_standard() -> None:
    """A4, margins and sizes of GB/T 9704-2012; marked as a draft; no markers in the text."""
    opened = docx.Document(io.BytesIO(official_docx(paper_of(plan()))))
    section, title = opened.sections[0], opened.paragraphs[0]

    measured = [round(length.mm) for length in (section.page_width, section.top_margin, section.left_margin) if length]
    assert measured == [210, 37, 28]
    assert title.runs[0].font.size == Pt(22)
    assert opened.paragraphs[1].text == "（讨论稿）"
    assert "[1]" not in "".join(paragraph.text for paragraph in opened.paragraphs)


def test_headings_and_what_tells_stand_out() -> None:
    """A heading is in 黑体 because it is one, however long; the part that tells is bold; examples have headings too."""
    said = StatementBlock(text="支部每月开会，每季度讲课。", markers=(1,), telling=(7, 12))
    card = CardBlock(card_id="c", number=1, heading="云溪水务", lines=(said,))
    blocks = (HeadingBlock(text="一个写得很长、带标点的小标题"), said, said.model_copy(update={"running": True}), card)
    cited = plan().citations[:1]
    reply = Answer(question="问", standalone_question="问", blocks=blocks, citations=cited)
    paper = paper_of(reply)
    written = docx.Document(io.BytesIO(official_docx(paper))).paragraphs[3:]

    assert [line.rank for line in paper.lines] == ["first", "body", "second", "body"]
    assert [run.text for run in written[1].runs if run.bold] == ["每季度讲课", "每季度讲课"]
    assert [check.said for check in paper.checks] == ["支部每月开会，每季度讲课。"] * 3


def test_every_measure_of_a_plan_is_in_the_table_of_quotations() -> None:
    """Each marker of the text has its row, with the words of the source verbatim."""
    answer = plan()
    words = words_of(checks_docx(paper_of(answer)))

    assert all(citation.quote in words for citation in answer.citations)


def test_a_plan_marks_its_gaps_and_invents_nothing() -> None:
    """What nobody gave stands as 【待明确】; a task without any practice gets no plan."""
    assert "完成时间：【待明确】" in plan().text
    assert plan_answer(draft_plan(PlanRequest(task="漏损治理"), [], []), perf_counter()).reply == "no_answer"


def test_questions_about_a_plan_are_at_most_three() -> None:
    """Only what is open is asked."""
    assert len(PlanRequest(task="").open_questions()) == 3
    assert PlanRequest(task="降本", sector="国企", time="年底").open_questions() == ()


def test_text_that_looks_like_a_formula_stays_text() -> None:
    """A cell that begins with = is a string; control characters are left out; each quoted cell has its source."""
    book = openpyxl.load_workbook(io.BytesIO(cards_xlsx([held()])))
    cells = [cell for row in book["举措卡"].iter_rows() for cell in row]

    assert all(cell.data_type == "s" for cell in cells)
    assert any("《=HYPERLINK(1)<b>水务</b>》" in str(cell.value) for cell in cells)
    assert [row[2].value in TEXT for row in book["原文核对"].iter_rows(min_row=2)].count(False) == 0


def test_every_cell_of_a_table_traces_to_a_span() -> None:
    """What a cell says is label, date, origin, or words of the text, each with its span on the second sheet."""
    whole = document(TEXT, kind="case", title="=HYPERLINK(1)<b>水务</b>\x07", date="2024-03")
    book = openpyxl.load_workbook(io.BytesIO(cards_xlsx([held(), held()])))
    head, *rows = book["举措卡"].iter_rows(values_only=True)
    traced = list(book["原文核对"].iter_rows(min_row=2, values_only=True))

    for _, _, words, _, span in traced:
        start, end = map(int, str(span).split("–"))
        assert whole.text[start:end] == words
    for number, row in enumerate(rows, start=1):
        for field, cell in zip(head, row, strict=True):
            if field in {"单位", "做法名称", "地点", "问题", "举措", "成效"} and cell != NOT_STATED:
                behind = [str(words) for card, name, words, *_ in traced if (card, name) == (str(number), field)]
                assert "；".join(one.rstrip("。；") for one in behind) in {str(cell), str(cell).rstrip("。；")}


def test_a_line_holds_28_characters_and_a_page_22_lines() -> None:
    """28 characters of 3号, as close as they stand, are within 156 mm; 22 lines within 225 mm."""
    opened = docx.Document(io.BytesIO(official_docx(paper_of(plan()))))
    section, body = opened.sections[0], opened.paragraphs[4]
    (closer,) = body.runs[0]._r.xpath("w:rPr/w:spacing/@w:val")  # in twentieths of a point
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    left, right, top, bottom = (side.pt for side in sides if side)
    (width, height) = (side.pt for side in (section.page_width, section.page_height) if side)

    assert (width - left - right) // (Pt(16).pt + int(closer) / 20) == 28
    assert (height - top - bottom) // Pt(28.95).pt == 22


def test_a_handout_opens_with_markup_in_names() -> None:
    """Markup in a title is text; the question stands below its card."""
    words = words_of(
        handout_docx("讲义<i>", [held()], [discussion_question(held())], "只找到1个不同单位的例子，没有凑数。")
    )

    assert "讲义<i>" in words
    assert "讨论：云溪市水务局党组" in words
