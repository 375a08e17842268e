"""The standing of a text in words: what is known, how, and what is not."""

from __future__ import annotations

from knowledge.dates import chinese_date, in_chinese
from knowledge.documents import Status
from knowledge.names import STATUSES
from knowledge.regulations.findings import Match
from knowledge.regulations.validity import Standing


def validity_sentence(match: Match) -> str:
    """Say whether a text is in force, as far as is known."""
    if match.secondhand:
        return f"以下转引自《{match.document.title}》，请核对原文后引用。"
    title = f"《{match.document.title}》"
    date = f"（{chinese_date(match.document.date)}）" if match.document.date else ""
    return f"{title}{date}{standing_words(match.standing)}。"


def standing_words(standing: Standing) -> str:
    """Return a standing in words, with its successor and how it is known."""
    if standing.status is Status.UNKNOWN and standing.successor:
        return f"为库内当时的文本，后由{in_chinese(standing.successor)}替代（推断，尚未人工确认）"
    if standing.status is Status.UNKNOWN:
        return "为库内最新文本；是否另有修订未核验"
    checked = f"，{standing.checked_on}核验" if standing.checked_on else ""
    by_rule = "（按题名、日期和施行条款推断，尚未人工确认）" if standing.basis == "rule" else ""
    replaced = f"，见{standing.successor}" if standing.successor else ""
    effective = f"，自{standing.effective}起施行" if standing.status is Status.NOT_YET_IN_FORCE else ""
    return in_chinese(f"{STATUSES[standing.status]}{effective}{replaced}{checked}{by_rule}")
