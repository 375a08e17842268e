"""Presentations of PowerPoint 97 to 2003 and of WPS (.ppt, .dps): the lines that the .pptx of the same slides gives.

The file is a stream of records (MS-PPT): a table says where the newest of each stands, so that what was edited away is
not read.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import olefile

from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.packages import unreadable
from knowledge.documents import Problem, Severity

_STREAM, _CURRENT = "PowerPoint Document", "Current User"
_SLIDE_ATOM, _SLIDE_INFO = 0x03EF, 0x03F9
_LIST, _LISTED = 0x0FF0, 0x03F3
_USER_EDIT, _PLACES = 0x0FF5, 0x1772
_HEADER, _WIDE, _NARROW, _ELSEWHERE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E
_SHAPE, _TEXT_BOX, _ANCHORS = 0xF004, 0xF00D, {0xF010, 0xF00F}
_ENCRYPTED = 0xF3D1C4DF
_SLIDES_OF_LIST, _MASTERS_OF_LIST, _NOTES_OF_LIST = 0, 1, 2
_TITLES, _SAID_BY_THE_SPEAKER = {0, 6}, 2
"""Kinds of text; the second stands below the picture of the slide on the page of notes."""

_HIDDEN = 0x04
_ROW = 60
"""Units of 1/576 inch; shapes that begin within so much of one another stand side by side."""

_MOST_EDITS, _DEEPEST = 5_000, 64
_DAMAGED = "演示文稿不完整或已损坏，请用办公软件打开，另存为 .pptx 后再导入。"


class _Record(NamedTuple):
    """A record: its kind, what tells it from others of the kind, and what stands in it."""

    kind: int
    instance: int
    data: memoryview
    is_container: bool

    def within(self) -> Iterator[_Record]:
        return _records(self.data) if self.is_container else iter(())

    def below(self, depth: int = _DEEPEST) -> Iterator[_Record]:
        """Yield everything in it, however deep."""
        for each in self.within():
            yield each
            if depth:
                yield from each.below(depth - 1)


class _Text(NamedTuple):
    """Words of one place of a slide; a title, the speaker's notes, or another kind."""

    kind: int
    words: str


