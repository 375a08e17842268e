"""The quick segmenter: the same words as jieba."""

from __future__ import annotations

from pathlib import Path

import jieba
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.samples import sample_files
from knowledge.segmenter import Segmenter

WORD = "三会一课"


def pair(cache: Path) -> tuple[Segmenter, jieba.Tokenizer]:
    """Return ours and jieba's own, with one word of the domain each."""
    theirs = jieba.Tokenizer()
    theirs.tmp_dir, theirs.cache_file = str(cache), str(cache / "jieba.cache")
    theirs.add_word(WORD, 10_000)
    return Segmenter(cache, {WORD: 10_000}), theirs


def test_texts_are_cut_as_jieba_cuts_them(tmp_path: Path) -> None:
    """Every sample document, and strings of its characters in any order, give the same words in both."""
    ours, theirs = pair(tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in sample_files()]
    for text in texts:
        assert ours.cut(text) == list(theirs.cut(text, HMM=False))

    @settings(deadline=None)
    @given(st.text(alphabet="aB7%+_ \r\n\u3000é㐀" + "".join(sorted(set("".join(texts))))))
    def same(text: str) -> None:
        assert ours.cut(text) == list(theirs.cut(text, HMM=False))
        searched = [word for word in theirs.cut_for_search(text, HMM=False) if word.isalnum()]
        assert ours.search_words(text) == searched

    same()
