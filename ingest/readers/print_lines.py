"""The lines of print on a picture: found by one model, read by another, each line by itself.

The models and what surrounds them are rapidocr's; settings as measured (decisions 0132 and 0186). They come with the
package: nothing is fetched.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.utils.process_img import get_rotate_crop_image

from ingest.readers.page_pictures import Picture

_THREADS = 2
_LARGEST = 4_000
_COMMON = {
    "Global.use_cls": False,  # the classifier of angles turned whole lines into plausible nonsense
    "Global.max_side_len": _LARGEST,
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_FINDING = {
    "Global.use_rec": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": _LARGEST,
    "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
}
_READING = {
    "Global.use_det": False,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # the threads read a line each, which takes less of both
}

_LOOKED_AT = 1_280
"""Pixels of a page's longer side at which lines are looked for; they are read at full size."""

_INK, _SPECKS, _EDGE = 16, 3, 24
"""How much darker than the paper ink is, of 255; the size of dust; and how much is left around the print; the last
two in pixels of the picture in which lines are looked for."""

_LEGIBLE = 0.5
"""Certainty of a line; less is no print."""


class PrintedLine(NamedTuple):
    """A line as it was read; corners in pixels, from the upper left one on, clockwise."""

    text: str
    corners: NDArray[np.float64]
    score: float


def read_lines(picture: Picture) -> list[PrintedLine]:
    """Return the lines of print, from top to bottom."""
    boxes = _boxes(picture)
    crops = [get_rotate_crop_image(picture, box.astype(np.float32)) for box in boxes]
    with ThreadPoolExecutor(_THREADS) as pool:
        read = list(pool.map(_read, crops))
    return [
        PrintedLine(text, box.astype(np.float64), score)
        for (text, score), box in zip(read, boxes, strict=True)
        if text.strip() and score >= _LEGIBLE
    ]


def _boxes(picture: Picture) -> list[NDArray[Any]]:
    """Return the corners of the lines; only where there is ink, for half of a page is margin."""
    scale = min(1.0, _LOOKED_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale) if scale < 1 else picture
    left, top, right, bottom = _inked(np.asarray(small, np.uint8))
    found = _finder()(np.ascontiguousarray(small[top:bottom, left:right]))
    if found.boxes is None:
        return []
    return [(np.asarray(box) + np.array((left, top))) / scale for box in found.boxes]


def _inked(small: Picture) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is on the paper, dust left out; of a blank page, all of it."""
    height, width = small.shape[:2]
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    paper = cv2.medianBlur(cv2.resize(grey, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA), 5)
    paper = cv2.resize(paper, (width, height)).astype(np.int16)
    ink = (np.abs(paper - grey) > _INK).astype(np.uint8)
    kept = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    kept = cv2.morphologyEx(kept, cv2.MORPH_OPEN, np.ones((_SPECKS, _SPECKS), np.uint8))
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    if not len(rows):
        return 0, 0, width, height
    return (
        max(int(columns[0]) - _EDGE, 0),
        max(int(rows[0]) - _EDGE, 0),
        min(int(columns[-1]) + _EDGE, width),
        min(int(rows[-1]) + _EDGE, height),
    )


def _read(crop: NDArray[Any]) -> tuple[str, float]:
    found = _reader()(crop)
    return (found.txts[0], float(found.scores[0])) if found.txts else ("", 0.0)


@cache
def _finder() -> Any:  # Any: it has no types
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(params=_COMMON | _FINDING)


@cache
def _reader() -> Any:  # Any: as above
    return RapidOCR(params=_COMMON | _READING)
