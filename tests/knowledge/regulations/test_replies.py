from __future__ import annotations

import pytest

from knowledge.answers import Answer, Clarify, Inquiry, NoAnswer, Notice, Progress, Reply, finished
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.lookup import Lookup
from knowledge.regulations.replies import ProvisionAnswerer
from tests.rule_texts import ANYBODY, NEW, OLD, Rulebook

NAME = "示例市河道管理办法"
QUOTING = "《中国共产党支部工作条例（试行）》第三条规定：“党支部工作应当围绕中心任务开展好各项活动。”我们照办。"


class Others:
    """Answers everything with a greeting, and remembers the day it was asked about."""

    def __init__(self) -> None:
        self.days: list[str | None] = []

    def of(self, day: str | None) -> Others:
        self.days.append(day)
        return self

    def stream(self, asked: Inquiry) -> Progress:
        yield Notice(question=asked.text, standalone_question=asked.text, text="您好。")


def ask(question: str, *, previous: str | None = None, others: Others | None = None) -> Reply:
    book = Rulebook([OLD, NEW], quoting=QUOTING)
    answerer = ProvisionAnswerer(
        lookup=Lookup(book, book), texts=lambda day: CurrentTexts(book, book, day), others=(others or Others()).of
    )
    return finished(answerer.stream(Inquiry(question, labels=ANYBODY.labels, previous=previous)))


def test_the_text_is_quoted_whole() -> None:
    """A provision is one citation whose quote is the newest text's, with a word on whether it is in force."""
    reply = ask(f"{NAME}第三条第一款怎么规定")
    assert isinstance(reply, Answer)
    (citation,) = reply.citations
    assert citation.quote in NEW.text
    assert "每旬巡河" in reply.text
    assert "未核验" in (reply.notice or "")


def test_a_past_day_is_answered_from_its_text() -> None:
    """2021年当时 gives the text of then, and says what came after it."""
    reply = ask(f"2021年当时{NAME}第三条怎么规定")
    assert isinstance(reply, Answer)
    assert "每月巡河" in reply.text
    assert "替代" in (reply.notice or "")


def test_what_is_repeated_elsewhere_is_marked() -> None:
    """Words of an instrument that is not held are shown as 转引, and the instrument as not held."""
    reply = ask("支部工作条例第三条怎么说")
    assert isinstance(reply, Answer)
    assert reply.citations[0].secondhand
    assert "转引" in reply.text
    assert "库内未收录" in (reply.notice or "")


@pytest.mark.parametrize(
    ("question", "kind", "said"),
    [
        ("支部工作条例第九条", NoAnswer, "库内未收录"),
        (f"{NAME}第九十条", NoAnswer, "没有第九十条"),
        ("从未听说的暂行办法第三条", NoAnswer, "没有名为"),
        ("第三条是什么", Clarify, "哪部法规"),
    ],
)
def test_nothing_stands_in_for_what_is_missing(question: str, kind: type[Reply], said: str) -> None:
    """What is not there gets a sentence that says which part, and no text."""
    reply = ask(question)
    assert isinstance(reply, kind)
    assert said in reply.text


def test_a_way_on_is_offered_where_an_article_is_missing() -> None:
    """Beyond the last article, the last one and the contents are offered; each is then answered."""
    missing = ask(f"{NAME}第九十九条")
    assert isinstance(missing, NoAnswer)
    last, contents = missing.candidates
    assert isinstance(ask(last), Answer)
    chapters = ask(contents)
    assert isinstance(chapters, Clarify)
    assert isinstance(ask(chapters.candidates[0]), Answer)


def test_a_follow_up_keeps_the_instrument() -> None:
    """那第一条呢 belongs to the instrument of the question before, and says so."""
    reply = ask("那第一条呢", previous=f"《{NAME}》第三条")
    assert isinstance(reply, Answer)
    assert reply.standalone_question.endswith("第一条")
    assert NAME in reply.standalone_question


@pytest.mark.parametrize("question", ["提出了哪三条经验", "融合10条的第七条写了什么", "怎么巡河", "2018年当时怎么巡河"])
def test_other_questions_go_on(question: str) -> None:
    """What names no rules is for the answerer, as of the day that the question names."""
    others = Others()
    assert isinstance(ask(question, others=others), Notice)
    assert others.days == ["2018-12-31" if "当时" in question else None]


@pytest.mark.parametrize(
    ("question", "words"), [("下一条", "名单应当公布"), ("那第二款呢", "可以委托"), ("所在章", "督促整改")]
)
def test_what_goes_on_from_a_provision_is_answered(question: str, words: str) -> None:
    """下一条 after a provision is the next one's text, and stands alone for the question after it."""
    reply = ask(question, previous=f"《{NAME}（试行）》第三条")
    assert isinstance(reply, Answer)
    assert words in reply.text
    assert reply.standalone_question.startswith(f"《{NAME}（试行）》第")


def test_what_goes_on_from_nothing_is_for_others() -> None:
    """下一条 after a question about anything else names no provision."""
    assert isinstance(ask("下一条", previous="怎么推动融合"), Notice)


@pytest.mark.parametrize(
    "question", [f"{NAME}管不管水库", f"{NAME}的适用范围是什么", f"水库能不能参照{NAME}执行", f"{NAME}水库可以参照吗"]
)
def test_whom_an_instrument_applies_to_is_its_own_words(question: str) -> None:
    """The article on its scope is quoted; whether that is the unit's case is left to the unit."""
    reply = ask(question)
    assert isinstance(reply, Answer)
    assert "本办法适用于本市的河道" in reply.text
    assert "请对照原文" in (reply.notice or "")


@pytest.mark.parametrize("question", [f"{NAME}什么时候施行的，谁发布的", f"{NAME}现在还是2015年那个吗"])
def test_standing_is_told_in_many_wordings(question: str) -> None:
    """Two questions on it at once, or an old year, are answered from its history."""
    reply = ask(question)
    assert isinstance(reply, Answer)
    assert "起施行" in reply.text
