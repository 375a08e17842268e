"""A checked draft as a .docx file with a comment on each stretch; knowledge's only writer of comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from knowledge.drafts.remarks import VERDICTS, DraftCheck, Remark, Verdict
from knowledge.tokens import fold

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

AUTHOR, INITIALS = "融合助手", "核对"
_PACKAGE = b"PK\x03\x04"
_BODY_POINTS = 16
"""三号, the body size of GB/T 9704-2012."""

_BODY_FONT = "仿宋"


class _Letter(NamedTuple):
    """A letter of the file: the paragraph in which it stands, and its offset there."""

    paragraph: int
    offset: int


def annotated_docx(check: DraftCheck, original: bytes | None = None) -> bytes:
    """Return the draft with its remarks as comments.

    Args:
        check: The draft and its remarks.
        original: The draft's own file; where it is a .docx, its text and layout are kept. None, or a file of another
            format, gives a plain document of the draft's paragraphs.
    """
    document = _opened(original) or _written(check.text)
    paragraphs = list(_paragraphs(document))
    letters, text = _letters(paragraphs)
    for remark, at, end in _located(check.remarks, text):
        runs = _runs_between(paragraphs, letters[at], letters[end - 1])
        if runs:
            document.add_comment(runs, text=comment_text(remark), author=AUTHOR, initials=INITIALS)
    _head(document, paragraphs, check)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def comment_text(remark: Remark) -> str:
    """Return what a comment says: the verdict, what was found, and the right words."""
    lines = [f"【{VERDICTS[remark.verdict]}】{remark.message}"]
    if remark.found is not None:
        place = f" {remark.found.locator}" if remark.found.locator else ""
        date = f"（{remark.found.date}）" if remark.found.date else ""
        lines.append(f"出处：《{remark.found.title}》{date}{place}")
    if remark.right is not None and remark.verdict is not Verdict.MATCHES:
        lines.append(f"库内原文：{remark.right}")
    changes = difference(remark)
    return "\n".join((*lines, *([f"差别：{changes}"] if changes else [])))


def difference(remark: Remark) -> str:
    """Return the difference between the draft's words and the right ones in one line, or nothing."""
    marks = {"same": "{}", "removed": "〔删：{}〕", "added": "〔增：{}〕"}
    return "".join(marks[piece.change].format(piece.text) for piece in remark.pieces)


def _is_new(remark: Remark, said: set[str]) -> bool:
    """Tell whether a remark is to be shown: what agrees is said once for each words."""
    again = remark.verdict is Verdict.MATCHES and remark.words in said
    said.add(remark.words)
    return not again


def _located(remarks: Iterable[Remark], text: str) -> Iterator[tuple[Remark, int, int]]:
    """Yield each remark with the span of its words among the letters of the file, in the order of the draft."""
    at, start = -1, -1
    said: set[str] = set()
    for remark in remarks:
        sought = "".join(character for character in fold(remark.words) if character.isalnum())
        if remark.start > start:
            found = text.find(sought, at + 1)
            at, start = (found if found >= 0 else text.find(sought)), remark.start
        if sought and at >= 0 and _is_new(remark, said):
            yield remark, at, at + len(sought)


def _opened(original: bytes | None) -> DocxDocument | None:
    """Open the draft's own file, or return None when it is no .docx."""
    import zipfile

    import docx

    if original is None or not original.startswith(_PACKAGE):
        return None
    try:
        with zipfile.ZipFile(BytesIO(original)) as package:
            if "word/document.xml" not in package.namelist():
                return None
        return docx.Document(BytesIO(original))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):  # what lxml and zipfile say of a broken package
        return None


def _written(text: str) -> DocxDocument:
    """Return a plain document of the draft's paragraphs."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _BODY_FONT, Pt(_BODY_POINTS)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY_FONT)
    # XML cannot carry control characters.
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    for line in clean.splitlines():
        document.add_paragraph(line)
    return document


def _paragraphs(holder: DocxDocument) -> Iterator[Paragraph]:
    """Yield the paragraphs in reading order, those of tables too."""
    from docx.text.paragraph import Paragraph

    for block in holder.iter_inner_content():
        yield from [block] if isinstance(block, Paragraph) else _in_table(block)


def _in_table(table: Table) -> Iterator[Paragraph]:
    seen: set[int] = set()
    for row in table.rows:
        for cell in row.cells:
            # A merged cell is met once for each column that it spans.
            if id(cell._tc) not in seen:  # noqa: SLF001  # the cell's identity has no public name
                seen.add(id(cell._tc))  # noqa: SLF001
                yield from cell.paragraphs


def _letters(paragraphs: list[Paragraph]) -> tuple[list[_Letter], str]:
    """Return the letters of all paragraphs with where each stands."""
    places: list[_Letter] = []
    kept: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        for offset, character in enumerate("".join(run.text for run in paragraph.runs)):
            folded = [one for one in fold(character) if one.isalnum()]
            kept += folded
            places += [_Letter(number, offset)] * len(folded)
    return places, "".join(kept)


def _runs_between(paragraphs: list[Paragraph], first: _Letter, last: _Letter) -> list[Run]:
    """Cut the runs so that a comment can begin and end at these letters; return the first and the last of them."""
    end = _run_at(paragraphs[last.paragraph], last.offset, is_end=True)
    begin = _run_at(paragraphs[first.paragraph], first.offset, is_end=False)
    if begin is None or end is None:
        return []
    # Cutting the beginning may have cut the run that ended the stretch: it is looked up again.
    again = _run_at(paragraphs[last.paragraph], last.offset, is_end=True)
    return [begin, again or end]


def _run_at(paragraph: Paragraph, offset: int, *, is_end: bool) -> Run | None:
    """Return the run that begins at a character of a paragraph, or ends with it, cutting one where it has to be."""
    position = 0
    for run in paragraph.runs:
        length = len(run.text)
        if position <= offset < position + length:
            cut = offset - position + is_end
            if not 0 < cut < length or not _is_plain(run):
                return run
            rest = _cut(run, cut)
            return run if is_end else rest
        position += length
    return None


def _is_plain(run: Run) -> bool:
    """Tell whether a run holds words alone: no picture, break or field that cutting would copy."""
    return all(child.tag.endswith(("}t", "}rPr")) for child in run.element)


def _cut(run: Run, at: int) -> Run:
    """Cut a run in two and return the second part."""
    from docx.text.run import Run

    text, element = run.text, deepcopy(run.element)
    run.element.addnext(element)
    rest = Run(element, run._parent)  # noqa: SLF001  # a run's parent has no public name
    run.text, rest.text = text[:at], text[at:]
    return rest


def _head(document: DocxDocument, paragraphs: list[Paragraph], check: DraftCheck) -> None:
    """Say at the first words of the file what was checked."""
    first = next((run for paragraph in paragraphs for run in paragraph.runs if run.text.strip()), None)
    if first is not None:
        text = f"{check.summary}核对依据为库内材料，由程序比对，仅供参考，以正式文件为准。"
        document.add_comment(first, text=text, author=AUTHOR, initials=INITIALS)
