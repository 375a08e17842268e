"""The text of somebody's own file, to be checked and not to be kept."""

from __future__ import annotations

import hashlib

from ingest.readers.child import Extractor
from ingest.sources import Rejected, SourceFile, source_text
from knowledge.errors import BadRequestError
from knowledge.secrecy import REFUSED, mark_of


def draft_text(data: bytes, name: str, *, is_internet: bool) -> str:
    """Return the text of a file of any format that can be ingested, without repair.

    Args:
        data: The file's bytes.
        name: What its sender calls it; never used as a path.
        is_internet: Where nothing with a mark of classification may be processed, however it is marked.

    Raises:
        BadRequestError: It cannot be read, or is marked; the message says what to do.
    """
    file = SourceFile(path=name, data=data, sha256=hashlib.sha256(data).hexdigest())
    with Extractor() as extractor:
        found = source_text(file, extractor.extract)
    if isinstance(found, Rejected):
        raise BadRequestError(found.problem.message.replace("导入", "核对").replace("入库", "核对"))
    mark = mark_of(found.text, name)
    if mark is not None and (is_internet or mark.grade.is_absolute):
        raise BadRequestError(REFUSED)
    return found.text.replace("\r\n", "\n")
