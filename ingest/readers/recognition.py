"""Optical character recognition of one page: its characters with their places, as of a printed one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from ingest.readers.page_lines import WHOLE, ReadLine
from ingest.readers.page_pictures import Picture
from ingest.readers.page_runs import Glyph
from ingest.readers.print_lines import PrintedLine, read_lines

_UPRIGHT, _SURE = 0.88, 0.95
"""Mean certainty: pages that do not stand upright had .64 to .84; printed ones that do .976 and more, a hand in haste
less than .95."""

_READ = 0.6
"""Mean certainty below which nothing on a page can be relied on: handwriting, blur."""

_QUARTERS = {2: cv2.ROTATE_180, 1: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}
"""Turns, clockwise: the likeliest first."""

_RED, _REDDER = 90, 40
_SEAL_LEAST, _SEAL_MOST, _SEAL_ROUND = 0.06, 0.35, (0.7, 1.43)
"""A seal: its size as a share of the page's width, and its width by its height."""

_HALF = 0.5
_HAN = re.compile("[\u4e00-\u9fff]")
_BEHIND_CHINESE = re.compile("(?<=[\u4e00-\u9fff”》）〕])[,;:!?]")
_FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
_BRACKETS = str.maketrans("()", "（）")


class Recognised(NamedTuple):
    """What was read on a page, in pixels from its lower left."""

    glyphs: tuple[Glyph, ...]
    certainty: float
    """Mean over its lines, 0 to 1."""

    lines: tuple[ReadLine, ...] = ()
    turned: int = 0
    """By how many quarters, clockwise, the picture was turned."""

    @property
    def is_sure(self) -> bool:
        """Whether it reads as print does; handwriting and blur do not."""
        return self.certainty >= _SURE

    @property
    def is_upright(self) -> bool:
        """Whether it was read with certainty and most of its lines run across: the engine reads standing ones, too."""
        tall = [line for line in self.lines if line.box[3] - line.box[1] > line.box[2] - line.box[0]]
        return self.certainty >= _UPRIGHT and 2 * len(tall) <= len(self.lines)

    @property
    def is_legible(self) -> bool:
        """Whether it can be relied on at all; a page without any words says nothing."""
        return not self.glyphs or self.certainty >= _READ


def recognise(picture: Picture) -> Recognised:
    """Return the characters of a page, whichever way it lies."""
    clean = _without_seals(picture)
    best = _read(clean)
    for quarters, turn in _QUARTERS.items():
        if best.is_upright or not best.glyphs:
            break
        turned = _read(np.asarray(cv2.rotate(clean, turn), np.uint8))
        best = max(best, turned._replace(turned=quarters), key=lambda found: (found.is_upright, found.certainty))
    return best


def _read(picture: Picture) -> Recognised:
    lines = [line._replace(text=chinese_signs(line.text)) for line in read_lines(picture)]
    if not lines:
        return Recognised((), 0.0)
    tilt, height = _tilt(lines), picture.shape[0]
    glyphs = tuple(glyph for line in lines for glyph in _glyphs(line, tilt, height))
    weights = [len(line.text) for line in lines]
    certainty = float(np.average([line.score for line in lines], weights=weights))
    return Recognised(glyphs, certainty, tuple(_placed(line, picture) for line in lines))


def _placed(line: PrintedLine, picture: Picture) -> ReadLine:
    height, width = picture.shape[:2]
    shares = np.clip(line.corners / (width, height), 0, 1) * WHOLE
    (left, top), (right, bottom) = shares.min(axis=0), shares.max(axis=0)
    return ReadLine(line.text, (int(left), int(top), int(right), int(bottom)))


def chinese_signs(text: str) -> str:
    """Return a line with the signs that Chinese print has: the models give half-width ones now and then."""
    signs = _BEHIND_CHINESE.sub(lambda match: match[0].translate(_FULL_WIDTH), text)
    return signs.translate(_BRACKETS) if _HAN.search(text) else text


def _tilt(lines: Sequence[PrintedLine]) -> float:
    """Return by how much a page is askew, in radians: the median over its longer lines."""
    across = [line.corners[1] - line.corners[0] for line in lines]
    longest = max(math.hypot(*each) for each in across)
    return float(np.median([math.atan2(y, x) for x, y in across if math.hypot(x, y) > longest / 2]))


def _glyphs(line: PrintedLine, tilt: float, height: float) -> Iterator[Glyph]:
    """Yield the characters of a line, spread evenly over it: a Latin one is half as wide as a Chinese one."""
    turn = np.array(((math.cos(tilt), math.sin(tilt)), (-math.sin(tilt), math.cos(tilt))))
    corners = line.corners @ turn.T
    left, right = corners[[0, 3], 0].mean(), corners[[1, 2], 0].mean()
    top, bottom = height - corners[[0, 1], 1].mean(), height - corners[[2, 3], 1].mean()
    widths = [_HALF if character.isascii() else 1.0 for character in line.text]
    unit, at = (right - left) / sum(widths), float(left)
    for character, width in zip(line.text, widths, strict=True):
        yield Glyph(character, at, at + width * unit, bottom, top, at, bottom, 0.0)
        at += width * unit


def _without_seals(picture: Picture) -> Picture:
    """Return a page on which round seals are white: what is printed beneath them, a date mostly, comes to light."""
    blue, green, red = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    is_red = ((red > _RED) & (red - np.maximum(blue, green) > _REDDER)).astype(np.uint8)
    width = picture.shape[1]
    joined = cv2.dilate(is_red, np.ones((max(width // 100, 3),) * 2, np.uint8))
    clean = picture.copy()
    for x, y, across, down, _ in cv2.connectedComponentsWithStats(joined)[2][1:]:
        is_round = _SEAL_ROUND[0] <= across / down <= _SEAL_ROUND[1]
        if is_round and _SEAL_LEAST * width <= across <= _SEAL_MOST * width:
            area = clean[y : y + down, x : x + across]
            area[:] = area[:, :, 2:3]
    return clean
