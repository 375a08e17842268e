"""Training the judge: `python -m benchmarks.judging.train [--begin FILE] [--stages N…] [--out FILE]`.

Reads `data/train.jsonl` (questions by other people's texts need those beside the checkout), tunes nothing else, prints
the figures on `data/dev.jsonl` after each stage and writes the adapter. Deterministic but for the order of threads.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor, nn

from benchmarks.judging.labelled import CORPUS, DATA, Labelled, read_follow_ups, read_labelled
from benchmarks.judging.network import TOGETHER, JudgeNetwork
from benchmarks.judging.sampling import Sampler
from benchmarks.judging.windows import Example
from knowledge.models.bundled import BUNDLED_MODEL, models_folder
from knowledge.models.export_record import TOKENIZER
from knowledge.models.fast_tokenizer import FastTokenizer
from knowledge.models.judging import LONGEST_INPUT, Encoded, encode
from knowledge.questions.conversation import together

SEED = 20261130
QUESTIONS = 8
"""Questions a step."""


class Asked(Enum):
    """Which questions a pass is over."""

    ALL = "all"
    READ = "those whose search results somebody read"
    CONVERSATIONS = "follow-ups, changes of subject, and as many of those whose search results somebody read"


class Stage(NamedTuple):
    """One pass over questions."""

    rate: float
    """Highest rate of learning; it falls to nothing."""

    over: Asked


STAGES = (
    Stage(1.2e-3, Asked.ALL),
    Stage(3e-4, Asked.ALL),
    Stage(3e-4, Asked.READ),
    Stage(3e-4, Asked.CONVERSATIONS),
)
"""What is asked of the judge at the end is to tell among search results, so these come late. From trained weights more
than 3e-4 undoes what was learned (8e-4: loss 1.4 to 2.0 within a hundred steps)."""

CHANGES = 1 / 3
"""Changes of subject for each follow-up."""

SAVED = 25
"""Steps between two lines printed; the weights are written as often."""

ANSWERING = 2.0
"""What a statement that answers counts, of one that does not: there are five to one."""


def main() -> int:
    """Train, print and write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--stages", type=int, nargs="+", default=range(1, len(STAGES) + 1), help="by number, from 1")
    parser.add_argument("--limit", type=int, help="questions, for a trial")
    parser.add_argument("--tried", type=int, help="questions of the figures, for a trial")
    parser.add_argument("--begin", type=Path, help="an adapter of the same rank to go on from")
    parser.add_argument("--out", type=Path, default=Path("adapter.safetensors"))
    given = parser.parse_args()
    if not CORPUS.is_dir():
        sys.stderr.write(f"缺少训练用的文本：请把原文放在 {CORPUS} 后再运行。\n")
        return 2
    random.seed(SEED)
    torch.manual_seed(SEED)
    folder = models_folder() / BUNDLED_MODEL
    tokenizer = FastTokenizer(folder / TOKENIZER, limit=LONGEST_INPUT)
    train, dev = (list(read_labelled(DATA / f"{name}.jsonl")) for name in ("train", "dev"))
    random.shuffle(train)
    train = train[: given.limit]
    follow_ups = list(read_follow_ups(DATA / "follow_ups.jsonl", DATA / "train.jsonl"))[: given.limit]
    talks = [*follow_ups, *_changes(train, round(CHANGES * len(follow_ups)))]
    dev = dev[: given.tried]
    sampler = Sampler([*train, *talks, *dev])
    network = JudgeNetwork(folder, rank=given.rank, layers=given.layers).eval()  # dropout only slowed it down
    if given.begin:
        network.go_on_from(load_file(given.begin))
    print(f"{len(train)} questions, {sum(p.numel() for p in network.trained().values()):,} weights", flush=True)
    print(f"before: {measured(network, tokenizer, sampler, dev)}", flush=True)
    for number in given.stages:
        stage = STAGES[number - 1]
        _fit(network, tokenizer, sampler, _asked(stage.over, train, talks), stage.rate, given.out)
        print(f"stage {number}: {measured(network, tokenizer, sampler, dev)}", flush=True)
    return 0


def _asked(over: Asked, train: Sequence[Labelled], talks: Sequence[Labelled]) -> list[Labelled]:
    read = [one for one in train if one.found]
    if over is Asked.CONVERSATIONS:
        return [*talks, *random.sample(read, min(len(talks), len(read)))]
    return read if over is Asked.READ else list(train)


def _changes(train: Sequence[Labelled], count: int) -> list[Labelled]:
    """Return questions that stand alone after one on another text: what came before has no bearing on them."""
    pairs = zip(random.sample(train, min(count, len(train))), random.sample(train, min(count, len(train))), strict=True)
    return [
        one.model_copy(update={"question": together(before.question, one.question)})
        for before, one in pairs
        if not {span.path for span in (*before.answers, *before.near)} & {s.path for s in (*one.answers, *one.near)}
    ]


