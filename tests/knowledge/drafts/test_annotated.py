"""Tests of the annotated file."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from knowledge.drafts.annotated import annotated_docx
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict

DRAFT = "第一行说了“甲乙丙丁戊己庚辛”。\n第二行又说了“甲乙丙丁戊己庚辛”。"


def checked(*verdicts: Verdict) -> DraftCheck:
    starts = [i + 1 for i, character in enumerate(DRAFT) if character == "“"]
    remarks = [
        Remark(
            sort="quotation", verdict=verdict, start=at + 1, end=at + 9, words=DRAFT[at + 1 : at + 9], message="说明。"
        )
        for at, verdict in zip(starts, verdicts, strict=False)
    ]
    return DraftCheck(text=DRAFT, remarks=tuple(remarks))


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(BytesIO(data)).comments]


def test_each_remark_is_a_comment() -> None:
    """A text file becomes a document of its lines with a comment for each remark and one for the whole."""
    made = annotated_docx(checked(Verdict.DIFFERS, Verdict.NOT_FOUND))
    assert [one[:5] for one in comments(made)] == ["【有出入】", "【库内未查", "核对2处："]
    assert [one.text for one in docx.Document(BytesIO(made)).paragraphs] == DRAFT.splitlines()


def test_a_word_file_keeps_its_text_and_layout() -> None:
    """Comments begin and end inside runs without changing a word or a weight."""
    own = docx.Document()
    for line in DRAFT.splitlines():
        paragraph = own.add_paragraph(line[:7])
        paragraph.add_run(line[7:]).bold = True
    kept = BytesIO()
    own.save(kept)
    made = docx.Document(BytesIO(annotated_docx(checked(Verdict.DIFFERS, Verdict.OUTDATED), kept.getvalue())))
    assert [one.text for one in made.paragraphs] == DRAFT.splitlines()
    assert "".join(run.text for run in made.paragraphs[0].runs if run.bold) == DRAFT.splitlines()[0][7:]
    anchored = [len(one._p.xpath("./w:commentRangeStart")) for one in made.paragraphs]  # no public name
    assert anchored == [2, 1]


def test_what_agrees_is_said_once() -> None:
    """The same words with the same good result get one comment."""
    assert len(comments(annotated_docx(checked(Verdict.MATCHES, Verdict.MATCHES)))) == 2


@pytest.mark.parametrize("original", [b"PK\x03\x04 no package", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_only_begins_like_a_package(original: bytes) -> None:
    """Bytes that are no .docx after all come back as a plain document with the same comments."""
    assert len(comments(annotated_docx(checked(Verdict.DIFFERS), original))) == 2
