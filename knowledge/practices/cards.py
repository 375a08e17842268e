"""Cards (举措卡): one unit's practice with its measures, every field the words of one document.

A field that the text does not state is empty. What is sorted by rules (sector, task, fusion type, stage)
is a label, not a quotation; its words are in the editable lists of `knowledge/lexicon`.
"""

from __future__ import annotations

from pydantic import Field

from knowledge.documents import DocumentSummary, Frozen, SourceSpan


class Quoted(Frozen):
    """Words of a document, verbatim in the source's script."""

    start: int
    end: int
    """Span in `Document.text`."""

    text: str


class Labels(Frozen):
    """What a card is sorted under, by the lists of the lexicon; the first of several is the chief one."""

    sector: str | None = None
    """单位类型: 机关, 国企, 医院 …"""

    tasks: tuple[str, ...] = ()
    """业务任务: 基层治理, 采购降本 …"""

    fusions: tuple[str, ...] = ()
    """融合类型: 组织共建, 项目攻坚 …"""

    stages: tuple[str, ...] = ()
    """谋划, 部署, 落实, 检查, in this order."""


class Card(Frozen):
    """A practice. No card without a sentence of the source: the first measure is its quotation."""

    id: str
    document_id: str
    passage_id: str
    """The passage that holds the quotation."""

    locator: str
    name: Quoted | None = None
    """The practice's own name, as printed: “六个引领工作法”."""

    unit: Quoted | None = None
    """Who did it; None where the text only says 我校, 我局."""

    place: Quoted | None = None
    labels: Labels = Labels()
    problem: Quoted | None = None
    measures: tuple[Quoted, ...] = Field(min_length=1)
    results: tuple[Quoted, ...] = ()
    date: str | None = None
    """Of the document."""

    @property
    def quote(self) -> Quoted:
        """The sentence that the card rests on."""
        return self.measures[0]

    def parts(self) -> tuple[tuple[str, Quoted], ...]:
        """Return every quoted field with its name, in the order in which a card is read."""
        single = (("name", self.name), ("unit", self.unit), ("place", self.place), ("problem", self.problem))
        return (
            *((field, quoted) for field, quoted in single if quoted is not None),
            *(("measure", quoted) for quoted in self.measures),
            *(("result", quoted) for quoted in self.results),
        )


class HeldCard(Frozen):
    """A card as it is held: with its document and the source of each quoted field."""

    card: Card
    document: DocumentSummary
    sources: tuple[SourceSpan, ...]
    """In the order of `Card.parts`."""
