"""Tests of rules that are not built like the others; every text is made up."""

from __future__ import annotations

import pytest

from ingest.reading import read_documents
from ingest.sources import SourceFile, SourceText, source_text
from knowledge.regulations.lookup import Lookup
from tests.rule_texts import ANYBODY, Rulebook

TEXTS = {
    "arabic": """青澜市食堂管理办法
第1章 总则
第1条 食堂每日公示菜谱。
第2条 食堂不收现金。
第3条 本办法自发布之日起施行。
""",
    "branches": """青澜市积分管理办法
第一条　每小时计一分。
第一条之一　夜间计二分。
第二条　（删去）
第三条　可以兑换：（一）书；（二）伞；（三）卡。
""",
    "parts": """青澜市停泊规则
第一编　总则
第一条　适用于青澜港。
第二编　停泊
第一章　白天
第二条　悬挂蓝旗。
第二章　夜间
第三条　应当亮灯：
（一）主灯；
（二）边灯，包括：
1.左灯；
2.右灯。
前款的灯应当常亮。
""",
    "annex": """青澜市巡查管理规定
第一条【目的】为了巡查，制定本规定。
第二条（频次）每周三次。
第二条规定的频次，汛期加倍。
第三条 本规定自2020年1月1日起施行。
附件：填表说明
第一条 填写用黑色笔。
第二条 不得涂改。
""",
    "traditional": """青瀾市圖書館條例
第一章　總則
第一條　為了發展圖書館，制定本條例。
第二章　服務
第二條　應當免費開放。
第三條　讀者應當愛護圖書。
""",
    "markdown": """# 青澜市公车管理细则

## 第一章 总则

**第一条** 公车用于公务。

**第二条** 钥匙专人保管。

**第三条** 私用的，通报。
""",
}


@pytest.fixture(scope="module")
def rules() -> Lookup:
    held = []
    for name, text in TEXTS.items():
        file = SourceFile(path=f"/{name}.txt", data=text.encode(), sha256=name.ljust(64, "0"))
        source = source_text(file, lambda *_: pytest.fail("these are text files"))
        assert isinstance(source, SourceText)
        held += [document for document, _ in read_documents(source, label="public", sample=False)]
    book = Rulebook(held)
    return Lookup(book, book)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("青澜市食堂管理办法第二条", "第2条 食堂不收现金。"),
        ("青澜市食堂管理办法2", "第2条 食堂不收现金。"),
        ("青澜市积分管理办法第一条之一", "第一条之一　夜间计二分。"),
        ("青澜市积分管理办法第三条(2)", "（二）伞；"),
        ("青澜市停泊规则第二编第二章", None),
        ("青澜市停泊规则第三条第一款第二项第二目", "2.右灯。"),
        ("青澜市停泊规则第三条第二款", "前款的灯应当常亮。"),
        ("青澜市巡查管理规定第一条", "第一条【目的】为了巡查，制定本规定。"),
        ("青澜市巡查管理规定最后一条", "第三条 本规定自2020年1月1日起施行。"),
        ("青澜市图书馆条例第二条", "第二條　應當免費開放。"),
        ("青澜市公车管理细则第一条", "第一条 公车用于公务。"),
    ],
)
def test_a_place_is_found_however_the_rules_are_built(rules: Lookup, reference: str, text: str | None) -> None:
    """Arabic numerals, branches, parts, annexes, Traditional script and Markdown have articles like any other text."""
    found = rules.find(reference, ANYBODY)
    assert (found.outcome, len(found.matches)) == ("found", 1)
    assert text is None or found.matches[0].text == text


def test_a_reference_at_the_start_of_a_line_begins_no_article(rules: Lookup) -> None:
    """第二条规定的频次 belongs to the article that says so."""
    (match,) = rules.find("青澜市巡查管理规定第二条", ANYBODY).matches
    assert match.text.endswith("汛期加倍。")
