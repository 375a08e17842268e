from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from knowledge.models.bundled import BUNDLED_MODEL
from knowledge.models.packed import PackedModel
from knowledge.models.unigram_tokenizer import SPACE_MARK, _character_class, is_kept, tokenizer_json
from tests.knowledge.engine import Engine
from tests.knowledge.model_texts import ALL

SMALL_VOCABULARY = {
    "<s>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    SPACE_MARK: -2.0,
    "党": -3.0,
    "建": -3.0,
    "党建": -4.0,
    "A": -5.0,
}


@pytest.fixture(scope="module")
def tokenizer(models: Path) -> Tokenizer:
    return Tokenizer.from_file(str(models / BUNDLED_MODEL / "tokenizer.json"))


@pytest.fixture(scope="module")
def count_tokens(tokenizer: Any) -> Callable[[str], int]:
    return lambda text: len(tokenizer.encode(f"passage: {text}").ids)


def small_tokenizer(character_map: dict[str, str]) -> Tokenizer:
    pieces, scores = list(SMALL_VOCABULARY), list(SMALL_VOCABULARY.values())
    return Tokenizer.from_str(json.dumps(tokenizer_json(pieces, scores, character_map=character_map, unknown=2)))


def most_probable_pieces(text: str, packed: PackedModel) -> list[str]:
    """Cut a text by the definition: map, collapse spaces, mark them, and take the path of the highest score."""
    mapped = "".join(packed.character_map.get(character, character) for character in text)
    marked = SPACE_MARK + " ".join(mapped.split(" ")).replace("  ", " ").replace(" ", SPACE_MARK)
    scores = dict(zip(packed.pieces, packed.scores, strict=True))
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(marked) + 1):
        starts = range(max(0, end - 40), end)
        paths = [(best[at][0] + scores[marked[at:end]], at) for at in starts if marked[at:end] in scores]
        score, at = max(paths, default=(best[end - 1][0] - 100, end - 1))
        best.append((score, [*best[at][1], marked[at:end]]))
    return best[-1][1]


@pytest.mark.parametrize(
    "piece", ["党建", "習近平", "▁Party", "〔2021〕", "㎡", "々", "ü", "Ω", "ㄅ", "<unk>", "3.14", "……"]
)
def test_what_our_texts_are_written_with_is_kept(piece: str) -> None:
    """Han of either script, Latin with accents, digits, punctuation and symbols stay in the vocabulary."""
    assert is_kept(piece)


@pytest.mark.parametrize("piece", ["привет", "の", "カ", "한", "سلام", "नम", "ก", "党の"])
def test_other_scripts_are_dropped(piece: str) -> None:
    """A piece with one letter of another script is dropped."""
    assert not is_kept(piece)


def test_each_strange_character_is_one_unknown() -> None:
    """Two characters that no piece holds are two unknowns, as in the engine, and not one."""
    assert small_tokenizer({}).encode("党ЖЖ建").ids == [0, 3, 4, 2, 2, 5, 1]


def test_characters_are_mapped_before_they_are_looked_up() -> None:
    """A character may become another, several, or none; what follows is looked up as if it had been written so."""
    tokenizer = small_tokenizer({"Ａ": "A", "黨": "党", "〇": "党建", "Ж": ""})
    assert tokenizer.encode("黨Ж建 Ａ〇").tokens == ["<s>", SPACE_MARK, "党建", SPACE_MARK, "A", "党建", "</s>"]


def test_runs_of_spaces_are_one_space() -> None:
    """Two spaces and a line break that is mapped to a space leave one mark."""
    assert small_tokenizer({"\n": " "}).encode("党 \n 建").tokens == [
        "<s>",
        SPACE_MARK,
        "党",
        SPACE_MARK,
        "建",
        "</s>",
    ]


def test_neighbouring_characters_are_written_as_a_range() -> None:
    """The class of a regular expression stays short, and its own signs are escaped."""
    assert _character_class({"a", "c", "b", "一", "]"}) == r"\]a-c一"


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_pieces_are_the_most_probable_of_the_whole_vocabulary(text: str, tokenizer: Any, packed: PackedModel) -> None:
    """The trimmed vocabulary cuts our texts as the wheel's whole vocabulary does."""
    assert tokenizer.encode(f"passage: {text}").tokens[1:-1] == most_probable_pieces(f"passage: {text}", packed)


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_as_many_tokens_as_the_engine_counts(text: str, count_tokens: Callable[[str], int], engine: Engine) -> None:
    """The engine of the wheel and the tokenizer of the folder count alike."""
    assert count_tokens(text) == engine.count_tokens(text)


# Without what joins a character to the one before it: the library maps some such pairs as one, which the engine
# does not, and drops the second (`²` with a combining mark).
CHINESE_AND_LATIN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x01, max_codepoint=0x17F),
    st.characters(min_codepoint=0x2000, max_codepoint=0x206F, exclude_characters="\u200c\u200d"),
    st.characters(min_codepoint=0x2100, max_codepoint=0x27BF),
    st.characters(min_codepoint=0x3000, max_codepoint=0x3029),
    st.characters(min_codepoint=0x3200, max_codepoint=0x33FF),
    st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
)


@settings(max_examples=300, deadline=None)
@given(text=st.text(CHINESE_AND_LATIN.filter(lambda sign: is_kept(normalize("NFKC", sign))), max_size=60))
def test_any_text_counts_as_in_the_engine(text: str, count_tokens: Callable[[str], int], engine: Engine) -> None:
    """Whatever is written in the kept scripts, rare characters and controls included, is cut into as many pieces."""
    assert count_tokens(text) == engine.count_tokens(text)
