"""From a source file to its documents: the repairs in their order, then what the documents say of themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path

from ingest.collections import split_collection
from ingest.compilation import part_names, split_compilation
from ingest.edited_text import Edit, EditedText
from ingest.lines import Line
from ingest.metadata.fields import COLLECTED_AS, Metadata, Surroundings, read_metadata
from ingest.metadata.front_matter import take_front_matter
from ingest.metadata.passing_on import passed_on
from ingest.outline import find_headings
from ingest.problems import doubt, fault, remark
from ingest.readers.extraction import Extraction
from ingest.records import is_text_table, write_records
from ingest.repair.abbreviations import expand_abbreviations
from ingest.repair.characters import remove_invisible, unify_line_ends
from ingest.repair.emoji import remove_emoji
from ingest.repair.junk import doubtful_lines, remove_junk
from ingest.repair.line_breaks import join_broken_lines, join_printed_lines
from ingest.repair.markup import remove_markup
from ingest.repair.mojibake import garbled_spans
from ingest.repair.page_head import remove_page_head
from ingest.repair.page_numbers import remove_page_numbers
from ingest.repair.page_tail import remove_page_tail
from ingest.repair.pinyin import remove_pinyin
from ingest.repair.printed_forms import close_gaps, restore_characters
from ingest.repair.repeats import remove_repeats
from ingest.repair.spaces import close_letter_spacing
from ingest.repair.white_space import tidy_white_space
from ingest.repair.widths import narrow_numbers
from ingest.sequence import irregularities, repeated_headings
from ingest.sources import SourceText
from ingest.splitting import split
from knowledge.documents import Document, Heading, Kind, Passage, Problem
from knowledge.names import own_name
from knowledge.pages import WITH_PAGES, pages_of

_SHOWN = 20
_TITLE_OF_TABLE = re.compile(r"(?:## [^\n]*\n)?(?P<title>[^\n#：:|。；，]{4,40})\n")
"""A row above the columns that says what the table is; a sheet's name may stand above it."""

_OF_PRACTICES = re.compile(r"^(?:主要|具体|工作)?(?:做法|举措|成效|措施)[：:]", re.MULTILINE)
"""Columns of a list that tells what units did."""

_BEFORE = 10
_AS_DECODED = Extraction(format="text", text="")

Repairer = Callable[[EditedText], EditedText]

_OF_FILES: tuple[Repairer, ...] = (unify_line_ends, remove_invisible, restore_characters)
_OF_WORDS: tuple[Repairer, ...] = (
    remove_markup,
    remove_emoji,
    narrow_numbers,
    remove_pinyin,
    remove_junk,
    expand_abbreviations,
)
_OF_EDGES: tuple[Repairer, ...] = (remove_page_head, remove_page_tail, remove_page_numbers)
_OF_LINES: tuple[Repairer, ...] = (join_broken_lines, remove_repeats, close_letter_spacing, tidy_white_space)
"""Line breaks are joined while indents still show where paragraphs begin, so white space comes last."""

_OF_PAGES = (*_OF_EDGES, *_OF_LINES)
_OF_PRINTED_PAGES = (*_OF_EDGES, join_printed_lines, *_OF_LINES)


def read_documents(source: SourceText, *, label: str, sample: bool) -> list[tuple[Document, list[Passage]]]:
    """Return the documents of a source file with their passages; none if nothing but page furniture is left.

    Args:
        source: The file as decoded.
        label: Who may see the documents.
        sample: The documents are the fictional ones of a fresh installation.
    """
    whole, stated = take_front_matter(_repaired(_without_marks(source), _OF_FILES))
    whole, stated = _tabulated(source, whole, stated)
    clean = _repaired(whole, _OF_WORDS)
    of_pages = _OF_PRINTED_PAGES if _is_printed(source) else _OF_PAGES
    found = list(_taken_apart(clean, stated))
    written = [(part, told) for part, told in ((_repaired(each, of_pages), told) for each, told in found) if part.text]
    documents = [
        _document(source, part, ordinal, told).model_copy(update={"label": label, "sample": sample})
        for ordinal, (part, told) in enumerate(written)
    ]
    documents = [documents[0], *map(passed_on, documents, documents[1:])] if documents else []
    return [(document, split(document.text, document.outline, document.id)) for document in documents]


def _taken_apart(clean: EditedText, stated: Mapping[str, str]) -> Iterator[tuple[EditedText, Mapping[str, str]]]:
    """Yield the documents of a file, each with what front matter, or the compilation, says of it."""
    parts = split_compilation(clean)
    names = part_names(clean) or [""] * len(parts)
    for part, name in zip(parts, names, strict=True):
        within = split_collection(part, stated)
        told = stated if within == [clean] else _of_the_page(stated)
        own = {COLLECTED_AS: name} if name and len(within) == 1 else {}
        yield from ((each, {**told, **own}) for each in within)


