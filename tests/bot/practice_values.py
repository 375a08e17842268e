"""A card and a formula for tests; every text is made up."""

from __future__ import annotations

from knowledge.documents import Kind, SourceSpan
from knowledge.practices.cards import Card, HeldCard, Labels, Quoted
from knowledge.practices.formulas import Formula, HeldFormula
from tests.builders import document, summary

TEXT = "雲嶺醫院黨委建立床位协调党员值班制。急诊滞留时间由7小时降到4小时。“两个一起”：一起查房、一起随访。"
WHOLE = summary(document(TEXT, id="case", title="雲嶺醫院的做法", kind=Kind.CASE, date="2024-03", script="traditional"))


def quoted(words: str) -> Quoted:
    start = TEXT.index(words)
    return Quoted(start=start, end=start + len(words), text=words)


def source(words: Quoted) -> SourceSpan:
    return SourceSpan(path=WHOLE.path, encoding="utf-8", start=words.start, end=words.end)


UNIT = quoted("雲嶺醫院黨委")
MEASURE = quoted("雲嶺醫院黨委建立床位协调党员值班制。")
RESULT = quoted("急诊滞留时间由7小时降到4小时。")


def card(number: int = 1, *, unit: Quoted | None = UNIT) -> HeldCard:
    made = Card(
        id=f"c{number}",
        document_id=WHOLE.id,
        passage_id="p",
        locator="一、措施",
        unit=unit,
        labels=Labels(sector="医院", fusions=("组织共建", "项目攻坚"), stages=("谋划", "落实")),
        measures=(MEASURE,),
        results=(RESULT,),
        date="2024-03",
    )
    return HeldCard(card=made, document=WHOLE, sources=tuple(source(part) for _, part in made.parts()))


def formula() -> HeldFormula:
    quote = quoted("“两个一起”：一起查房、一起随访")
    made = Formula(
        id="f",
        document_id=WHOLE.id,
        passage_id="p",
        locator="",
        name=quoted("两个一起"),
        items=(quoted("一起查房"), quoted("一起随访")),
        unit=UNIT,
        date="2024-03",
        quote=quote,
    )
    return HeldFormula(formula=made, document=WHOLE, source=source(quote))
