"""Lists of cases give a card a row."""

from __future__ import annotations

from pathlib import Path

from ingest.cards.extraction import cards_of
from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceText, read_source
from knowledge.practices.cards import Card

ROWS = """序号,单位,案例名称,主要做法,取得成效
1,示例市人民医院,床旁服务,党员医护每周两次床旁随访。记录患者诉求。,投诉量下降37%
2,示例师范学院,课题组党小组,6个课题组成立党小组，每月一次联学。,
3,示例市税务局,,,
"""


def cards(path: Path, text: str) -> list[Card]:
    path.write_text(text, encoding="utf-8")
    with Extractor() as extractor:
        source = read_source(path, extractor.extract)
    assert isinstance(source, SourceText)
    return [card for entry in read_documents(source, label="public", sample=False) for card in cards_of(*entry)]


def test_a_row_is_a_card(tmp_path: Path) -> None:
    """Each column fills its field, in the words of the cell; a row without measures gives none."""
    first, second = cards(tmp_path / "a.csv", ROWS)
    assert [(field, quoted.text) for field, quoted in first.parts() if field != "place"] == [
        ("name", "床旁服务"),
        ("unit", "示例市人民医院"),
        ("measure", "党员医护每周两次床旁随访。"),
        ("measure", "记录患者诉求。"),
        ("result", "投诉量下降37%"),
    ]
    assert (first.labels.sector, second.labels.sector) == ("医院", "高校")
    assert second.results == ()
