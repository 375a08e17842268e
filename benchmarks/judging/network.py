"""The judge's network while it is trained: the bundled encoder with low-rank adapters, and two heads.

Low-rank adaptation: Hu et al. (2021), "LoRA: Low-Rank Adaptation of Large Language Models", arXiv:2106.09685.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

from knowledge.models.judging import NEARNESS, Encoded, head_shapes

SCALE = 2.0
"""What the product of the two small matrices counts; twice the rank over the rank, as is usual."""

USUAL = 0.9
"""Cosine from which a head begins to say yes: the encoder places any question and text between .8 and 1."""

ADAPTED = ("query", "key", "value", "dense")
"""Linear layers that get an adapter, by the last part of their names."""


TOGETHER, PADDED_TO = 8, 16
"""Windows read at a time, and tokens to a multiple of which they are padded: each shape costs oneDNN time and memory,
padding costs more than small batches do."""


PLAIN = 3
"""First layers, which stay as they are: they read words, and training is a quarter faster without them."""


class Adapted(nn.Module):
    """A frozen linear layer with a low-rank addition."""

    def __init__(self, frozen: nn.Linear, rank: int) -> None:
        super().__init__()
        self.frozen = frozen
        self.down = nn.Parameter(torch.randn(rank, frozen.in_features) / math.sqrt(frozen.in_features))
        self.up = nn.Parameter(torch.zeros(frozen.out_features, rank))

    def forward(self, given: Tensor) -> Tensor:
        """Return the layer's output with the addition."""
        added: Tensor = self.frozen(given) + (given @ self.down.T @ self.up.T) * SCALE
        return added


def _beginning(name: str, shape: tuple[int, ...]) -> Tensor:
    """Return the weights that a head begins with: it goes by the cosine, and what it learns is added."""
    if name.endswith("_near"):
        return torch.ones(shape)
    if name.endswith(("_in", "_out")):
        return torch.randn(shape) / math.sqrt(shape[-1]) * (0.1 if name.endswith("_out") else 1.0)
    return torch.full(shape, -NEARNESS * USUAL) if name.endswith("_bias") and not shape else torch.zeros(shape)


class JudgeNetwork(nn.Module):
    """Reads question and window together; gives a logit a span and two a window."""

    def __init__(self, folder: Path, *, rank: int, layers: int | None = None) -> None:
        super().__init__()
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        encoder.requires_grad_(requires_grad=False)
        if layers is not None:
            encoder.encoder.layer = encoder.encoder.layer[:layers]
        for name, module in list(encoder.named_modules()):
            numbers = [int(part) for part in name.split(".") if part.isdecimal()]
            if isinstance(module, nn.Linear) and name.rpartition(".")[2] in ADAPTED and numbers[0] >= PLAIN:
                parent = encoder.get_submodule(name.rpartition(".")[0])
                setattr(parent, name.rpartition(".")[2], Adapted(module, rank))
        self.encoder = encoder
        self.heads = nn.ParameterDict(
            {name: nn.Parameter(_beginning(name, shape)) for name, shape in head_shapes().items()}
        )

    def forward(self, batch: Sequence[Encoded]) -> tuple[list[Tensor], Tensor, Tensor]:
        """Return the logits of each window's spans, and two of each window: that it answers, and that it bears."""
        longest = -(-max(len(one.ids) for one in batch) // PADDED_TO) * PADDED_TO
        lengths = [len(one.ids) for one in batch] + [1] * (TOGETHER - len(batch))
        rows = [one.ids for one in batch] + [(0,)] * (TOGETHER - len(batch))
        ids = torch.tensor([[*row, *[1] * (longest - len(row))] for row in rows])
        mask = (torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]).long()
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        spans, wholes, bears = [], [], []
        for row, one in zip(states, batch, strict=False):
            asked, whole = row[slice(*one.question)].mean(0), row[slice(*one.text)].mean(0)
            parts = [row[start:end].mean(0) if end > start else whole for start, end in one.spans]
            wholes.append(self._head("whole", asked, whole[None])[0])
            bears.append(self._head("near", asked, whole[None])[0])
            spans.append(self._head("span", asked, torch.stack(parts)) if parts else torch.zeros(0))
        return spans, torch.stack(wholes), torch.stack(bears)

    def _head(self, name: str, asked: Tensor, parts: Tensor) -> Tensor:
        both = asked.expand_as(parts)
        features = torch.cat((parts, parts * both, (parts - both).abs()), dim=-1)
        weight = self.heads
        near = nn.functional.cosine_similarity(parts, both, dim=-1)
        hidden = nn.functional.gelu(features @ weight[f"{name}_in"].T + weight[f"{name}_in_bias"])
        logits: Tensor = (
            hidden @ weight[f"{name}_out"] + weight[f"{name}_near"] * near * NEARNESS + weight[f"{name}_bias"]
        )
        return logits

    def trained(self) -> dict[str, Tensor]:
        """Return what was trained, by name."""
        return {name: each.detach() for name, each in self.named_parameters() if each.requires_grad}

    def go_on_from(self, weights: Mapping[str, NDArray[np.float16]]) -> None:
        """Take trained weights, by name, for the further training."""
        named = dict(self.named_parameters())
        for name, each in weights.items():
            named[name].data = torch.from_numpy(each.astype(np.float32))
