"""Tests of fusion and diversity; retrieval as a whole is tested over a library in test_answerer.py."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Kind
from knowledge.errors import StorageError
from knowledge.library import Library
from knowledge.questions.filters import Filters
from knowledge.questions.queries import Form, parse_query
from knowledge.ranking.diversity import PER_DOCUMENT, spread
from knowledge.ranking.fusion import LEXICAL_ALONE, NEAR, closeness, evidence, fuse, weights_for
from knowledge.retrieval import Retriever
from tests.builders import source_file
from tests.fakes import BigramEmbedder

COSINES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-1, 1)), max_size=8, unique_by=lambda p: p[0])
GRAMS = {"sqlite": "gram_terms", "postgresql": "gram_postings"}
DIFFERENT = ("春耕备耕抓早抓实", "夏季防汛演练到村", "秋粮收购不打白条", "冬修水利人人上阵", "年终盘点逐项对账")


def test_agreement_beats_one_loud_signal() -> None:
    """A passage that both signals like stands before one that only one of them likes."""
    near = closeness([("loud", 0.9), ("both", 0.88), ("x", 0.82)])
    fused = fuse(
        (1.0, near),
        (0.5, evidence([("both", 9.0), ("y", 3.0)], terms=4, passages=1000)),
        among=("loud", "both", "x", "y"),
    )
    assert next(passage for passage, _ in fused) == "both"


def test_a_signal_that_cannot_tell_its_best_apart_has_little_to_say() -> None:
    """Where all cosines are nearly equal, the passage with the words comes first, though it is not the nearest."""
    near = closeness([(name, 0.85 - 0.001 * place) for place, name in enumerate("abcde")])
    words = evidence([("e", 12.0), ("a", 4.0)], terms=3, passages=1000)
    assert fuse((1.0, near), (0.45, words), among="abcde")[0][0] == "e"


@given(COSINES)
def test_closeness_keeps_the_order_and_the_bounds(cosines: list[tuple[str, float]]) -> None:
    """The nearest has 1, nobody more or less than 0, and whoever was not returned no more than the last."""
    ranking = sorted(cosines, key=lambda pair: -pair[1])
    near, missing = closeness(ranking)
    shares = [near[key] for key, _ in ranking]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    assert missing == (shares[-1] if shares else 0)


def test_how_much_a_tenth_of_cosine_is() -> None:
    """Half of `NEAR` further on, half of the closeness is left."""
    assert closeness([("a", 0.9), ("b", 0.9 - NEAR / 2)])[0]["b"] == pytest.approx(0.5)


def test_evidence_is_on_one_scale_for_all_libraries() -> None:
    """The same find weighs the same, whether a hundred passages or ten million make its words rare."""
    small = evidence([("a", 4.6)], terms=4, passages=98)[0]["a"]
    large = evidence([("a", 16.1)], terms=4, passages=9_999_998)[0]["a"]
    assert small == pytest.approx(large, rel=0.01)


def test_equal_scores_have_one_order() -> None:
    """The same question gives the same order, run after run."""
    assert fuse((1.0, ({"b": 1.0, "a": 1.0, "c": 2.0}, 0.0)), among="ab") == [("a", 1.0), ("b", 1.0)]


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("土地承包；合同效力", Form.KEYWORDS),
        ("考核 绩效 挂钩", Form.KEYWORDS),
        ("支部换届要提前多久准备？", Form.QUESTION),
        ("谋划、部署、检查怎么一起做", Form.QUESTION),
        ("采购降本", Form.KEYWORDS),
        ("名誉权，信用权", Form.KEYWORDS),
        ("河道管理办法第十二条怎么规定", Form.REFERENCE),
        ("把党建考核结果和单位的绩效奖金直接挂起钩来，职工意见很大", Form.QUESTION),
    ],
)
def test_keywords_are_told_from_sentences(question: str, form: Form) -> None:
    """Words parted by marks or spaces are keywords, unless something is asked."""
    assert parse_query(question).form is form


@pytest.mark.parametrize("question", ["土地承包；合同效力", "支部换届要提前多久准备？", "办法第三条"])
def test_no_form_leaves_a_signal_unheard(question: str) -> None:
    """Whatever the form, closeness, terms and coverage all count."""
    weights = weights_for(parse_query(question))
    assert weights.dense
    assert weights.words or weights.grams
    assert weights.coverage


def test_words_count_as_far_as_a_passage_has_them_together() -> None:
    """Keywords that no passage has together are somebody's name for the subject: their words count little."""
    weights = weights_for(parse_query("土地承包；合同效力"))
    assert weights.where_covered(1.0) == weights
    assert weights.where_covered(0.5).words < weights.words / 10
    assert LEXICAL_ALONE.where_covered(0.0) == LEXICAL_ALONE


def test_no_document_crowds_out_the_others() -> None:
    """After a few passages of one document the next document has its turn."""
    ranked = [("long", text) for text in DIFFERENT] + [("short", "另一份材料")]
    assert list(spread(ranked))[PER_DOCUMENT] == 5


def test_a_reprint_stands_behind_what_is_new() -> None:
    """The same words from another document come after what has not been said yet."""
    ranked = [("original", DIFFERENT[0]), ("reprint", DIFFERENT[0]), ("other", DIFFERENT[1])]
    assert list(spread(ranked)) == [0, 2, 1]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=20))
def test_spreading_loses_nothing(documents: list[str]) -> None:
    """Every position is kept exactly once."""
    ranked = [(document, f"第{position}段") for position, document in enumerate(documents)]
    assert sorted(spread(ranked)) == list(range(len(documents)))


@pytest.mark.usefixtures("both_databases")
def test_several_filters_at_once_find_what_each_finds_alone(tmp_path: Path) -> None:
    """Asking the signals once for several filters changes no hit, no score and no order."""
    texts = (
        "党支部每月开展一次走访",
        "党支部每季度开展一次走访和座谈",
        "党支部书记带队走访困难职工",
        "走访台账由支部登记",
    )
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        for number, (text, kind) in enumerate(product(texts, ("case", "speech", "normative"))):
            library.replace_file(*source_file(f"/{number}.txt", f"{text}，第{number}号。", kind=kind))
        finder = Retriever(
            embedder=library.embedder, vectors=library, lexical=library.lexical, passages=library.catalog
        )
        filters = [Filters(kind=kind) for kind in (Kind.CASE, Kind.SPEECH, Kind.NORMATIVE, Kind.LAW)]
        ask: dict[str, Any] = {"question": "党支部怎么走访", "labels": frozenset({"public"}), "limit": 3}
        together = finder.retrieve_each(**ask, filters=filters)
        assert together == [finder.retrieve(**ask, filters=each) for each in filters]
        assert [len(hits) for hits in together] == [3, 3, 3, 0]


@pytest.mark.usefixtures("both_databases")
def test_what_fails_in_full_text_reaches_who_asked(tmp_path: Path) -> None:
    """Full text is searched beside the model; its failure is no silence."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        finder = Retriever(
            embedder=library.embedder, vectors=library, lexical=library.lexical, passages=library.catalog
        )
        with library.catalog.database.writing() as connection:
            connection.exec_driver_sql(f"DROP TABLE {GRAMS[library.catalog.database.backend.name]}")
        with pytest.raises(StorageError):
            finder.retrieve("党支部怎么走访", labels=frozenset({"public"}))
