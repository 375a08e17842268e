"""How documents are named to people: titles, dates, validity, what needs care."""

from __future__ import annotations

from collections.abc import Sequence

from bot.names import status_words
from knowledge import dates
from knowledge.answers import Answer, Citation
from knowledge.documents import DocumentSummary, Hit, Script, SourceClass
from knowledge.names import KINDS, place_words
from knowledge.tokens import simplified


def book_title(title: str) -> str:
    """Return a title in 《 》 on one line, with 〈 〉 inside: 关于印发《甲》的通知 -> 《关于印发〈甲〉的通知》."""
    line = " ".join(title.split())
    bare = line[1:-1] if line.startswith("《") and line.find("》") == len(line) - 1 else line
    return f"《{bare.replace('《', '〈').replace('》', '〉')}》"


def shortened(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters; what is left out shows as ……."""
    return text if len(text) <= limit else text[: limit - 2] + "……"


def date_words(date: str | None) -> str:
    """Return an ISO date in full, or that there is none."""
    return dates.chinese_date(date) if date else "日期未载"


def validity(document: DocumentSummary) -> str:
    """Return the status in words, with the day on which a person checked it; of what is no rule only what is known."""
    words = status_words(document.kind, document.status)
    return f"{words}（{date_words(document.checked_on)}核验）" if document.checked_on else words


def marks(document: DocumentSummary, *, secondhand: bool, recognised: bool = False) -> tuple[str, ...]:
    """Return the short marks of what a reader must know before relying on a source."""
    found = (
        (secondhand, "转引"),
        (document.sample, "示例"),
        (document.source_class is SourceClass.TEMPLATE, "网络范文，慎作依据"),
        (recognised, "据图像识别，请核对原件"),
    )
    return tuple(word for holds, word in found if holds)


TITLE_LENGTH = 80
"""Characters of a title or path in a list of sources; the opened passage has all of it."""


def facts(document: DocumentSummary, locator: str) -> tuple[str, ...]:
    """Return title, place, date and validity, in Simplified characters; no place is left out, not named."""
    read = simplified if document.script is Script.TRADITIONAL else str
    found = (
        book_title(shortened(read(document.title), TITLE_LENGTH)),
        shortened(read(locator), TITLE_LENGTH),
        date_words(document.date),
        KINDS[document.kind],
        validity(document),
    )
    return tuple(fact for fact in found if fact)


def cautions(hit: Hit, citation: Citation | None) -> Sequence[str]:
    """Return what to know before relying on a passage, or on what was quoted of it."""
    document = hit.document
    found = (
        (citation is not None and citation.secondhand, "引用的话转引自其他文件，请核对原文后引用。"),
        (document.sample, "示例材料，单位和内容均为虚构。"),
        (document.source_class is SourceClass.TEMPLATE, "网络范文，慎作依据。"),
        (hit.source.recognised, "据图像识别，请核对原件。"),
        (document.script is Script.TRADITIONAL, "库内文本为繁体，以下按原文显示。"),
    )
    return [sentence for holds, sentence in found if holds]


def in_order(reply: Answer) -> list[Citation]:
    """Return the citations in the order of their markers."""
    return sorted(reply.citations, key=lambda citation: citation.marker)


def source_lines(citations: Sequence[Citation]) -> list[str]:
    """Return a line for each place that is cited, with all markers that point there."""
    markers: dict[tuple[str, str], list[int]] = {}
    for one in citations:
        document = one.document
        noted = marks(document, secondhand=one.secondhand, recognised=one.source.recognised)
        shown = (*facts(document, place_words(one.locator, one.source.page)), *noted)
        markers.setdefault((document.id, " · ".join(shown)), []).append(one.marker)
    return [f"{''.join(f'[{number}]' for number in numbers)} {line}" for (_, line), numbers in markers.items()]


def nearest_line(number: int, hit: Hit) -> str:
    """Return a line for material that comes nearest."""
    noted = marks(hit.document, secondhand=False, recognised=hit.source.recognised)
    shown = (*facts(hit.document, place_words(hit.passage.locator, hit.source.page)), *noted)
    return f"{number}. " + " · ".join(shown)


def understood_as(standalone: str, question: str) -> str | None:
    """Return a line that says for what question it was taken, where that differs from what was asked."""
    return None if standalone in {question, simplified(question)} else f"按“{standalone}”查找"
