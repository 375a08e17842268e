"""The one normaliser and tokenizer for index and query.

Matching happens on folded text: full and half width alike (NFKC), Traditional as Simplified, lower case. Two kinds of
terms are made of it: words (jieba with our lexicon) and grams (two characters at a time), which find what the
dictionary does not know. What is shown to people is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from knowledge.lexicon.reader import lexicon_lines
from knowledge.numerals import NUMERALS, number_of

if TYPE_CHECKING:
    import opencc

    from knowledge.segmenter import Segmenter

LEXICON_FREQUENCY = 50_000
"""As frequent as the commonest words of jieba's dictionary (60 million in all), so that 党建有 is 党建 + 有."""

_QUOTES = str.maketrans("「」『』〔〕【】", "“”‘’[][]")
"""Marks that people use for one another; NFKC leaves them alone."""

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_RUN = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(rf"第([{NUMERALS}]+)(?=[编章节条款项届次批])")
_YEAR = re.compile(r"([零〇一二三四五六七八九]{4})(?=年)")


class _FoldTable(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, code_point: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code_point)).translate(_QUOTES)
        folded = _INVISIBLE.sub("", _simplifier().convert(plain)).lower()
        self[code_point] = folded
        return folded


_fold_table = _FoldTable()


def fold(text: str) -> str:
    """Return `text` for matching: NFKC, Simplified, lower case, quotation marks of one kind.

    Folding goes character by character, so that fold(a + b) == fold(a) + fold(b): a literal search in folded text
    finds every occurrence.

    Example:
        「第一議題」ＡＢ -> “第一议题”ab
    """
    return text.translate(_fold_table)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the offset in `text` that it came from.

    Example:
        ㈠是 -> ("(一)是", [0, 0, 0, 1])
    """
    pieces = [_fold_table[ord(character)] for character in text]
    offsets = [offset for offset, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), offsets


def simplified(text: str) -> str:
    """Return `text` in Simplified script, for reading; phrases that keep an old form (乾隆) keep it."""
    return str(_simplifier().convert(text))


def simplified_or_none(text: str | None) -> str | None:
    """Return `text` in Simplified script, for reading; None where there is none."""
    return simplified(text) if text else None


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, in order; a long word is followed by the words inside it.

    Numerals of articles and years are Arabic: 第十二条 gives 第12条's words.
    """
    folded = arabic_numerals(fold(text))
    # Without the hidden Markov model: it makes words of what merely stands together (期是, 荟有), differently in a
    # question than in a document. What the dictionary does not know is found by its grams.
    return _segmenter().search_words(folded)


def segments(text: str) -> list[str]:
    """Return `text`, folded and with Arabic numerals, cut into words and marks in order; joined they are the text."""
    return _segmenter().cut(arabic_numerals(fold(text)))


def grams(text: str) -> list[str]:
    """Return one term for each letter, digit or Han character of `text`, folded: it and the next one of its run.

    The last of a run stands alone. Positions are consecutive, so a literal string is a phrase of its grams, and a
    single character is the prefix of every gram that begins with it.

    Example:
        三会一课，双报到 -> 三会 会一 一课 课 双报 报到 到
    """
    return [run[i : i + 2] for run in _RUN.findall(fold(text)) for i in range(len(run))]


def pairs(text: str) -> list[str]:
    """Return the grams of two characters."""
    return [run[i : i + 2] for run in _RUN.findall(fold(text)) for i in range(len(run) - 1)]


def is_one_run(folded: str) -> bool:
    """Tell whether folded text is letters, digits and Han characters without anything between them."""
    return _RUN.fullmatch(folded) is not None


def literal_grams(text: str) -> list[str]:
    """Return the grams that follow one another wherever `text` stands literally.

    As `grams`, but the last run's last character is dropped: what follows it in a document is unknown.

    Example:
        三会一课 -> 三会 会一 一课
    """
    terms = grams(text)
    return terms[:-1] if len(terms) > 1 and len(terms[-1]) == 1 else terms


def embedding_text(title: str, locator: str, text: str) -> str:
    """Return what the embedding model reads of a passage: title, heading path, text, in Simplified script."""
    return simplified("\n".join(part for part in (title, locator, text) if part))


def arabic_numerals(text: str) -> str:
    """Return `text` with the Chinese numerals of ordinals and years in Arabic digits.

    Example:
        二〇一九年第一百零二条 -> 2019年第102条
    """
    text = _ORDINAL.sub(lambda match: f"第{number_of(match[1])}", text)
    return _YEAR.sub(lambda match: f"{number_of(match[1]):04}", text)


@cache
def _simplifier() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _segmenter() -> Segmenter:
    """Return the segmenter with our lexicon."""
    from knowledge.segmenter import Segmenter

    words = dict.fromkeys(map(fold, lexicon_lines("words.txt")), LEXICON_FREQUENCY)
    return Segmenter(user_cache_path("ronghe", ensure_exists=True), words)
