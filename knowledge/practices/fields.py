"""A card as people read it, in Simplified: each field with the words of the source that stand behind it."""

from __future__ import annotations

from knowledge.documents import Frozen, SourceSpan
from knowledge.practices.cards import HeldCard, Quoted
from knowledge.tokens import simplified

NOT_STATED = "资料未载"


class Field(Frozen):
    """One field of a card."""

    label: str
    lines: tuple[str, ...]
    """In Simplified; empty where the text does not state it."""

    quotes: tuple[str, ...] = ()
    """Verbatim, one for each line; empty for what is sorted by rules."""

    sources: tuple[SourceSpan, ...] = ()

    @property
    def text(self) -> str:
        """The lines as one."""
        return "；".join(line.rstrip("。；") for line in self.lines) if len(self.lines) > 1 else "".join(self.lines)


def fields_of(held: HeldCard) -> tuple[Field, ...]:
    """Return the fields of a card in the order in which it is read."""
    card, labels = held.card, held.card.labels
    by_part = list(zip(card.parts(), held.sources, strict=True))

    def quoted(label: str, part: str) -> Field:
        chosen = [(words, source) for (name, words), source in by_part if name == part]
        return Field(
            label=label,
            lines=tuple(reading(words) for words, _ in chosen),
            quotes=tuple(words.text for words, _ in chosen),
            sources=tuple(source for _, source in chosen),
        )

    def sorted_under(label: str, *names: str | None) -> Field:
        return Field(label=label, lines=("、".join(name for name in names if name),) if any(names) else ())

    return (
        quoted("单位", "unit"),
        quoted("做法名称", "name"),
        quoted("地点", "place"),
        sorted_under("单位类型", labels.sector),
        sorted_under("业务任务", *labels.tasks),
        sorted_under("融合类型", *labels.fusions),
        sorted_under("所处阶段", *labels.stages),
        quoted("问题", "problem"),
        quoted("举措", "measure"),
        quoted("成效", "result"),
        Field(label="时间", lines=(card.date,) if card.date else ()),
        Field(label="出处", lines=(origin(held),)),
    )


def reading(words: Quoted) -> str:
    """Return quoted words in Simplified, in one line."""
    return simplified(words.text).replace("\n", "").strip()


def origin(held: HeldCard) -> str:
    """Return where a card comes from: title, place in the text, date."""
    parts = (simplified(held.card.locator), held.card.date or "日期未载")
    return f"《{simplified(held.document.title)}》" + "".join(f"，{part}" for part in parts if part)


def card_heading(held: HeldCard) -> str:
    """Return how a card is called in a list: its unit, else the title of its document."""
    card = held.card
    return reading(card.unit) if card.unit else f"《{simplified(held.document.title)}》"