def read_old_slides(data: bytes) -> Extraction:
    """Return the words of every slide that is shown.

    Raises:
        UnreadableError: It is damaged or encrypted.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            current = file.openstream(_CURRENT).read()
            stream = memoryview(file.openstream(_STREAM).read())
            pictures = file.exists("Pictures") and len(list(_records(memoryview(file.openstream("Pictures").read()))))
        if len(current) >= 20 and struct.unpack_from("<I", current, 12)[0] == _ENCRYPTED:
            raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。")
        return _extraction(stream, struct.unpack_from("<I", current, 16)[0], int(pictures))
    except (OSError, LookupError, TypeError, ValueError, struct.error) as error:
        raise unreadable("damaged", _DAMAGED) from error


def _extraction(stream: memoryview, edit: int, pictures: int) -> Extraction:
    places, root = _places(stream, edit)
    document = _record_at(stream, places[root])
    lists = {each.instance: each for each in document.within() if each.kind == _LIST}
    spoken = _spoken(stream, places, lists)
    built, hidden, unseen = TextBuilder(), 0, list[str]()
    for place, texts in _listed(lists.get(_SLIDES_OF_LIST)):
        slide = _record_at(stream, places[place])
        if any(each.kind == _SLIDE_INFO and each.data[10] & _HIDDEN for each in slide.within()):
            hidden += 1
            unseen += [text.words for text in _texts_of(slide, texts)]
            continue
        for line in (*_lines(_texts_of(slide, texts)), *spoken.get(_notes_of(slide), ())):
            built.add(line if built.text else line.removeprefix("#"))  # the first slide names the whole
    counted = (
        (hidden, "hidden_slide", "有{}张隐藏的幻灯片，未入库。"),
        (pictures, "picture", "含{}张图片，图中文字未读取。"),
    )
    problems = [Problem(code=code, severity=Severity.INFO, message=told.format(n)) for n, code, told in counted if n]
    apart = (*unseen, *_of_masters(stream, places, lists.get(_MASTERS_OF_LIST)))
    return Extraction(format="ppt", text=built.text, problems=tuple(problems), apart=tuple(dict.fromkeys(apart)))


def _places(stream: memoryview, edit: int) -> tuple[Mapping[int, int], int]:
    """Return where the newest record of each number stands, and the number of the document."""
    places, root = dict[int, int](), None
    for _ in range(_MOST_EDITS):
        record = _record_at(stream, edit)
        if record.kind != _USER_EDIT:
            raise ValueError(edit)
        before, table, document = struct.unpack_from("<8xIII", record.data)
        root = document if root is None else root
        for number, place in _entries(_record_at(stream, table)):
            places.setdefault(number, place)
        if not before:
            return places, root
        edit = before
    raise ValueError(edit)


def _entries(table: _Record) -> Iterator[tuple[int, int]]:
    numbers = struct.unpack(f"<{len(table.data) // 4}I", table.data[: len(table.data) // 4 * 4])
    at = 0
    while at < len(numbers):
        first, count = numbers[at] & 0xFFFFF, numbers[at] >> 20
        for step in range(count):
            yield first + step, numbers[at + 1 + step]
        at += count + 1


def _record_at(stream: memoryview, place: int) -> _Record:
    """Return the record at a place.

    Raises:
        ValueError: There is none.
    """
    found = next(_records(stream[place:]), None)
    if found is None:
        raise ValueError(place)
    return found


def _records(data: memoryview) -> Iterator[_Record]:
    """Yield records one after the other; what is cut off ends them."""
    at = 0
    while at + 8 <= len(data):
        head, kind, length = struct.unpack_from("<HHI", data, at)
        yield _Record(kind, head >> 4, data[at + 8 : at + 8 + length], head & 0xF == 0xF)
        at += 8 + length


def _listed(slides: _Record | None) -> Iterator[tuple[int, list[_Text]]]:
    """Yield the number of each slide in a list, with the texts of its outline."""
    place, held = None, list[_Record]()
    for record in slides.within() if slides is not None else ():
        if record.kind == _LISTED:
            if place is not None:
                yield place, list(_texts(held))
            place, held = struct.unpack_from("<I", record.data)[0], []
        else:
            held.append(record)
    if place is not None:
        yield place, list(_texts(held))


def _texts(records: list[_Record]) -> Iterator[_Text]:
    """Yield the texts among records that follow one another: a header each, then the words, if there are any."""
    kind, words = None, ""
    for record in records:
        if record.kind == _HEADER:
            if kind is not None:
                yield _Text(kind, words)
            kind, words = struct.unpack_from("<I", record.data)[0], ""
        elif record.kind == _WIDE:
            words = bytes(record.data).decode("utf-16-le", errors="replace")
        elif record.kind == _NARROW:
            words = bytes(record.data).decode("latin-1")
    if kind is not None:
        yield _Text(kind, words)


def _texts_of(slide: _Record, outline: list[_Text]) -> list[_Text]:
    """Return the texts on a slide, its title first, then from the top down."""
    placed = list[tuple[int, int, _Text]]()
    for shape in slide.below():
        if shape.kind != _SHAPE:
            continue
        inside = list(shape.within())
        for box in (each for each in inside if each.kind == _TEXT_BOX):
            top, left = _anchor(inside)
            for text in _in_box(box, outline):
                placed.append((-1 if text.kind in _TITLES else top // _ROW, left, text))
    return [text for *_, text in sorted(placed, key=lambda each: each[:2])]


def _in_box(box: _Record, outline: list[_Text]) -> Iterator[_Text]:
    records = list(_records(box.data))
    for record in records:
        if record.kind == _ELSEWHERE:
            index = struct.unpack_from("<i", record.data)[0]
            if 0 <= index < len(outline):
                yield outline[index]
    yield from _texts(records)


def _anchor(shape: list[_Record]) -> tuple[int, int]:
    """Return top and left of a shape, on the slide or in its group."""
    for each in shape:
        if each.kind in _ANCHORS:
            if len(each.data) == 8:
                top, left = struct.unpack_from("<hh", each.data)
                return top, left
            if len(each.data) >= 16:
                left, top = struct.unpack_from("<ii", each.data)
                return top, left
    return 0, 0


def _lines(texts: list[_Text]) -> Iterator[str]:
    for text in texts:
        if text.kind in _TITLES:
            title = " ".join(text.words.split())
            if title:
                yield f"## {title}"
        else:
            yield from _paragraphs(text.words)


def _paragraphs(words: str) -> Iterator[str]:
    for line in words.replace("\r", "\n").replace("\v", "\n").split("\n"):
        if line.strip():
            yield line.strip()


def _notes_of(slide: _Record) -> int:
    """Return the number by which the notes of a slide are listed, 0 for none."""
    atom = next((each for each in slide.within() if each.kind == _SLIDE_ATOM), None)
    return struct.unpack_from("<16xI", atom.data)[0] if atom is not None and len(atom.data) >= 20 else 0


def _spoken(stream: memoryview, places: Mapping[int, int], lists: Mapping[int, _Record]) -> dict[int, list[str]]:
    """Return what the speaker noted, by the number of the notes."""
    found = dict[int, list[str]]()
    notes = lists.get(_NOTES_OF_LIST)
    for record in notes.within() if notes is not None else ():
        if record.kind == _LISTED:
            place, number = struct.unpack_from("<I8xI", record.data)
            page = _record_at(stream, places[place])
            texts = [text for text in _texts_of(page, []) if text.kind == _SAID_BY_THE_SPEAKER]
            found[number] = [f"备注：{line}" for text in texts for line in _paragraphs(text.words)]
    return found


def _of_masters(stream: memoryview, places: Mapping[int, int], masters: _Record | None) -> Iterator[str]:
    """Yield the words that stand on every slide: heads and feet, among them marks of classification."""
    for place, _ in _listed(masters):
        for text in _texts_of(_record_at(stream, places[place]), []):
            yield from _paragraphs(text.words)
