"""The layers of an answer to “how do we do it”: what to follow, what the rules say, what others do, what to mind.

A speech is never ranked below a unit's rules, and a case is never given as a requirement; what an article repeats of
an instrument stands with the rules, as a repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from knowledge.answers import Citation
from knowledge.documents import DocumentSummary, Kind, SourceClass
from knowledge.facets import kinds_meant, unit_spoken_of
from knowledge.numerals import ARTICLE
from knowledge.tokens import fold, simplified


class Track(StrEnum):
    """A layer, by its heading."""

    GUIDANCE = "遵循"
    BASIS = "制度依据"
    PRACTICE = "实践参考"


REMINDER = "适用提醒"

_ASKS_HOW = re.compile(
    r"怎么(?!样|回事|说|算|规定|写的)|怎样(?!规定)|如何(?!规定)|有什么(?:做法|办法|经验|举措)|有哪些(?:做法|办法|经验|举措)|现成做法"
)
_LEADER_SAID = re.compile(
    r"习近平(?:总书记|主席|同志)?[^。]{0,24}(?:指出|强调|要求|提出|说)|党的(?:十八|十九|二十)大[^。]{0,12}(?:报告|提出|指出|强调)"
)
_RULE_SAYS = re.compile(
    r"《[^《》]{2,60}(?:条例|规定|办法|准则|意见|规则|细则|章程|党章|法|决定)[^《》]{0,8}》[^。]{0,12}(?:规定|明确|要求|提出|指出|强调)"
)
_CENTRAL = re.compile(r"^(?:中共中央(?!.*(?:组织部|宣传部|纪律))|党中央|中国共产党中央委员会)")

_ARTICLE = re.compile(ARTICLE)


def asks_how(question: str) -> bool:
    """Tell whether a way of doing something is asked for."""
    return bool(_ASKS_HOW.search(question))


def track_of(document: DocumentSummary, quote: str) -> Track:
    """Return the layer that words of a document belong to."""
    if document.kind is Kind.SPEECH:
        return Track.GUIDANCE
    if document.kind is Kind.NORMATIVE and _CENTRAL.match(simplified(document.issuer or "")):
        return Track.GUIDANCE
    if document.kind.is_rule:
        return Track.BASIS
    if document.source_class is SourceClass.TEMPLATE or document.sample:
        return Track.PRACTICE
    said = simplified(quote)
    if _LEADER_SAID.search(said):
        return Track.GUIDANCE
    return Track.BASIS if _RULE_SAYS.search(said) else Track.PRACTICE


def lead_of(document: DocumentSummary, locator: str, track: Track, reading: str) -> str:
    """Return what stands before a quoted sentence so that it is plain whose it is.

    Args:
        document: Where it stands.
        locator: Of its passage.
        track: Where it will stand in the answer.
        reading: The sentence; one that begins with the number of its article is not numbered twice.
    """
    title = f"《{simplified(document.title)}》"
    if document.kind in {Kind.REGULATION, Kind.LAW}:
        article = None if _ARTICLE.match(reading) else _ARTICLE.search(locator)
        return f"{title}{article[0]}：" if article else title + ("" if _ARTICLE.match(reading) else "：")
    if track is not Track.PRACTICE:
        return f"{title}（{document.date}）：" if document.date else f"{title}："
    if document.kind is Kind.CASE and document.issuer and document.issuer not in document.title:
        return f"{simplified(document.issuer)}："
    return ""


def reminders(question: str, citations: Sequence[Citation]) -> list[str]:
    """Return what to mind when practices of other kinds of unit than the one asked about are carried over."""
    asked = unit_spoken_of(question)
    if asked is None:
        return []
    found: dict[str, str] = {}
    for citation in citations:
        own = _unit_of(citation.document)
        if own is not None and kinds_meant(own).isdisjoint(kinds_meant(asked)) and asked not in fold(citation.quote):
            found[own] = f"{found.get(own, '')}[{citation.marker}]"
    return [f"· {markers}是{own}的做法，用于{asked}前请核对领导体制和适用范围。" for own, markers in found.items()]


def _unit_of(document: DocumentSummary) -> str | None:
    """Return the kind of unit whose practice a case tells, in words; None where it is no case or not known."""
    if document.kind is not Kind.CASE:
        return None
    return document.particulars.sector or unit_spoken_of(f"{document.issuer or ''}{document.title}")
