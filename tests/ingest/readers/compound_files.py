"""Builds compound files (MS-CFB 9.3): a document of Word 97 and a mail of Outlook, as small as readers take them."""

from __future__ import annotations

import struct

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Return a file with these streams and storages; small streams share the stream of the root."""
    entries: list[list[object]] = [["Root Entry", _ROOT, None, b""]]
    _collect(tree, entries, 0)
    sectors, fat, small, small_fat = bytearray(), list[int](), bytearray(), list[int]()
    starts = [_END] * len(entries)
    for number, entry in enumerate(entries):
        content = entry[3]
        if isinstance(content, bytes) and content:
            is_small = len(content) < _CUTOFF
            starts[number] = _append(content, small, small_fat, _SMALL) if is_small else _append(content, sectors, fat)
    if small:
        entries[0][3] = bytes(small)
        starts[0] = _append(bytes(small), sectors, fat)
    directory = b"".join(_entry(entry, start) for entry, start in zip(entries, starts, strict=True))
    directory += _entry(["", 0, None, b""], 0) * (-len(entries) % 4)
    first = _append(directory, sectors, fat)
    table = struct.pack(f"<{len(small_fat)}I", *small_fat)
    table += b"\xff" * (-len(table) % _SECTOR)
    first_small = _append(table, sectors, fat) if small else _END
    tables = 1
    while tables * (_SECTOR // 4) < len(fat) + tables:
        tables += 1
    at = list(range(len(fat), len(fat) + tables))
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<3I", tables, first, 0)
    head += struct.pack("<5I", _CUTOFF, first_small, len(table) // _SECTOR, _END, 0)
    head += struct.pack("<109I", *at, *[_FREE] * (109 - tables))
    return head + bytes(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _collect(tree: Tree, entries: list[list[object]], parent: int) -> None:
    """Add the entries of a storage; those beside one another hang to the right, the way a tree may degenerate."""
    numbers = []
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        numbers.append(len(entries))
        entries.append([name, _STREAM if isinstance(content, bytes) else _STORAGE, None, content])
        if not isinstance(content, bytes):
            _collect(content, entries, numbers[-1])
    entries[parent] += [numbers[0] if numbers else _FREE]
    for number, right in zip(numbers, [*numbers[1:], _FREE], strict=True):
        entries[number][2] = right


def _entry(entry: list[object], start: int) -> bytes:
    name, kind, right, content = entry[:4]
    child = entry[4] if len(entry) > 4 else _FREE
    written = f"{name}\0".encode("utf-16-le") if name else b""
    size = len(content) if isinstance(content, bytes) else 0
    right = _FREE if right is None else right
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start if size else (_END if kind == _ROOT else 0), size)
    )


def _append(content: bytes, sectors: bytearray, fat: list[int], size: int = _SECTOR) -> int:
    first, count = len(fat), -(-len(content) // size)
    sectors += content.ljust(count * size, b"\0")
    fat += [*range(first + 1, first + count), _END]
    return first


def word_97(*paragraphs: str) -> bytes:
    """Return a .doc of these paragraphs without any formatting (MS-DOC 2.4.1: text by the piece table alone)."""
    text = "".join(f"{paragraph}\r" for paragraph in paragraphs)
    start = 0x400
    fib = bytearray(start)
    struct.pack_into("<HHHHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0200, 0x00BF)
    struct.pack_into("<H", fib, 32, 14)
    struct.pack_into("<H", fib, 62, 22)
    body = text.encode("utf-16-le")
    struct.pack_into("<I", fib, 64, start + len(body))
    struct.pack_into("<i", fib, 76, len(text))
    struct.pack_into("<H", fib, 152, 0x5D)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 154 + 33 * 8, 0, len(clx))
    document = (bytes(fib) + body).ljust(4096, b"\0")
    return compound({"WordDocument": document, "1Table": clx.ljust(4096, b"\0")})


def outlook(subject: str, body: str, attachments: dict[str, bytes]) -> bytes:
    """Return a .msg (MS-OXMSG): strings in UTF-16, attachments by value."""
    tree: Tree = {
        "__properties_version1.0": bytes(8)
        + struct.pack("<4I", 0, len(attachments), 0, len(attachments))
        + bytes(8)
        + _property(0x0037, 0x1F, len(subject.encode("utf-16-le")) + 2)
        + _property(0x1000, 0x1F, len(body.encode("utf-16-le")) + 2),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
    }
    for number, (name, content) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8)
            + _property(0x3705, 0x03, 1)
            + _property(0x3707, 0x1F, len(name.encode("utf-16-le")) + 2)
            + _property(0x3701, 0x102, len(content)),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": content,
        }
    return compound(tree)


def _property(identifier: int, kind: int, value: int) -> bytes:
    return struct.pack("<HHIII", kind, identifier, 6, value, 0)
