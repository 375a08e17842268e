"""Examples found over a real catalog, without the embedding model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.extracts import extract_of
from knowledge.answers import Answer, Inquiry, NoAnswer, Progress, finished
from knowledge.catalog.extracts import Extracts
from knowledge.library import Library
from knowledge.practices.answerer import ExampleAnswerer
from knowledge.practices.cards import Labels
from knowledge.practices.packs import discussion_question
from knowledge.practices.requests import read_request
from knowledge.practices.search import CardSearch, FoundCards, shortfall, unit_key
from knowledge.retrieval import Retriever
from tests.builders import source_file
from tests.fakes import BigramEmbedder
from tests.knowledge.test_export import held

PUBLIC = frozenset({"public"})
REPORTS = {
    "医院一": "云溪市第一医院党委组织党员医生下社区，开展慢病随访。截至目前，服务患者300人次。",
    "医院二": "江州市第二医院党委建立床位协调党员值班制，由党员干部调配全院床位。",
    "医院二又": "江州市第二医院党委开展党员带教，组织党员骨干辅导青年医生缝合操作。",
    "社区": "云溪市东塘街道梧桐社区党委开展停车治理，组织党员登记车辆，建立错时停车台账。",
    "提法": "云溪市水务局党组总结形成抓学习、抓难题、抓考核的“三抓”工作法，组织党员攻关漏损。",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as opened:
        for name, text in REPORTS.items():
            path, data, entries = source_file(f"/{name}.txt", text, kind="case", date="2024-03")
            opened.replace_file(path, data, entries, [extract_of(*entry) for entry in entries])
        yield opened


def retriever(library: Library) -> Retriever:
    return Retriever(embedder=library.embedder, vectors=library, lexical=library.lexical, passages=library.catalog)


def find(library: Library, question: str, limit: int = 10, offset: int = 0) -> FoundCards:
    search = CardSearch(Extracts(library.catalog.database), retriever(library))
    request = read_request(question, today=date(2026, 5, 1))
    return search.find(request, labels=PUBLIC, limit=limit, offset=offset)


def ask(library: Library, question: str, previous: str | None = None) -> Answer | NoAnswer:
    answerer = ExampleAnswerer(
        shelf=Extracts(library.catalog.database), finder=lambda: retriever(library), others=Unasked()
    )
    reply = finished(answerer.stream(Inquiry(question, labels=PUBLIC, previous=previous)))
    assert isinstance(reply, Answer | NoAnswer)
    return reply


class Unasked:
    """Stands for who answers questions; must not be asked."""

    def stream(self, asked: Inquiry) -> Progress:
        raise AssertionError(asked.text)
        yield  # pragma: no cover


def test_each_unit_comes_once_before_one_comes_twice(library: Library) -> None:
    """The second practice of a unit stands behind the first of every other."""
    found = find(library, "给我五个医院的例子")

    assert [unit_key(held) for held in found.cards[:2]] != [unit_key(found.cards[0])] * 2
    assert (found.total, found.units) == (3, 2)


def test_too_few_are_said_to_be_too_few(library: Library) -> None:
    """Five were asked for, two units have one: that is said, and nothing of another sort fills the number."""
    found = find(library, "给我五个医院的例子")

    assert {held.card.labels.sector for held in found.cards} == {"医院"}
    assert shortfall(found, 5) == "只找到2个不同单位的例子，没有凑数。"


def test_a_theme_that_nobody_has_gets_nothing(library: Library) -> None:
    """No card is about it: none is offered."""
    found = find(library, "给我三个区块链溯源的例子")

    assert found.cards == ()
    assert "没有找到" in (shortfall(found, 3) or "")


def test_what_nobody_fits_is_named(library: Library) -> None:
    """Where the request is a condition alone, the condition is what was not found."""
    assert "“高校”" in (shortfall(find(library, "高校"), 3) or "")


@pytest.mark.parametrize("marks", ["<b>&_*", "=1+1", "？？？", "123"])
def test_marks_ask_for_nothing(library: Library, marks: str) -> None:
    """Markup, sums and question marks find no examples, rather than all."""
    assert find(library, marks).cards == ()


def test_the_next_batch_repeats_nothing(library: Library) -> None:
    """An offset passes over what was shown."""
    first, second = (find(library, "给我例子", limit=2, offset=offset) for offset in (0, 2))

    assert not {held.card.id for held in first.cards} & {held.card.id for held in second.cards}


def test_a_request_for_examples_is_answered_from_cards(library: Library) -> None:
    """Each line of an example is a sentence of its source, verbatim behind the marker."""
    reply = ask(library, "给我五个医院党建和业务结合的例子")

    assert isinstance(reply, Answer)
    assert "云溪市第一医院党委（医院）" in reply.text
    assert "只找到2个不同单位的例子" in (reply.notice or "")
    assert all(one.quote in "".join(REPORTS.values()) for one in reply.citations)


def test_another_batch_follows_a_request_for_examples(library: Library) -> None:
    """换一批 goes on where the last answer stopped, and says when there is no more."""
    first = ask(library, "给我一个医院的例子")
    second = ask(library, "换一批", previous=first.standalone_question)

    assert isinstance(second, Answer)
    assert second.citations[0].document.id != first.citations[0].document.id  # type: ignore[union-attr]  # an answer


def test_examples_shown_last_are_set_side_by_side(library: Library) -> None:
    """对比1和2 gives each field of both, with a source; a number that was not shown is said not to have been."""
    first = ask(library, "给我五个医院的例子")
    both = ask(library, "对比1和2", previous=first.standalone_question)
    beyond = ask(library, "对比1和9", previous=first.standalone_question)

    assert isinstance(both, Answer)
    assert {one.document.id for one in both.citations} == {one.document.id for one in first.citations[:2]}  # type: ignore[union-attr]  # an answer
    assert "这一批有3个例子" in beyond.text
    assert "请先查例子" in ask(library, "对比1和2").text


def test_a_condition_that_leaves_nothing_orders_and_is_told(library: Library) -> None:
    """No school has it, a community does: that is shown, with a line that the condition was not met."""
    found = find(library, "高校停车治理的例子")
    assert found.relaxed
    assert [held.card.labels.sector for held in found.cards] == ["街道社区"]
    assert (shortfall(found, 5) or "").startswith("库内没有同时符合“高校”的例子")


def test_reports_of_our_own_count_as_one_unit() -> None:
    """我校 in two reports does not show two schools."""
    one = held()
    unnamed = one.card.model_copy(update={"unit": None, "labels": Labels(sector="中小学")})
    others = [one.document.model_copy(update={"id": letter * 16}) for letter in "ab"]
    keys = {unit_key(one.model_copy(update={"card": unnamed, "document": document})) for document in others}

    assert len(keys) == 1


def test_a_formula_is_answered_with_all_its_items(library: Library) -> None:
    """The items stand one below the other, with the sentence they come from."""
    reply = ask(library, "“三抓”工作法是什么")

    assert isinstance(reply, Answer)
    assert "1. 抓学习\n2. 抓难题\n3. 抓考核" in reply.text
    assert reply.citations[0].quote.startswith("抓学习")


def test_a_question_for_discussion_rests_on_the_card(library: Library) -> None:
    """A card without figures is asked how one would check it."""
    (held,) = find(library, "云溪市停车治理的例子").cards[:1]

    assert discussion_question(held).startswith("云溪市东塘街道梧桐社区党委")