def _fit(
    network: JudgeNetwork,
    tokenizer: FastTokenizer,
    sampler: Sampler,
    train: Sequence[Labelled],
    rate: float,
    out: Path,
) -> None:
    weights = [p for p in network.parameters() if p.requires_grad]
    heads = list(network.heads.parameters())
    groups: list[dict[str, Any]] = [
        {"params": [p for p in weights if not any(p is head for head in heads)]},
        {"params": heads, "lr": 2 * rate},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    steps = len(train) // QUESTIONS
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * steps), max(0.02, 1 - step / steps))
    )
    began, losses = time.monotonic(), []
    order = random.sample(range(len(train)), len(train))
    for step in range(1, steps + 1):
        examples = [sampler.example(train[i]) for i in order[(step - 1) * QUESTIONS : step * QUESTIONS]]
        loss = _loss(network, tokenizer, examples)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % SAVED == 0:
            taken = time.monotonic() - began
            print(f"step {step}/{steps} loss {np.mean(losses[-SAVED:]):.3f} {taken:.0f} s", flush=True)
            _save(network, out)
    _save(network, out)


def _save(network: JudgeNetwork, file: Path) -> None:
    weights = {name: each.numpy().astype(np.float16) for name, each in network.trained().items()}
    save_file(weights, file)


def read_all(network: JudgeNetwork, batch: Sequence[Encoded]) -> tuple[list[Tensor], Tensor, Tensor]:
    """Read windows of like length together; return what the network does, in the order given."""
    order = sorted(range(len(batch)), key=lambda i: len(batch[i].ids))
    spans: list[Tensor] = [torch.zeros(0)] * len(batch)
    wholes: list[Tensor] = [torch.zeros(())] * len(batch)
    bears: list[Tensor] = [torch.zeros(())] * len(batch)
    for first in range(0, len(order), TOGETHER):
        rows = order[first : first + TOGETHER]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found, whole, bear = network([batch[i] for i in rows])
        for row, i in enumerate(rows):
            spans[i], wholes[i], bears[i] = found[row], whole[row], bear[row]
    return spans, torch.stack(wholes), torch.stack(bears)


def _loss(network: JudgeNetwork, tokenizer: FastTokenizer, examples: Sequence[Example]) -> Tensor:
    encoded = [encode(tokenizer, one.question, [each.window for each in one.placed]) for one in examples]
    spans, wholes, bears = read_all(network, [each for group in encoded for each in group])
    total, position = torch.zeros(()), 0
    for one, group in zip(examples, encoded, strict=True):
        here = slice(position, position + len(group))
        mine, whole, bear = spans[here], wholes[here], bears[here]
        position += len(group)
        labels = torch.tensor([-1 if a is None else int(a) for each in one.labels for a in each])
        answered = torch.tensor([float(any(each)) for each in one.labels])
        total = total + _pointwise(torch.cat(mine), labels) + _listwise(torch.cat(mine), labels)
        total = total + nn.functional.binary_cross_entropy_with_logits(whole, answered) + _listwise(whole, answered)
        related = torch.tensor([-1 if each is None else int(each) for each in one.bears])
        told = related >= 0
        if told.any():
            total = total + nn.functional.binary_cross_entropy_with_logits(bear[told], related[told].float())
    return total / len(examples)


def _pointwise(logits: Tensor, labels: Tensor) -> Tensor:
    told = labels >= 0
    if not told.any():
        return torch.zeros(())
    heavier = torch.tensor(ANSWERING)
    return nn.functional.binary_cross_entropy_with_logits(logits[told], labels[told].float(), pos_weight=heavier)


def _listwise(logits: Tensor, labels: Tensor) -> Tensor:
    """Return how far what answers is from standing first: minus the log of its share among all that was read."""
    if not (labels > 0).any() or not (labels == 0).any():
        return torch.zeros(())
    told = labels >= 0
    return torch.logsumexp(logits[told], 0) - torch.logsumexp(logits[labels > 0], 0)


@torch.no_grad()
def judged(
    network: JudgeNetwork, tokenizer: FastTokenizer, examples: Sequence[Example]
) -> Iterator[tuple[Example, list[Tensor], Tensor, Tensor]]:
    """Yield each example with the logits of its spans and windows."""
    for one in examples:
        yield one, *read_all(network, encode(tokenizer, one.question, [each.window for each in one.placed]))


def measured(network: JudgeNetwork, tokenizer: FastTokenizer, sampler: Sampler, dev: Sequence[Labelled]) -> str:
    """Return figures over labelled questions: among what is labelled, and against all that was read."""
    first, pairs, against, n = 0, [], 0, 0
    for one, spans, _, _ in judged(
        network, tokenizer, [sampler.named(each) for each in dev if each.answers and each.near]
    ):
        labels = [a for each in one.labels for a in each]
        logits = torch.cat(spans).tolist()
        good = [z for z, a in zip(logits, labels, strict=True) if a]
        near = [z for z, a in zip(logits, labels, strict=True) if a is False]
        every = [z for z, a in zip(logits, labels, strict=True) if not a]
        if not good or not near:
            continue
        n += 1
        first += max(good) > max(near)
        against += max(good) > max(every)
        pairs.append(np.mean([(g > b) + 0.5 * (g == b) for g in good for b in near]))
    return json.dumps(
        {
            "n": n,
            "right first": round(first / max(n, 1), 3),
            "auc": round(float(np.mean(pairs)), 3),
            "first of the windows": round(against / max(n, 1), 3),
        }
    )


if __name__ == "__main__":
    sys.exit(main())
