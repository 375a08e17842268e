"""Tests of the reranker with a cross-encoder of a few thousand weights, built here."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import RerankerError
from knowledge.models.reranking import BATCH, READ, CrossEncoderReranker
from knowledge.retrieval import _reordered

pytestmark = pytest.mark.slow

TEXTS = [f"第{number}条 采购须经三人以上评审。" for number in range(30)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A BERT of one layer with random weights, as a folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification
    from transformers.models.bert.tokenization_bert import BertTokenizer

    folder = tmp_path_factory.mktemp("cross-encoder")
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = sorted({character for text in TEXTS for character in text} | set("谁评审采购"))
    (folder / "vocab.txt").write_text("\n".join([*marks, *words]), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(marks) + len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64,
    )  # fmt: skip
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(vocab=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return str(folder)


def test_the_best_are_read_and_no_more(tiny: str) -> None:
    """With time enough, the first passages have a score each."""
    assert len(CrossEncoderReranker(tiny, budget=60).scores("谁评审采购", TEXTS)) == READ
    assert len(CrossEncoderReranker(tiny, budget=60).scores("谁评审采购", TEXTS[:3])) == 3


def test_when_time_runs_out_the_rest_is_left(tiny: str) -> None:
    """The first batch is read in any case, and nothing after the budget."""
    assert len(CrossEncoderReranker(tiny, budget=0).scores("谁评审采购", TEXTS)) == BATCH


def test_what_was_not_read_keeps_its_place_behind() -> None:
    """New scores order what was read; the others follow as fusion had them."""
    ranked = [("a", 0.9), ("b", 0.8), ("c", 0.7), ("d", 0.6)]
    assert [key for key, _ in _reordered(ranked, [0.1, 0.5])] == ["b", "a", "c", "d"]


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    """What is missing, and where, is said in one sentence."""
    with pytest.raises(RerankerError, match=r"config\.json"):
        CrossEncoderReranker(str(tmp_path)).load()


def test_a_model_that_is_not_here_says_how_to_get_it() -> None:
    """Nothing is downloaded on the way; the command to do so is named."""
    with pytest.raises(RerankerError, match="hf download"):
        CrossEncoderReranker("nobody/no-such-reranker").load()
