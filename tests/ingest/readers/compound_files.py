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


def word_97(*paragraphs: str, encrypted: bool = False) -> bytes:
    """Return a .doc of these paragraphs without any formatting (MS-DOC 2.4.1: text by the piece table alone)."""
    text = "".join(f"{paragraph}\r" for paragraph in paragraphs)
    start = 0x400
    fib = bytearray(start)
    struct.pack_into("<HHHHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0300 if encrypted else 0x0200, 0x00BF)
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


def locked_workbook() -> bytes:
    """Return an .xls under a password: what follows the record that says so is of no use."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    password = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + bytes(48)
    return compound({"Workbook": (begin + password + struct.pack("<HH", 0x000A, 0)).ljust(4_096, b"\1")})


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


def slides_97(*pages: tuple[str, ...], notes: str = "", encrypted: bool = False) -> bytes:
    """Return a .ppt (MS-PPT): a title, points of the outline and a box beside it on each slide; notes on the first."""
    records: list[bytes] = [b""]  # the document, made last, has number 1
    listed = spoken = b""
    for number, (title, *points) in enumerate(pages, start=1):
        has_notes = notes and number == 1
        listed += _record(0x03F3, struct.pack("<IIiII", len(records) + 1, 0, 2, 255 + number, 0))
        listed += _text(0, title) + _text(1, "\r".join(points[:-1]))
        refers = [_record(0x0F9E, struct.pack("<i", index)) for index in (0, 1)]
        shapes = [_shape(900, 1_200, _text(4, points[-1])), _shape(400, 500, refers[1]), _shape(100, 200, refers[0])]
        atom = _record(0x03EF, struct.pack("<I8xIII", 1, 0, 256 if has_notes else 0, 0))
        records.append(_record(0x03EE, atom + _drawing(shapes), nests=True))
    if notes:
        spoken = _record(0x03F3, struct.pack("<IIiII", len(records) + 1, 0, 1, 256, 0))
        records.append(_record(0x03F0, _drawing([_shape(0, 0, _text(2, notes))]), nests=True))
    lists = _record(0x0FF0, listed, nests=True) + _record(0x0FF0, spoken, instance=2, nests=True)
    records[0] = _record(0x03E8, lists, nests=True)
    stream, places = b"", list[int]()
    for record in records:
        places.append(len(stream))
        stream += record
    table = len(stream)
    stream += _record(0x1772, struct.pack(f"<{len(places) + 1}I", len(places) << 20 | 1, *places))
    edit = len(stream)
    stream += _record(0x0FF5, struct.pack("<IHBBIIIIHH", 256, 0, 0, 3, 0, table, 1, len(places), 1, 0))
    token = 0xF3D1C4DF if encrypted else 0xE391C05F
    current = _record(0x0FF6, struct.pack("<IIIHH", 20, token, edit, 0, 0x3F4) + bytes(4))
    return compound({"Current User": current, "PowerPoint Document": stream.ljust(4_096, b"\0")})


def _record(kind: int, content: bytes, *, instance: int = 0, nests: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if nests else 0), kind, len(content)) + content


def _text(kind: int, words: str) -> bytes:
    return _record(0x0F9F, struct.pack("<I", kind)) + _record(0x0FA0, words.encode("utf-16-le"))


def _shape(top: int, left: int, texts: bytes) -> bytes:
    anchor = _record(0xF010, struct.pack("<4h", top, left, left + 900, top + 300))
    return _record(0xF004, anchor + _record(0xF00D, texts, nests=True), nests=True)


def _drawing(shapes: list[bytes]) -> bytes:
    group = _record(0xF003, b"".join(shapes), nests=True)
    return _record(0x040C, _record(0xF002, group, nests=True), nests=True)
