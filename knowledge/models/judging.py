"""The judge: the bundled encoder with a trained adapter reads question and text together and says what answers.

The adapter (`judge/adapter.safetensors`, its card beside it) is a few megabytes of low-rank additions to the encoder's
linear layers, and two small heads. `make setup` adds them to the bundled weights and exports the network once; it is
read by openvino ever after. The heads are computed here: of each span from the mean of its tokens and the mean of the
question's, and of the whole window likewise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from knowledge.documents import Frozen
from knowledge.models.adapter_files import (
    ADAPTER,
    BROKEN,
    calibration_file,
    judge_folder,
    leaning_file,
    sides_file,
)
from knowledge.models.export_record import TOKENIZER, ExportError
from knowledge.models.fast_tokenizer import FastTokenizer, Pair
from knowledge.models.leaning import LEANING_SHAPES, LeaningHead
from knowledge.models.numbers import Floats, gelu, sigmoid
from knowledge.models.openvino_runtime import ExportedNetwork
from knowledge.models.side_finding import SIDE_SHAPES, Cut, SideHead, cut, own_tokens
from knowledge.ports import Judge, Judgement, Window

HEADS = ("span", "whole", "near")
"""Whether a span answers, whether a window does, and whether a window answers or at least bears on the matter."""

HIDDEN = 384
"""Width of the bundled encoder."""

NEARNESS = 20.0
"""By what the cosine of question and span is multiplied: those of one window lie within .1."""

INNER = 128
"""Width of a head's hidden layer."""

LONGEST_INPUT = 288
"""Tokens of question and window; what exceeds them is not read."""

UNREAD = -30.0
"""Logit of what lies beyond the limit."""

LONGEST_QUESTION = 160
"""Characters of a question that are read: its end, where what is asked stands."""


class Encoded(NamedTuple):
    """A question and a window as the network reads them: `<s> question </s></s> heading, text </s>`."""

    ids: Sequence[int]
    question: tuple[int, int]
    """Places of the question's tokens, end exclusive."""

    text: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    """Of tokens; empty for what lies beyond the limit."""


class Logits(NamedTuple):
    """What the heads say of a window: of each span, of the window, and whether it at least bears on the matter."""

    spans: Floats
    window: float
    near: float


class Calibration(Frozen):
    """How logits become probabilities: fitted on labelled search results (docs/evaluation.md)."""

    span: tuple[float, float, float] = (1.0, 0.0, 0.0)
    """Weights of a span's logit and of its window's, and what is added."""

    window: tuple[float, float] = (1.0, 0.0)
    """Weight of a window's logit, and what is added."""

    near: tuple[float, float] = (1.0, 0.0)
    """The same of the logit that it bears on the matter."""


class AdaptedJudge:
    """Says how likely texts answer a question; safe to share between threads.

    Args:
        models: The folder of models, where `make setup` put the export.
        adapter: The trained weights.

    Raises:
        ExportError: Adapter or export are missing or damaged, or openvino cannot be used.
    """

    def __init__(self, models: Path, *, adapter: Path = ADAPTER) -> None:
        weights = read_adapter(adapter)
        folder = judge_folder(models, adapter)
        self._network = ExportedNetwork(folder)
        self._tokenizer = FastTokenizer(folder / TOKENIZER, limit=LONGEST_INPUT)
        self._heads = {name: weights.tensors[f"heads.{name}"] for name in head_shapes()}
        self._calibration = weights.calibration
        self._sides = SideHead(weights.sides)
        self._leaning = LeaningHead(weights.leaning)

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        """Return one judgement a window."""
        return [self._judgement(one) for one in self.logits(question, windows)]

    def sides(self, question: str) -> list[tuple[int, int]]:
        """Return where the sides of a question stand in it, in characters; nothing where it has one."""
        asked, states = self.states(question)
        return self._sides.spans(asked, states)

    def leans(self, question: str) -> float:
        """Return how likely a question leaves to the one before it what it is about, 0 to 1."""
        return self._leaning.likelihood(self.states(question)[1])

    def states(self, question: str) -> tuple[Cut, Floats]:
        """Return a question as tokens and what the network makes of them when it reads the question alone."""
        asked = cut(self._tokenizer, question)
        return asked, self._network.rows([asked.ids])[0][own_tokens(asked)]

    def logits(self, question: str, windows: Sequence[Window]) -> list[Logits]:
        """Return what the heads say of each window, before it is made a probability."""
        encoded = encode(self._tokenizer, question, windows)
        states = self._network.rows([one.ids for one in encoded])
        return [self._said(one, rows) for one, rows in zip(encoded, states, strict=True)]

    def _said(self, one: Encoded, states: Floats) -> Logits:
        asked, whole = states[slice(*one.question)].mean(0), states[slice(*one.text)].mean(0)
        window, near = (float(_head(self._heads, name, asked, whole[None])[0]) for name in ("whole", "near"))
        if not one.spans:
            return Logits(np.empty(0, dtype=np.float32), window, near)
        parts = np.stack([states[start:end].mean(0) if end > start else whole for start, end in one.spans])
        read = np.array([end > start for start, end in one.spans])
        return Logits(np.where(read, _head(self._heads, "span", asked, parts), UNREAD), window, near)

    def _judgement(self, said: Logits) -> Judgement:
        own, around, added = self._calibration.span
        answers = sigmoid(own * said.spans + around * said.window + added)
        given = (self._calibration.near, said.near), (self._calibration.window, said.window)
        bears, holds = (float(sigmoid(np.array(weight * logit + more))) for (weight, more), logit in given)
        return Judgement(bears, holds, tuple(answers.tolist()))


