"""Training the head that finds the sides of a question: `python -m benchmarks.judging.sides [--out FILE]`.

Reads `data/sides.txt` and, as questions of one side, some of `data/train.jsonl`; a seventh of the first is never
trained on. The network underneath stays as the judge has it, so that this takes a minute or two; train the judge first.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from benchmarks.judging.labelled import DATA, read_labelled
from knowledge.documents import Frozen
from knowledge.models.adapter_files import ADAPTER, sides_file
from knowledge.models.bundled import models_folder
from knowledge.models.judging import AdaptedJudge
from knowledge.models.numbers import Floats
from knowledge.models.side_finding import BEGINS, GOES_ON, INNER, OUTSIDE, SIDE_SHAPES, WIDTH, Cut, SideHead

FILE = DATA / "sides.txt"
"""A question a line, each of its sides in 【】; written by language models."""

KEPT = 7
"""One line of so many, by checksum, is never trained on."""

WHOLE = 400
"""Questions of the judge's training that are read as having one side."""

_JOINED = re.compile(r"[和与跟、]|区别|不同|一样|分别|各|[？?].*[？?]")
"""What questions with several sides may have: nobody marked these, so that none with it is read as having one."""

SEED, PASSES, TOGETHER, RATE = 20261201, 20, 32, 2e-3


class Marked(Frozen):
    """A question and where its sides stand in it; none, or two and more."""

    question: str
    sides: tuple[tuple[int, int], ...]


class Read(NamedTuple):
    """A question as the network read it."""

    marked: Marked
    asked: Cut
    states: Floats


class Figures(NamedTuple):
    """Of questions kept: with sides, of them found as so many, and exactly; without, and of them taken for such."""

    sided: int
    counted: int
    exact: int
    whole: int
    mistaken: int


class TrainedHead(nn.Module):
    """The head while it is trained; its weights are named as in `SIDE_SHAPES`."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.gru = nn.GRU(WIDTH, INNER, bidirectional=True, batch_first=True)
        self.said = nn.Linear(2 * INNER, 3)
        self.dropout = nn.Dropout(0.4)

    def forward(self, states: Tensor) -> Tensor:
        """Return three logits a token, shape (questions, tokens, 3)."""
        logits: Tensor = self.said(self.dropout(self.gru(self.dropout(self.norm(states)))[0]))
        return logits


def main() -> int:
    """Train, print the figures, write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=sides_file(ADAPTER))
    given = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    if not sides_file(ADAPTER).exists():  # the network is asked before there is a head
        nothing = {name: np.zeros(shape, dtype=np.float16) for name, shape in SIDE_SHAPES.items()}
        save_file(nothing, sides_file(ADAPTER))
    judge = AdaptedJudge(models_folder())
    asked = (one.question for one in read_labelled(DATA / "train.jsonl"))
    whole = random.sample([each for each in asked if not _JOINED.search(each)], WHOLE)
    train = [*read_marked(kept=False), *(Marked(question=each, sides=()) for each in whole)]
    head = _fitted([_read(judge, one) for one in train])
    weights = {name: each.detach().numpy().astype(np.float16) for name, each in head.named_parameters()}
    save_file(weights, given.out)
    told = SideHead({name: each.astype(np.float32) for name, each in weights.items()})
    print(measured(told, [_read(judge, one) for one in read_marked(kept=True)]))
    return 0


def read_marked(*, kept: bool) -> list[Marked]:
    """Return the questions to train on, or those kept."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [_marked(line) for line in lines if (_number(line) % KEPT == 0) is kept]


def measured(head: SideHead, read: Sequence[Read]) -> Figures:
    """Return the figures over questions whose sides are known."""
    tried: list[tuple[int, ...]] = []
    for marked, asked, states in read:
        found = head.spans(asked, states)
        said, wanted = (_named(marked, spans) for spans in (found, marked.sides))
        of_sides = (1, len(said) == len(wanted), said == wanted, 0, 0)
        tried.append(of_sides if wanted else (0, 0, 0, 1, bool(found)))
    return Figures(*map(sum, zip(*tried, strict=True)))


def _fitted(read: list[Read]) -> TrainedHead:
    head = TrainedHead()
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.05)
    steps = PASSES * -(-len(read) // TOGETHER)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(PASSES):
        random.shuffle(read)
        for first in range(0, len(read), TOGETHER):
            batch = read[first : first + TOGETHER]
            states = nn.utils.rnn.pad_sequence([torch.from_numpy(one.states) for one in batch], batch_first=True)
            labels = nn.utils.rnn.pad_sequence(
                [torch.tensor(list(_labels(one))) for one in batch], batch_first=True, padding_value=-100
            )
            loss = nn.functional.cross_entropy(head(states).flatten(0, 1), labels.flatten())
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return head.eval()


def _read(judge: AdaptedJudge, one: Marked) -> Read:
    return Read(one, *judge.states(one.question))


def _named(one: Marked, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [one.question[start:end].strip("，,、。？? ") for start, end in spans]


def _labels(one: Read) -> Iterator[int]:
    begun: set[tuple[int, int]] = set()
    for start, end in one.asked.offsets:
        side = next((side for side in one.marked.sides if start < side[1] and end > side[0]), None)
        yield OUTSIDE if side is None else GOES_ON if side in begun else BEGINS
        if side is not None:
            begun.add(side)


def _marked(line: str) -> Marked:
    position, sides = 0, []
    pieces = line.replace("】", "【").split("【")
    for number, piece in enumerate(pieces):
        if number % 2:
            sides.append((position, position + len(piece)))
        position += len(piece)
    return Marked(question="".join(pieces), sides=tuple(sides))


def _number(line: str) -> int:
    return int(hashlib.sha256(line.encode()).hexdigest(), 16)


if __name__ == "__main__":
    sys.exit(main())
