"""Tests of weighing what was found against what was asked."""

from __future__ import annotations

from knowledge.documents import Hit
from knowledge.evidence import coverage, gather, lacks_specifics, matchable_text, missing_words, weigh
from knowledge.queries import parse_query
from tests.builders import document, passage, summary


def hit(text: str, **fields: object) -> Hit:
    whole = document(text, **fields)
    return Hit(rank=1, score=1.0, passage=passage(whole), document=summary(whole), source=whole.source_of(0, len(text)))


QUERY = parse_query("医院怎么把党建和采购结合")
WEIGHTS = weigh({"党建": 90, "医院": 10, "采购": 1, "结合": 60}, 100)


def test_rare_words_tell_more() -> None:
    """A text with the rare word of the question covers more than one with the common word."""
    assert coverage("采购", WEIGHTS) > coverage("党建", WEIGHTS)


def test_a_synonym_covers_the_word() -> None:
    """公立医院 answers for 医院, 融合 for 结合."""
    assert coverage(matchable_text("公立医院的采购党建融合"), WEIGHTS) == 1.0


def test_what_is_missing_is_named_with_the_most_telling_first() -> None:
    """The reader learns what the material lacks."""
    assert missing_words("党建", WEIGHTS) == ["采购", "医院", "结合"]


def test_another_city_is_no_evidence() -> None:
    """Material on 北京 does not answer for 上海, however alike it is."""
    query = parse_query("上海市国资系统的四融四促是什么")
    assert lacks_specifics(query, hit("北京市国资系统总结形成“四融四促”工作机制。")) == ["上海"]


def test_the_title_may_name_the_place() -> None:
    """A passage belongs to the place that its document names."""
    query = parse_query("苏州机关怎么抓党建")
    assert lacks_specifics(query, hit("机关党建要贴近实际。", title="苏州市级机关党建做法")) == []


def test_an_article_is_the_same_in_either_numeral() -> None:
    """第33条 is covered by 第三十三条."""
    assert lacks_specifics(parse_query("党章第33条怎么说"), hit("《党章》第三十三条规定如下。")) == []


def test_nearness_does_not_replace_what_was_asked() -> None:
    """A sentence near in meaning is no answer when the word that the question is about stands nowhere."""
    query = parse_query("个人所得税起征点是多少")
    weights = weigh({"个人所得税": 1, "起征点": 0}, 4000)
    near = [hit("依照法律的规定享受个人所得税方面的优惠。")]
    assert not gather(query, near, weights, sentence=(0.5, 0.95), model="bundled-e5-small-v1").sufficient


def test_words_that_stand_in_other_sentences_are_half_an_answer() -> None:
    """A passage with all words of the question does not answer when no sentence has them together."""
    query = parse_query("个人所得税起征点是多少")
    weights = weigh({"个人所得税": 2, "起征点": 1}, 4000)
    passage_with_both = [hit("提高个人所得税起征点。减税8000多亿元。")]
    assert not gather(query, passage_with_both, weights, sentence=(0.06, 0.88), model="bundled-e5-small-v1").sufficient


def test_nothing_that_fits_is_no_evidence() -> None:
    """When no passage has what the question names exactly, that is what is missing."""
    query = parse_query("深圳机关的五个融合是什么")
    weights = weigh({"机关": 3, "融合": 0}, 10)
    evidence = gather(query, [], weights, sentence=None, model="bundled-e5-small-v1")
    assert not evidence.sufficient
    assert evidence.missing == ("深圳",)
