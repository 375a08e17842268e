"""Entries of a retrieval set to documents, cut as files are: every line of the corpus is a document of one file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ingest.metadata.script import script_of
from ingest.outline import find_headings
from ingest.splitting import split
from knowledge.documents import Document, Kind, Passage
from knowledge.evaluation.judgements import CorpusEntry


def documents_of(entries: Sequence[CorpusEntry], path: Path, data: bytes) -> list[tuple[Document, list[Passage]]]:
    """Return a document with its passages for each entry; the document's id is the entry's.

    Texts are taken as they are, without repair: they are not files of an office.

    Args:
        entries: The corpus.
        path: Its file.
        data: The file's bytes.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    return [_document(entry, str(path.absolute()), sha256) for entry in entries]


def _document(entry: CorpusEntry, path: str, sha256: str) -> tuple[Document, list[Passage]]:
    document = Document(
        id=entry.id,
        path=path,
        sha256=sha256,
        encoding="utf-8",
        title=entry.title,
        kind=Kind.ARTICLE,
        script=script_of(entry.text),
        text=entry.text,
        raw_start=0,
        raw_end=len(entry.text),
        kept=(),
        outline=find_headings(entry.text),
    )
    return document, split(document.text, document.outline, document.id)
