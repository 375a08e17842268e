"""The judge's network for openvino: the bundled weights with the adapter's additions. Needs torch, once, at set-up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.models.adapter_files import ADAPTER, judge_folder
from knowledge.models.bundled import BUNDLED_MODEL
from knowledge.models.export_record import TOKENIZER, ExportError
from knowledge.models.fast_tokenizer import FastTokenizer
from knowledge.models.judging import LONGEST_INPUT, encode, read_adapter
from knowledge.models.openvino_runtime import export
from knowledge.ports import Window

if TYPE_CHECKING:
    import torch

SCALE = 2.0
"""What the product of an adapter's two matrices counts, as in training."""

DOWN, UP = ".down", ".up"

_EXAMPLE = (
    Window("基层组织工作条例 第七条", "支部委员会由3至5人组成。书记主持日常工作。", ((0, 13), (13, 22))),
    Window("", "项目部与支部合署办公。", ((0, 11),)),
)
"""What an export is asked whenever it is loaded."""


def export_judge(models: Path, *, adapter: Path = ADAPTER) -> Path:
    """Export the judge, in the place of an export that is there, and return the folder.

    Raises:
        ExportError: The adapter is damaged or of another network, or openvino cannot be used here.
        OSError: The folder cannot be written.
    """
    source = models / BUNDLED_MODEL
    folder = judge_folder(models, adapter)
    tokenizer = FastTokenizer(source / TOKENIZER, limit=LONGEST_INPUT)
    example = [list(one.ids) for one in encode(tokenizer, "支部委员会有几个人？", _EXAMPLE)]
    export(_network(source, adapter), example, folder, tokenizer=source / TOKENIZER)
    return folder


def _network(source: Path, adapter: Path) -> torch.nn.Module:
    """Return the network from `input_ids` and `attention_mask` to one state a token, in fp32."""
    import torch
    from transformers import BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    encoder = BertModel.from_pretrained(source, add_pooling_layer=False, dtype=torch.float32)
    tensors = read_adapter(adapter).tensors
    with torch.no_grad():
        for name in (each.removesuffix(DOWN) for each in tensors if each.endswith(DOWN)):
            try:
                layer: Any = encoder.get_submodule(name.removeprefix("encoder."))
                layer.weight += SCALE * torch.from_numpy(tensors[name + UP] @ tensors[name + DOWN])
            except (AttributeError, RuntimeError) as error:
                raise ExportError("判断模型的权重与内置的向量模型不配套") from error

    class TokenStates(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states: torch.Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return states

    return TokenStates().eval()
