"""Builds archives: .zip, with names as Chinese Windows writes them too, .7z, and .rar as far as it needs no compression."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import py7zr


class _NamedInGbk(zipfile.ZipInfo):
    """A member whose name is bytes of GBK, and no word of it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # the library's own name
        return self.filename.encode("gbk"), self.flag_bits


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a .zip, as programs of today write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_gbk_names(members: Mapping[str, bytes]) -> bytes:
    """Return a .zip as old Chinese Windows writes one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(_NamedInGbk(name), content)
    return buffer.getvalue()


def seven_zipped(members: Mapping[str, bytes], password: str | None = None) -> bytes:
    """Return a .7z."""
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return buffer.getvalue()


def rar(members: Mapping[str, bytes], *, declared: int | None = None) -> bytes:
    """Return a .rar of version 5 whose members are stored as they are.

    Args:
        members: Names, with folders, and contents.
        declared: What is said of the size of each, if not the truth.
    """
    blocks = [_block(1, b"", _number(0))]
    for name, content in members.items():
        written = name.encode()
        fields = (
            _number(4)  # a checksum follows
            + _number(len(content) if declared is None else declared)
            + _number(0o100644)
            + zlib.crc32(content).to_bytes(4, "little")
            + _number(0)  # stored
            + _number(1)  # Unix
            + _number(len(written))
            + written
        )
        blocks.append(_block(2, content, fields))
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks) + _block(5, b"", _number(0))


def locked_rar() -> bytes:
    """Return the beginning of a .rar of version 5 whose very names are under a password."""
    return b"Rar!\x1a\x07\x01\x00" + _block(4, b"", _number(0) * 2 + b"\x0f" + bytes(16)) + bytes(range(256))


def _block(kind: int, data: bytes, fields: bytes) -> bytes:
    head = _number(kind) + (_number(2) + _number(len(data)) if data else _number(0)) + fields
    head = _number(len(head)) + head
    return zlib.crc32(head).to_bytes(4, "little") + head + data


def _number(value: int) -> bytes:
    """Return a number as RAR 5 writes it: seven bits a byte, the lowest first."""
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*written, value))
