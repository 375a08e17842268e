"""Files in files: the members of archives and the attachments of mails, each a source file with a path inside.

`附件.zip › 通知.doc` is the path of one: nothing is written where the archive lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.formats import holds_files
from ingest.problems import fault
from ingest.readers.extraction import Member
from ingest.sources import Rejected, SourceFile
from knowledge.documents import Problem
from knowledge.names import WITHIN

Unpack = Callable[[bytes], Iterator[Member | Problem]]
"""Yields the files in an archive or a mail; a problem ends them."""

_DEEPEST = 3
_MOST, _LARGEST = 2_000, 400 * 1024 * 1024
"""Files and bytes of one file on disk, over all archives in it."""

_TOO_DEEP = "压缩包层层相套超过3层，未作读取，请逐层解压后再导入。"
_TOO_MUCH = "压缩包展开后过大或文件过多，其余未作读取，请解压后分批导入。"
_EMPTY = "压缩包里没有文件，请确认内容后再导入。"


def files_of(file: SourceFile, unpack: Unpack) -> Iterator[SourceFile | Rejected]:
    """Yield the files read for one on disk: itself, or what an archive holds, or a mail and its attachments."""
    yield from _Opening(unpack).files(file, 1)


class _Opening:
    """One file on disk being opened: what was found in it so far counts against the limits."""

    def __init__(self, unpack: Unpack) -> None:
        self._unpack = unpack
        self._count = self._bytes = 0

    def files(self, file: SourceFile, depth: int) -> Iterator[SourceFile | Rejected]:
        kind = holds_files(file.data)
        if kind != "archive":
            yield file
        if kind is None:
            return
        if depth > _DEEPEST:
            yield _rejected(file.path, "too_deep", _TOO_DEEP)
            return
        yield from self._within(file, depth, is_archive=kind == "archive")

    def _within(self, file: SourceFile, depth: int, *, is_archive: bool) -> Iterator[SourceFile | Rejected]:
        names = dict[str, int]()
        for member in self._unpack(file.data):
            if isinstance(member, Problem):
                if is_archive or names or member.code != "damaged":  # a damaged mail has said so itself
                    yield Rejected(path=file.path, problem=member)
                return
            self._count, self._bytes = self._count + 1, self._bytes + len(member.data)
            if self._count > _MOST or self._bytes > _LARGEST:
                yield _rejected(file.path, "too_large", _TOO_MUCH)
                return
            yield from self.files(_source(file.path, _named(member.name, names), member.data), depth + 1)
        if is_archive and not names:
            yield _rejected(file.path, "empty", _EMPTY)


def _named(name: str, names: dict[str, int]) -> str:
    """Return a name that no other member has; two attachments may be called alike."""
    clean = "/".join(part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}) or "未命名"
    clean = clean.replace(WITHIN, "›")
    names[clean] = names.get(clean, 0) + 1
    if names[clean] == 1:
        return clean
    path = Path(clean)
    return str(path.with_name(f"{path.stem}（{names[clean]}）{path.suffix}"))


def _source(container: str, name: str, data: bytes) -> SourceFile:
    return SourceFile(path=f"{container}{WITHIN}{name}", data=data, sha256=hashlib.sha256(data).hexdigest())


def _rejected(path: str, code: str, message: str) -> Rejected:
    return Rejected(path=path, problem=fault(code, message))