class JudgeOfModels:
    """The judge of a folder of models, loaded when first asked; another stands in where it cannot be loaded."""

    def __init__(self, models: Path, *, otherwise: Callable[[], Judge]) -> None:
        self._models = models
        self._otherwise = otherwise

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        """Return one judgement a window."""
        return self._judge.judge(question, windows)

    def sides(self, question: str) -> list[tuple[int, int]]:
        """Return where the sides of a question stand in it."""
        return self._judge.sides(question)

    def leans(self, question: str) -> float:
        """Return how likely a question leaves to the one before it what it is about, 0 to 1."""
        return self._judge.leans(question)

    @cached_property
    def _judge(self) -> Judge:
        try:
            return loaded(self._models)
        except ExportError:  # `doctor` says why
            return self._otherwise()


@cache
def loaded(models: Path) -> AdaptedJudge:
    """Return the one judge of a folder: it is loaded once a process, however many homes are opened.

    Raises:
        ExportError: It is missing or damaged.
    """
    return AdaptedJudge(models)


class Adapter(NamedTuple):
    """What was trained: tensors by name, in fp32, and what turns logits into probabilities."""

    tensors: Mapping[str, Floats]
    calibration: Calibration
    sides: Mapping[str, Floats]
    """Of the head that finds the sides of a question."""

    leaning: Mapping[str, Floats]
    """Of the head that says whether it leans on another."""


def read_adapter(file: Path) -> Adapter:
    """Return the trained weights.

    Raises:
        ExportError: They are missing or damaged.
    """
    from safetensors import SafetensorError

    try:
        tensors, sides, leaning = _tensors(file), _tensors(sides_file(file)), _tensors(leaning_file(file))
        calibration = Calibration.model_validate_json(calibration_file(file).read_bytes())
        wanted = {f"heads.{name}": shape for name, shape in head_shapes().items()} | SIDE_SHAPES
        lawful = all((tensors | sides)[name].shape == shape for name, shape in wanted.items())
        if not lawful or any(leaning[name].shape != shape for name, shape in LEANING_SHAPES.items()):
            raise ExportError(BROKEN)
    except (OSError, SafetensorError, KeyError, TypeError, ValidationError) as error:
        raise ExportError(BROKEN) from error
    return Adapter(tensors, calibration, sides, leaning)


def _tensors(file: Path) -> dict[str, Floats]:
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as opened:
        return {name: opened.get_tensor(name).astype(np.float32) for name in opened.keys()}  # noqa: SIM118


def encode(tokenizer: FastTokenizer, question: str, windows: Sequence[Window]) -> list[Encoded]:
    """Return the windows with the question as tokens."""
    texts = [f"passage: {one.heading}\n{one.text}" for one in windows]
    pairs = tokenizer.encode_pairs(f"query: {question[-LONGEST_QUESTION:]}", texts)
    return [_encoded(pair, window, len(text)) for pair, window, text in zip(pairs, windows, texts, strict=True)]


def _encoded(pair: Pair, window: Window, length: int) -> Encoded:
    ends = [end for _, end in pair.offsets]
    shift = length - len(window.text)
    places = [[pair.start + bisect_right(ends, place + shift) for place in span] for span in window.spans]
    return Encoded(
        ids=pair.ids,
        question=(1, pair.start - 2),
        text=(pair.start, pair.start + len(ends)),
        spans=tuple((start, end) for start, end in places),
    )


def head_shapes() -> dict[str, tuple[int, ...]]:
    """Return the shapes of the heads' weights."""
    parts = {"in": (INNER, 3 * HIDDEN), "in_bias": (INNER,), "out": (INNER,), "near": (), "bias": ()}
    return {f"{name}_{part}": shape for name in HEADS for part, shape in parts.items()}


def _head(weights: Mapping[str, Floats], name: str, asked: Floats, parts: Floats) -> Floats:
    """Return a logit a part: of its cosine, of what it is, what it shares with the question and where they differ."""
    features = np.concatenate((parts, parts * asked, np.abs(parts - asked)), axis=-1)
    inner = features @ weights[f"{name}_in"].T + weights[f"{name}_in_bias"]
    lengths = np.linalg.norm(parts, axis=-1) * np.linalg.norm(asked)
    near = NEARNESS * weights[f"{name}_near"] * (parts @ asked) / lengths
    logits: Floats = (gelu(inner) @ weights[f"{name}_out"] + near + weights[f"{name}_bias"]).astype(np.float32)
    return logits
