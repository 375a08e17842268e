"""From a source file to its documents: the repairs in their order, then what the documents say of themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import reduce

from ingest.compilation import split_compilation
from ingest.edited_text import EditedText
from ingest.front_matter import take_front_matter
from ingest.metadata import Metadata, Surroundings, read_metadata
from ingest.outline import find_headings
from ingest.repair.abbreviations import expand_abbreviations
from ingest.repair.characters import remove_invisible, unify_line_ends
from ingest.repair.junk import remove_junk
from ingest.repair.line_breaks import join_broken_lines
from ingest.repair.markup import remove_markup
from ingest.repair.mojibake import garbled_spans
from ingest.repair.page_head import remove_page_head
from ingest.repair.page_numbers import remove_page_numbers
from ingest.repair.page_tail import remove_page_tail
from ingest.repair.pinyin import remove_pinyin
from ingest.repair.spaces import close_letter_spacing
from ingest.repair.white_space import tidy_white_space
from ingest.sources import SourceText
from ingest.splitting import split
from knowledge.documents import Document, Passage, Problem, Severity

Repairer = Callable[[EditedText], EditedText]

_OF_FILES: tuple[Repairer, ...] = (unify_line_ends, remove_invisible)
_OF_WORDS: tuple[Repairer, ...] = (remove_markup, remove_pinyin, remove_junk, expand_abbreviations)
_OF_PAGES: tuple[Repairer, ...] = (
    remove_page_head,
    remove_page_tail,
    remove_page_numbers,
    join_broken_lines,
    close_letter_spacing,
    tidy_white_space,
)
"""Line breaks are joined while indents still show where paragraphs begin, so white space comes last."""


def read_documents(source: SourceText, *, label: str, sample: bool) -> list[tuple[Document, list[Passage]]]:
    """Return the documents of a source file with their passages; none if nothing but page furniture is left.

    Args:
        source: The file as decoded.
        label: Who may see the documents.
        sample: The documents are the fictional ones of a fresh installation.
    """
    whole, stated = take_front_matter(_repaired(EditedText.of(source.text), _OF_FILES))
    parts = [_repaired(part, _OF_PAGES) for part in split_compilation(_repaired(whole, _OF_WORDS))]
    written = [part for part in parts if part.text]
    documents = [
        _document(source, part, ordinal, stated if len(written) == 1 else {}).model_copy(
            update={"label": label, "sample": sample}
        )
        for ordinal, part in enumerate(written)
    ]
    return [(document, split(document.text, document.outline, document.id)) for document in documents]


def document_id(path: str, ordinal: int) -> str:
    """Return 16 hexadecimal digits for the document at `ordinal`, from 0, in the file at an absolute path."""
    return hashlib.sha256(f"{path}\0{ordinal}".encode()).hexdigest()[:16]


def _repaired(edited: EditedText, repairers: tuple[Repairer, ...]) -> EditedText:
    return reduce(lambda text, repair: repair(text), repairers, edited)


def _document(source: SourceText, part: EditedText, ordinal: int, stated: Mapping[str, str]) -> Document:
    raw = source.text[part.raw_start : part.raw_end]
    metadata = read_metadata(part.text, Surroundings(raw=raw, file=source.text), stated)
    garbled = garbled_spans(part.text)
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
        outline=find_headings(part.text, body_start=metadata.title_end),
        repairs=part.repairs,
        problems=(*metadata.problems, *(_mojibake(part, span) for span in garbled)),
        **_particulars(metadata),
    )


def _particulars(metadata: Metadata) -> dict[str, object]:
    return metadata.model_dump(exclude={"title_end", "problems"})


def _mojibake(part: EditedText, span: tuple[int, int]) -> Problem:
    start, _ = part.raw_span(*span)
    line = part.raw.count("\n", 0, start) + 1
    return Problem(
        code="mojibake",
        severity=Severity.ERROR,
        message=f"有{span[1] - span[0]}个字符是乱码，无法还原，请对照原件改正后重新导入；乱码不会被引用。",
        line=line,
    )
