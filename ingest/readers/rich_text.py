"""RTF: the words of a document by its control words (Microsoft, Rich Text Format Specification 1.9.1).

What Word shows is read as it is read from .docx: tables a row a line, numbers of lists in front, notes at the end.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.problems import HIDDEN_TEXT, PICTURES, receipts
from ingest.readers.extraction import Extraction, TextBuilder, raised
from ingest.readers.rich_text_words import (
    CODE_PAGES,
    NAMED,
    RUNNING,
    SIGNS,
    UNPRINTED,
    is_known,
    joined_words,
    without_binary,
)

_TOKEN = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])$|title$|标题$", re.IGNORECASE)
_STYLE = re.compile(r"(.*?);", re.DOTALL)
_TITLED = ("条", "章", "节", "编", "款")
_DEEPEST_HEADING = 5
_HIGHEST_UNIT, _WRAP = 0xFFFF, 0x10000


class _State(NamedTuple):
    """What holds within a group and is forgotten at its end."""

    place: str = "text"
    """Where words go: the text, a label, a note, a running head, a table of fonts or styles, or nowhere."""

    font: int = 0
    skip: int = 1
    """Characters after `\\u` for readers that do not know it."""

    is_hidden: bool = False
    is_raised: bool = False
    style: int = -1


def read_rich_text(data: bytes) -> Extraction:
    """Return the text of a document: running heads (marked), body, notes."""
    reader = _Reader()
    for token in _TOKEN.finditer(without_binary(data.decode("latin-1"))):
        reader.take(token)
    return reader.extraction()


class _Reader:
    """Takes one token after another and collects the lines."""

    def __init__(self) -> None:
        self._stack = [_State()]
        self._page, self._default = "cp1252", 0
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._bytes = bytearray()
        self._to_skip = 0
        self._ignorable = False
        self._words: dict[str, list[str]] = {place: [] for place in ("text", "label", "note", *RUNNING, "styles")}
        self._cells, self._in_table, self._level = list[str](), False, -1
        self._lines: list[tuple[str, int]] = []
        self._notes = list[str]()
        self._running: dict[str, dict[str, None]] = {place: {} for place in RUNNING}
        self._pictures = self._hidden = self._deleted = 0

    def take(self, token: re.Match[str]) -> None:
        """Follow one control word, or keep some words."""
        word, number, byte, sign, brace, words = token.groups()
        if byte:
            self._take_byte(int(byte, 16))
        elif words:
            self._write_ascii(words)
        elif brace == "{":
            self._settle()
            self._stack.append(self._stack[-1])
            self._to_skip = 0
        elif brace == "}":
            self._close()
        elif sign:
            self._sign(sign)
        elif word:
            self._control(word, int(number[:9]) if number else None)

    def extraction(self) -> Extraction:
        """Return what was read."""
        self._end_paragraph()
        built = TextBuilder()
        for words in self._running["running"]:
            built.add(words, mark="running_head")
        for index, (line, level) in enumerate(self._lines):
            marks = "#" * (1 if not index and level == 1 else level + 1)
            built.add(f"{marks} {line.strip()}" if level >= 0 else line)
        for note in self._notes:
            built.add(f"注：{note}")
        for words in self._running["foot"]:
            built.add(words, mark="running_head")
        counted = (
            (self._deleted, "tracked_changes", "有{}处修订痕迹：按接受全部修订读取，已删的文字未入库，请确认定稿。"),
            (self._hidden, "hidden_text", HIDDEN_TEXT),
            (self._pictures, "picture", PICTURES),
        )
        problems = tuple(receipts(counted))
        return Extraction(format="rtf", text=built.text, marks=tuple(built.marks), problems=problems)

    @property
    def _now(self) -> _State:
        return self._stack[-1]

    def _set(self, **changes: object) -> None:
        self._settle()
        self._stack[-1] = self._stack[-1]._replace(**changes)  # type: ignore[arg-type]  # fields of the state

    def _close(self) -> None:
        self._settle()
        if len(self._stack) == 1:
            return
        left = self._stack.pop()
        if left.place == self._now.place:
            return
        if left.place == "note":
            self._notes += [" ".join("".join(self._words["note"]).split())]
            self._words["note"].clear()
        elif left.place in RUNNING:
            self._end_running(left.place)
        elif left.place == "styles":
            self._words["styles"].clear()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._ignorable = True
        elif sign in SIGNS:
            self._write(SIGNS[sign])
        elif sign in "\\{}":
            self._write_ascii(sign)
        elif sign in "\r\n":
            self._end_paragraph()

    def _take_byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(byte)

    def _write_ascii(self, words: str) -> None:
        """Keep words of the file itself; what an 8-bit writer put there is in the code page too."""
        skipped = min(self._to_skip, len(words))
        self._to_skip -= skipped
        self._bytes += words[skipped:].encode("latin-1")

    def _settle(self) -> None:
        """Decode the bytes that have come together: a character has two of them, in two tokens."""
        if self._bytes:
            encoding = self._fonts.get(self._now.font, self._page)
            words = bytes(self._bytes).decode(encoding, errors="replace")
            self._bytes.clear()
            self._put(words)

    def _write(self, words: str) -> None:
        self._settle()
        self._put(words)

    def _put(self, words: str) -> None:
        state = self._now
        if state.is_hidden and state.place == "text":
            return
        if state.place in self._words:
            self._words[state.place].append(raised(words) if state.is_raised else words)
        if state.place == "styles" and ";" in words:
            name = _STYLE.match("".join(self._words["styles"]))
            heading = _HEADING.match(name[1].strip()) if name else None
            if heading:
                self._levels[state.style] = int(heading[1] or 0)
            self._words["styles"].clear()

    def _control(self, word: str, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, False
        if self._now.place == "":
            return
        if word == "u" and number is not None:
            self._write_unit(number % _WRAP)
        elif word in NAMED or word in UNPRINTED:
            self._pictures += word == "pict" and self._now.place == "text"
            self._set(place=NAMED.get(word, ""))
        elif ignorable and word not in {"shpinst", "shppict", "pn"}:
            self._set(place="")
        elif word in SIGNS:
            self._write(SIGNS[word])
        else:
            self._follow(word, number)

    def _write_unit(self, unit: int) -> None:
        """Keep one unit of UTF-16; the other half of a pair follows as the next."""
        self._write(chr(unit))
        self._to_skip = self._now.skip

    def _follow(self, word: str, number: int | None) -> None:
        on = number != 0
        if word in {"par", "sect", "page"}:
            self._end_paragraph()
        elif word in {"cell", "nestcell"}:
            self._end_cell()
        elif word in {"row", "nestrow"}:
            self._end_row()
        elif word == "pard":
            self._settle()
            self._in_table, self._level = False, -1
        elif word in {"intbl", "itap"}:
            self._in_table = on
        elif word == "plain":
            self._set(is_hidden=False, is_raised=False)
        elif word in {"v", "deleted"}:
            self._set(is_hidden=on)
            self._hidden += on and word == "v"
            self._deleted += on and word == "deleted"
        elif word in {"super", "nosupersub"}:
            self._set(is_raised=on and word == "super")
        elif number is not None:
            self._number(word, number)

    def _number(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._page = {936: "gb18030", 950: "big5", 65001: "utf-8"}.get(number, f"cp{number}")
            self._page = self._page if is_known(self._page) else "cp1252"
        elif word == "deff":
            self._default = number
            self._set(font=number)
        elif word == "f":
            self._set(font=number)
        elif word == "fcharset" and self._now.place == "fonts" and number in CODE_PAGES:
            self._fonts[self._now.font] = CODE_PAGES[number]
        elif word == "uc":
            self._set(skip=number)
        elif word == "s":
            self._set(style=number)
            self._level = self._levels.get(number, -1) if self._now.place == "text" else self._level
        elif word == "outlinelevel" and self._now.place == "text" and number <= _DEEPEST_HEADING:
            self._level = number + 1

    def _taken(self) -> str:
        """Return the words of a paragraph or cell with the number that stands before them."""
        self._settle()
        text, label = (joined_words(self._words[place]) for place in ("text", "label"))
        self._words["text"].clear()
        self._words["label"].clear()
        label = label.strip()
        if not text.strip() or not any(character.isalnum() for character in label):
            return text
        text = text.lstrip("\t ")
        touches = text[0].isascii() and text[0].isalnum()
        return label + ("　" if label.endswith(_TITLED) else " " if touches or label[-1].isalnum() else "") + text

    def _end_paragraph(self) -> None:
        if self._now.place in RUNNING:
            self._end_running(self._now.place)
        elif self._now.place == "note" or self._in_table:
            self._write(" ")
        elif text := self._taken():
            self._lines += [(text, self._level)] if text.strip() else []

    def _end_running(self, place: str) -> None:
        self._settle()
        words = joined_words(self._words[place]).strip()
        self._words[place].clear()
        self._running[place] |= {words: None} if words else {}

    def _end_cell(self) -> None:
        self._cells.append(" ".join(self._taken().split()))

    def _end_row(self) -> None:
        row = " | ".join(self._cells).rstrip(" |")
        self._cells.clear()
        self._lines += [(row, -1)] if row else []
