"""Tests of weighing what was found against what was asked."""

from __future__ import annotations

from knowledge.grounding.evidence import (
    Evidence,
    Support,
    Weights,
    coverage,
    gather,
    lacks_specifics,
    matchable_text,
    may_answer,
    missing_words,
    named_in_one_piece,
    weigh,
)

from knowledge.documents import Hit
from knowledge.questions.queries import Query, parse_query
from tests.builders import document, passage, summary


def hit(text: str, **fields: object) -> Hit:
    whole = document(text, **fields)
    return Hit(rank=1, score=1.0, passage=passage(whole), document=summary(whole), source=whole.source_of(0, len(text)))


QUERY = parse_query("医院怎么把党建和采购结合")
WEIGHTS = weigh({"党建": 90, "医院": 10, "采购": 1, "结合": 60}, 100)


def test_what_is_not_on_party_work_answers_nothing_of_it() -> None:
    """A rule on canteens does not say how a canteen and party work go together."""
    query = parse_query("学校食堂怎么和党建结合")
    assert not may_answer(query, hit("学校食堂应当按需供餐。"))
    assert may_answer(query, hit("食堂党小组认领节约任务。"))
    assert may_answer(parse_query("学校食堂怎么供餐"), hit("学校食堂应当按需供餐。"))


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


def judged(
    weights: Weights, hits: list[Hit], *, covered: float, cosine: float, nearest: float, query: Query = QUERY
) -> Evidence:
    sentences = [Support(one.passage.id, covered, cosine) for one in hits[:1]]
    return gather(query, hits, weights, sentences=sentences, nearest=nearest, model="bundled-e5-small-v1")


def test_nearness_does_not_replace_what_was_asked() -> None:
    """A sentence near in meaning is no answer when the word that the question is about stands nowhere."""
    weights = weigh({"个人所得税": 1, "起征点": 0}, 4000)
    near = [hit("依照法律的规定享受个人所得税方面的优惠。")]
    evidence = judged(weights, near, covered=0.47, cosine=0.91, nearest=0.9, query=parse_query("个人所得税起征点"))
    assert not evidence.sufficient
    assert evidence.missing == ("起征点",)


def test_words_that_stand_in_other_sentences_are_half_an_answer() -> None:
    """A passage with all words of the question does not answer when no sentence has them together."""
    weights = weigh({"个人所得税": 2, "起征点": 1}, 4000)
    passage_with_both = [hit("提高个人所得税起征点。减税8000多亿元。")]
    assert not judged(weights, passage_with_both, covered=0.06, cosine=0.88, nearest=0.9).sufficient


def test_near_and_with_the_words_is_enough() -> None:
    """What has most words of the question and is close to it in meaning may answer."""
    weights = weigh({"医院": 10, "采购": 2}, 100)
    assert judged(weights, [hit("医院采购实行集中审批。")], covered=1.0, cosine=0.9, nearest=0.91).sufficient


def test_nothing_that_fits_is_no_evidence() -> None:
    """When no passage has what the question names exactly, that is what is missing."""
    query = parse_query("深圳机关的五个融合是什么")
    weights = weigh({"机关": 3, "融合": 5}, 10)
    evidence = gather(query, [], weights, sentences=[], nearest=None, model="bundled-e5-small-v1")
    assert not evidence.sufficient
    assert evidence.apart == ("深圳",)


def test_a_name_is_the_same_with_a_digit() -> None:
    """“四个一起” is written 4个“一起” elsewhere."""
    assert lacks_specifics(parse_query("“四个一起”是什么"), hit("要做到4个“一起”，统筹安排。")) == []


def test_a_numeral_in_a_name_is_written_either_way() -> None:
    """融合十条 is “融合10条”."""
    assert lacks_specifics(parse_query("融合十条提了什么"), hit("印发若干措施（简称“融合10条”）。")) == []
    assert lacks_specifics(parse_query("融合10条提了什么"), hit("印发若干措施（简称融合十条）。")) == []


def test_a_matter_named_in_one_piece_is_found_however_the_model_sees_it() -> None:
    """三级导师制 in a sentence outweighs that the sentence is far in meaning; 护照 alone, or other words, does not."""
    query = parse_query("八十中的三级导师制")
    weights = weigh({"三级导师制": 1}, 50)
    assert named_in_one_piece(query, weights, matchable_text("建立优秀党员担任导师等三级导师制。"))
    assert not named_in_one_piece(parse_query("怎么办护照"), weigh({"护照": 1}, 50), matchable_text("收缴护照。"))
    far = [Support("p", 1.0, 0.8), Support("p", 1.0, 0.8, names=True)]
    held = [hit("建立三级导师制。")]
    own = [one._replace(passage_id=held[0].passage.id) for one in far]
    verdicts = [
        gather(query, held, weights, sentences=[one], nearest=0.85, model="bundled-e5-small-v1").sufficient
        for one in own
    ]
    assert verdicts == [False, True]
