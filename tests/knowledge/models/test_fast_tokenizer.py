from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.models.bundled import BUNDLED_MODEL, MAX_TOKENS
from knowledge.models.fast_tokenizer import FastTokenizer
from tests.knowledge.engine import Engine
from tests.knowledge.model_texts import ALL, SIMPLIFIED

QUESTION = "支部怎样服务项目建设？"


@pytest.fixture(scope="module")
def file(models: Path) -> Path:
    return models / BUNDLED_MODEL / "tokenizer.json"


@pytest.fixture(scope="module")
def tokenizer(file: Path) -> FastTokenizer:
    return FastTokenizer(file, limit=MAX_TOKENS)


def test_texts_are_cut_as_the_wheels_own_engine_cuts_them(tokenizer: FastTokenizer, engine: Engine) -> None:
    """The same number of tokens for each text, up to the limit of the model."""
    counts = [len(ids) for ids in tokenizer.encode([f"passage: {text}" for text in ALL])]
    assert counts == [min(engine.count_tokens(text), MAX_TOKENS) for text in ALL]


def test_a_pair_is_question_and_passage_between_markers(tokenizer: FastTokenizer) -> None:
    """Each part is cut as it would be alone; two markers stand between them."""
    (asked,) = tokenizer.encode([QUESTION])
    (read,) = tokenizer.encode(SIMPLIFIED[:1])
    (pair,) = tokenizer.encode_pairs(QUESTION, SIMPLIFIED[:1])
    assert pair.ids == [*asked, asked[-1], *read[1:]]
    assert pair.start == len(asked) + 1


def test_offsets_lead_back_into_the_passage(tokenizer: FastTokenizer) -> None:
    """One a token of the passage, in characters, from its beginning to its end."""
    for text, pair in zip(SIMPLIFIED, tokenizer.encode_pairs(QUESTION, SIMPLIFIED), strict=True):
        assert len(pair.ids) == pair.start + len(pair.offsets) + 1
        assert (pair.offsets[0][0], pair.offsets[-1][1]) == (0, len(text))


def test_what_is_too_long_is_taken_from_the_passage(file: Path) -> None:
    """The question stays whole, and so does the marker at the end."""
    short = FastTokenizer(file, limit=32)
    (pair,) = short.encode_pairs(QUESTION, ["党建" * 100])
    (whole,) = short.encode_pairs(QUESTION, ["党建"])
    assert len(pair.ids) == 32
    assert pair.ids[: pair.start] == whole.ids[: whole.start]
    assert pair.ids[-1] == whole.ids[-1]


def test_a_question_without_an_end_is_refused(file: Path) -> None:
    """Where nothing of a passage could be read, nothing is said of it."""
    with pytest.raises(ValueError, match="of 8 tokens"):
        FastTokenizer(file, limit=8).encode_pairs(QUESTION, ["党建"])


def test_copies_of_a_file_are_read_once(file: Path, tmp_path: Path) -> None:
    """Encoder and judge each have a copy in their folder; in memory, where it is large, there is one, for any limit."""
    copy = tmp_path / "tokenizer.json"
    copy.write_bytes(file.read_bytes())
    one, other = FastTokenizer(file, limit=MAX_TOKENS), FastTokenizer(copy, limit=8)
    assert one._tokenizer is other._tokenizer
    ((long,), (short,)) = (each.encode(["支部怎样服务项目建设，党员怎样在项目上发挥作用？"]) for each in (one, other))
    assert (len(short), short[:7], short[-1]) == (8, long[:7], long[-1])