def _of_the_page(stated: Mapping[str, str]) -> Mapping[str, str]:
    """Return what front matter says of each of several documents: when the page that holds them appeared."""
    return {"published": stated["date"]} if "date" in stated else {}


def document_id(path: str, ordinal: int) -> str:
    """Return 16 hexadecimal digits for the document at `ordinal`, from 0, in the file at an absolute path."""
    return hashlib.sha256(f"{path}\0{ordinal}".encode()).hexdigest()[:16]


def _without_marks(source: SourceText) -> EditedText:
    """Take out what the reader marked as belonging to the page."""
    edited = EditedText.of(source.text)
    if source.extraction is None:
        return edited
    changes = [Edit(mark.start, mark.end) for mark in source.extraction.marks]
    kinds = {mark.start: mark.kind for mark in source.extraction.marks}
    cleared = edited.apply_each((kinds[change.start], change) for change in changes)
    return close_gaps(restore_characters(cleared)) if _is_printed(source) else cleared


def _is_printed(source: SourceText) -> bool:
    return source.extraction is not None and source.extraction.format in WITH_PAGES


def _tabulated(
    source: SourceText, whole: EditedText, stated: Mapping[str, str]
) -> tuple[EditedText, Mapping[str, str]]:
    """Write a list of records as text; it is called as the row above it says, or as its file is.

    A list of what units did is one of cases.
    """
    is_table = source.extraction is not None and source.extraction.is_table
    if source.extraction is None and is_text_table(whole.text):
        whole, is_table = write_records(whole), True
    if not is_table:
        return whole, stated
    kind = {"kind": Kind.CASE.value} if _OF_PRACTICES.search(whole.text) else {}
    printed = _TITLE_OF_TABLE.match(whole.text)
    title = printed["title"].strip() if printed else Path(own_name(source.path)).stem
    return whole, {"title": title} | kind | dict(stated)


def _repaired(edited: EditedText, repairers: tuple[Repairer, ...]) -> EditedText:
    return reduce(lambda text, repair: repair(text), repairers, edited)


def _document(source: SourceText, part: EditedText, ordinal: int, stated: Mapping[str, str]) -> Document:
    raw = source.text[part.raw_start : part.raw_end]
    metadata = read_metadata(part.text, Surroundings(raw=raw, file=source.text), stated)
    garbled = garbled_spans(part.text)
    outline = find_headings(part.text, body_start=metadata.title_end)
    extracted = source.extraction or _AS_DECODED
    return Document(
        id=document_id(source.path, ordinal),
        path=source.path,
        sha256=source.sha256,
        encoding=source.encoding,
        text=part.text,
        raw_start=part.raw_start,
        raw_end=part.raw_end,
        kept=part.kept,
        garbled=tuple(garbled),
        outline=outline,
        repairs=part.repairs,
        problems=(
            *extracted.problems,
            *metadata.problems,
            *_irregular(part, outline),
            *(_doubtful(part, line) for line in doubtful_lines(part.text)),
            *(_mojibake(part, span) for span in garbled),
        ),
        extracted=source.text if source.extraction else None,
        pages=tuple(pages_of(extracted.pages, part.raw_start, part.raw_end)),
        **_particulars(metadata),
    )


def _particulars(metadata: Metadata) -> dict[str, object]:
    return metadata.model_dump(exclude={"title_end", "problems"})


def _irregular(part: EditedText, outline: Sequence[Heading]) -> Iterator[Problem]:
    for each in irregularities(outline):
        yield doubt(each.code, each.message, line=_line(part, each.start, each.start + 1))
    for each in repeated_headings(outline):
        yield remark(each.code, each.message, line=_line(part, each.start, each.start + 1))


def _line(part: EditedText, start: int, end: int) -> int:
    """Return the line of the file, from 1, where a stretch of the text begins."""
    return part.raw.count("\n", 0, part.raw_span(start, end)[0]) + 1


def _doubtful(part: EditedText, line: Line) -> Problem:
    message = f"“{line.text[:_SHOWN]}”疑似无意义字串，出现不多，未作改动，请核对。"
    return remark("doubtful_line", message, line=_line(part, line.start, line.end))


def _mojibake(part: EditedText, span: tuple[int, int]) -> Problem:
    where, length = _before(part.text, span[0]), span[1] - span[0]
    message = f"{where}有{length}个字符是乱码，无法还原，请对照原件改正后重新导入；乱码不会被引用。"
    return fault("mojibake", message, line=_line(part, *span))


def _before(text: str, position: int) -> str:
    """Return the words before a place, by which a person finds it in a long line."""
    words = text[max(position - _BEFORE, 0) : position].rpartition("\n")[2].strip()
    return f"“{words}”之后" if words else ""
