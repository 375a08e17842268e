"""Tests of choosing the sentences that answer."""

from __future__ import annotations

from knowledge.grounding.evidence import weigh
from knowledge.writing.writers import choose, score_statements

from knowledge.documents import Document, Hit, SourceClass
from knowledge.grounding.statements import Statement, statements_of
from knowledge.questions.queries import parse_query
from tests.builders import document, passage, summary
from tests.fakes import BigramEmbedder


def chosen(question: str, *documents: Document) -> list[str]:
    """Return the readings of what is chosen."""
    return [one.reading for one in points(question, *documents)]


def points(question: str, *documents: Document) -> list[Statement]:
    """Return what is chosen from documents of one passage each, found in this order."""
    query = parse_query(question)
    hits = [
        Hit(
            rank=rank,
            score=1 / rank,
            passage=passage(whole),
            document=summary(whole),
            source=whole.source_of(0, len(whole.text)),
        )
        for rank, whole in enumerate(documents, start=1)
    ]
    statements = [
        one
        for hit, whole in zip(hits, documents, strict=True)
        for one in statements_of(hit.passage, hit.document, whole)
    ]
    scored = score_statements(
        query, statements, hits, weights=weigh(dict.fromkeys(query.content, 0), 10), embedder=BigramEmbedder()
    )
    return [one.statement for one in choose(query, scored)]


def test_the_sentence_with_the_words_of_the_question_comes_first() -> None:
    """What is asked about is answered before what stands around it."""
    text = "会议在周一上午召开并作了安排。采购降本由党员牵头合并各车间的需求。食堂调整了供餐的时间。"
    assert chosen("采购降本谁牵头", document(text))[0] == "采购降本由党员牵头合并各车间的需求。"


def test_the_same_sentence_is_said_once() -> None:
    """Two documents that say the same give one point."""
    sentence = "采购降本由党员牵头合并各车间的需求。"
    first, second = document(sentence), document(sentence, id="d2")
    assert chosen("采购降本谁牵头", first, second) == [sentence]


def test_a_count_is_answered_with_a_number() -> None:
    """多少名 is answered only by a sentence that counts people."""
    text = "采购中心设有党员突击队并常态运行。采购中心的党员突击队共有12名党员参加。"
    assert chosen("采购中心党员突击队有多少名党员", document(text)) == ["采购中心的党员突击队共有12名党员参加。"]


def test_without_the_number_there_is_nothing_to_say() -> None:
    """A sentence on the subject that does not count does not answer how many."""
    assert chosen("采购中心党员突击队有多少名党员", document("采购中心设有党员突击队并常态运行。")) == []


def test_a_figure_counts_beside_what_it_is_asked_of() -> None:
    """How often one talks to people says nothing of how often the meeting is held."""
    text = "第八条 要定期召开民主生活会。领导干部每年至少与职工谈话1次。"
    assert chosen("民主生活会一年开几次", document(text, kind="regulation")) == []
    assert chosen("职工谈话一年几次", document(text, kind="regulation")) != []


def test_what_is_to_be_explained_is_named() -> None:
    """An explanation of a formula comes only from sentences that have it."""
    text = "“三联三促”是联目标促同向、联队伍促攻坚、联考核促落实。党建和业务要同向发力共同推进。"
    assert chosen("三联三促是什么", document(text)) == ["“三联三促”是联目标促同向、联队伍促攻坚、联考核促落实。"]


def test_what_only_stands_near_is_not_said() -> None:
    """A sentence far behind the best one adds nothing to an answer that one sentence gives."""
    text = "采购降本的目标是全年降低成本一百万元。采购中心的党员每月学习一次。"
    assert chosen("采购降本的目标是多少", document(text)) == ["采购降本的目标是全年降低成本一百万元。"]


def test_what_a_case_says_is_not_quoted_from_a_model_essay() -> None:
    """Where both say the same, the better source is cited, even when the essay was found first."""
    sentence = "采购降本要由党员带头把需求合并起来。"
    essay = document(sentence, id="d1", title="范文", source_class=SourceClass.TEMPLATE)
    case = document(sentence, id="d2", title="案例")
    assert [one.document.title for one in points("采购降本党员怎么带头", essay, case)] == ["案例"]
