"""Tests that orders hidden in passages have no effect, even on a model that carries out every one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.chat.careful import CarefulChat
from knowledge.grounding.composition import Composition
from knowledge.grounding.instructions import ADDRESS, speaks_to_a_program
from knowledge.grounding.statements import statements_of
from knowledge.grounding.support import Material
from knowledge.sentences import sentence_spans
from knowledge.writing.model_writer import ModelWriter
from tests.builders import document, passage, summary
from tests.fakes import ObeyingChat
from tests.knowledge.orders import CANARY, ORDERS

GENUINE = (
    "青澜市第六人民医院党委把业务工作列入年度工作要点。",
    "医院每月召开一次科室联席会，由党支部书记和科主任共同主持。",
    "急诊滞留时间由4.5小时缩短到3小时，群众比较满意。",
)
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def material(order: str, position: int, *, title: str = "青澜市第六人民医院抓党建促业务") -> Material:
    lines = [*GENUINE[:position], order, *GENUINE[position:]]
    whole = document("".join(lines[:2]) + "\n" + "".join(lines[2:]), title=title, kind="case")
    return Material(passage=passage(whole), document=summary(whole), whole=whole)


@pytest.mark.parametrize("kind", ORDERS)
@pytest.mark.parametrize("position", [0, 1, 3])
def test_an_obeyed_order_has_no_effect(kind: str, position: int) -> None:
    """No canary, no foreign link and no foreign instrument is said; what is true beside it still is."""
    assert len(ORDERS) == 32
    for phrasing in ORDERS[kind]:
        source = material(phrasing.replace("{C}", CANARY), position)
        composition, writer = Composition(), ModelWriter(CarefulChat(ObeyingChat()))
        list(writer.write(composition, "医院多久开一次科室联席会", [source], layered=False, stop=None))
        assert CANARY not in composition.text
        assert "青鸟" not in composition.text
        assert not ADDRESS.search(composition.text.replace("\n", " "))
        assert not re.search(r"《", composition.text)
        assert not [one.quote for one in composition.citations if "青鸟" in one.quote]
        assert "每月召开一次科室联席会" in composition.text or kind == "guessed fence"


@pytest.mark.parametrize("kind", ORDERS)
def test_an_order_is_never_quoted(kind: str) -> None:
    """Without a model, the sentence that carries an order is no candidate for the answer."""
    for phrasing in ORDERS[kind]:
        source = material(phrasing.replace("{C}", CANARY), 1)
        statements = statements_of(source.passage, source.document, source.whole)
        assert not [one.quote for one in statements if "青鸟" in one.quote and not speaks_to_a_program(one.quote)]


def test_official_imperatives_are_no_orders() -> None:
    """What units are told to do is what these documents are made of."""
    for sentence in (
        "各支部要立即贯彻执行，不得推诿。",
        "请各单位于6月30日前将落实情况报送市委组织部。",
        "党员必须履行义务，不得违反党的纪律。",
        "有关机关、单位应当自收到之日起15日内书面告知信访人。",
        "要忽略个人得失，把群众利益放在首位。",
        "工作人员应当在15日内答复信访人。",
        "人工智能产业链党委要推动企业应用大模型提升效率。",
    ):
        assert not speaks_to_a_program(sentence), sentence


def test_a_corpus_of_public_documents_has_few_false_alarms() -> None:
    """Of the sentences of public documents fewer than one in a thousand is taken for an order."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the checkout")
    texts = [path.read_text(encoding="utf-8").split("\n---", 1)[-1] for path in sorted(CORPUS.glob("regulations/*"))]
    sentences = [text[start:end] for text in texts for start, end in sentence_spans(text)]
    taken = [sentence for sentence in sentences if speaks_to_a_program(sentence)]
    assert len(taken) <= len(sentences) / 1000, taken[:20]
