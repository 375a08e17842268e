"""How documents are named to people: titles, dates, validity, what needs care."""

from __future__ import annotations

from bot.names import status_words
from knowledge import dates
from knowledge.documents import DocumentSummary, SourceClass


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
