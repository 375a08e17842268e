from __future__ import annotations

import pytest

from ingest.repair.mojibake import garbled_spans


def misread(text: str, written: str, read: str) -> str:
    return text.encode(written).decode(read, "replace")


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param("\ufffd\ufffd", id="replacement_characters"),
        pytest.param("锟斤拷锟斤拷", id="gbk_classic"),
        pytest.param(misread("党建和业务深度融合", "utf-8", "gb18030"), id="utf8_read_as_gbk"),
        pytest.param(misread("党建", "utf-8", "cp1252"), id="utf8_read_as_latin"),
        pytest.param(misread("党建业务融合", "gbk", "latin-1"), id="gbk_read_as_latin"),
        pytest.param("?dāng)木駝恿Α7e", id="half_a_reading_and_shifted_bytes"),
    ],
)
def test_noise_is_found_and_its_sentence_left(noise: str) -> None:
    """The unreadable stretch is covered, and the words around it are not."""
    text = f"各支部认真落实，{noise}，取得成效。"
    spans = garbled_spans(text)
    covered = {offset for start, end in spans for offset in range(start, end)}
    first = text.index(noise)
    assert len(covered) >= len(noise) - 2
    assert covered <= set(range(first, first + len(noise)))


@pytest.mark.parametrize(
    "text", ["“1+N”机制、α系数、Ω形、3.5℃、±5%，café（咖啡馆）", "問：怎么办？（一）抓學習(學以致用)", "±×÷"]
)
def test_clean_text_has_none(text: str) -> None:
    """Symbols, foreign words and rare marks are no mojibake."""
    assert garbled_spans(text) == []
