from __future__ import annotations

import numpy as np
import pytest

from knowledge.models.packed import PackedModel, _dequantised, parse_packed_model


def test_a_block_holds_its_first_sixteen_weights_in_the_low_halves() -> None:
    """Weight j is the low half of byte j, weight j + 16 the high half, both minus eight and times the scale."""
    nibbles = bytes([0x80] + [0x88] * 14 + [0xF8])
    weights = _dequantised(np.float16(0.5).tobytes() + nibbles)
    assert weights[0] == -4.0
    assert weights[31] == 3.5
    assert np.count_nonzero(weights) == 2


def test_another_file_is_refused() -> None:
    """Bytes that do not begin with the magic number are never read as weights."""
    with pytest.raises(ValueError, match="magic"):
        parse_packed_model(b"GGUF" + bytes(64))


def test_the_sizes_agree_with_the_tensors(packed: PackedModel) -> None:
    """Every layer's matrices have the sizes of the header, so nothing was read at a wrong place."""
    sizes = packed.sizes
    assert len(packed.pieces) == len(packed.scores) <= sizes.vocabulary
    assert packed.tensors["emb.word"].size == sizes.vocabulary * sizes.hidden
    for layer in range(sizes.layers):
        assert packed.tensors[f"l{layer}.fi.w"].size == sizes.hidden * sizes.intermediate
        assert packed.tensors[f"l{layer}.oln.b"].size == sizes.hidden


def test_the_character_map_folds_widths_and_drops_controls(packed: PackedModel) -> None:
    """Full-width letters become ordinary ones, white space becomes a space, control characters vanish."""
    assert [packed.character_map[character] for character in "Ａ\u3000\n\x07"] == ["A", " ", " ", ""]
