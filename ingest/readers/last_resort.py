"""A font by which pdfium measures what a PDF names and does not hold: one square for every character but the space.

Without it, pdfium has no words for what such a font writes by single characters, and what it has depends on the fonts
of the machine. Nothing is ever drawn with it. Formats: OpenType 1.9, of `cmap` the many-to-one format 13.
"""

from __future__ import annotations

import ctypes
from struct import pack

import pypdfium2.raw as pdfium_c

_EM = 1000
_TRUETYPE, _MAGIC = 0x10000, 0x5F0F3CF5
_LAST_CHARACTER = 0x10FFFF
_CHINESE = 134
"""The character set GB 2312, as Windows numbers them."""


def _font() -> bytes:
    square = pack(">hhhhhHH4B", 1, 0, 0, _EM, _EM, 3, 0, 1, 1, 1, 1) + pack(">8h", 0, _EM, 0, -_EM, 0, 0, _EM, 0)
    square += bytes(-len(square) % 4)
    characters = pack(">HHLLLLLL", 13, 0, 28, 0, 1, ord("!"), _LAST_CHARACTER, 1)
    tables = {
        b"cmap": pack(">HHHHL", 0, 1, 3, 10, 12) + characters,
        b"glyf": square * 2,
        b"head": pack(">4L2H2q4h2H3h", _TRUETYPE, _TRUETYPE, 0, _MAGIC, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 1, 0),
        b"hhea": pack(">L3hH11hH", _TRUETYPE, _EM, 0, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": pack(">3L", 0, len(square), 2 * len(square)),
        b"maxp": pack(">L14H", _TRUETYPE, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for name, table in sorted(tables.items()):
        directory += pack(">4sLLL", name, 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return pack(">LHHHH", _TRUETYPE, len(tables), 64, 2, 16 * len(tables) - 64) + directory + body


_FONT = _font()


def _font_data(_: object, __: object, table: int, buffer: int | None, size: int) -> int:
    if table:
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


_CALLS = {
    "Release": lambda _: None,
    "EnumFonts": lambda _, __: None,
    "MapFont": lambda *_: 1,
    "GetFont": lambda _, __: 1,
    "GetFontData": _font_data,
    "GetFaceName": lambda *_: 0,
    "GetFontCharset": lambda _, __: _CHINESE,
    "DeleteFont": lambda _, __: None,
}
_INFO = pdfium_c.FPDF_SYSFONTINFO()
"""Kept as long as the process: pdfium calls it."""


def install() -> None:
    """Have pdfium measure every font that is not in a file by this one."""
    kinds = dict(pdfium_c.FPDF_SYSFONTINFO._fields_)
    _INFO.version = 1
    for name, call in _CALLS.items():
        setattr(_INFO, name, kinds[name](call))
    pdfium_c.FPDF_SetSystemFontInfo(ctypes.byref(_INFO))
