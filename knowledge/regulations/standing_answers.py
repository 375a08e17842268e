"""Is it still in force, when was it revised, from when does it apply: answered from what is known of the instrument."""

from __future__ import annotations

import re

from knowledge.answers import Answer
from knowledge.dates import chinese_date
from knowledge.grounding.composition import Composition
from knowledge.grounding.support import Material, Support
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.findings import Finding
from knowledge.regulations.lookup import Asked, Lookup
from knowledge.regulations.provisions import Instrument
from knowledge.regulations.references import parse_references
from knowledge.regulations.standings import standing_words
from knowledge.regulations.validity import Standing
from knowledge.sentences import sentence_spans
from knowledge.tokens import fold, simplified

_WHEN = r"(?:(?:是|于)?(?:从|自)?(?:什么时候|什么时间|何时|哪一?年|哪一?天|几时|多会儿?)(?:开始)?)"
_ASKS = re.compile(
    rf"(?:现在|目前|如今|今天)?(?:还|是否|是不是|仍然?)*(?:现行)?(?:有效|管用|算数|适用|能用|在用|执行)(?:吗|么|没有|性)?$"
    rf"|(?:现在|目前)?(?:还|是不是|是否)?(?:是|用)的?\d{{4}}年?的?(?:那个|那版|那部|版本?)?(?:吗|么)?$"
    rf"|(?:改|修)(?:过|了)(?:没有|没|吗|么)$"
    rf"|(?:现在|目前)?(?:是否|是不是|有没有)?(?:已经?)?(?:被)?(?:废止|失效|作废|过期|修订|修改)(?:了|过)?(?:吗|么|没有)$"
    rf"|{_WHEN}(?:被)?(?:施行|实施|生效|执行|修订|修正|修改|发布|公布|印发|颁布|出台|通过|制定|批准)(?:的|了)?$"
    rf"|(?:的)?(?:施行|实施|生效|修订|发布|印发|公布)(?:日期|时间)(?:是|为)?(?:什么时候|哪天|多少|几号)?$"
    rf"|(?:的)?(?:最新|现行)(?:版本|文本)?(?:是|为)?(?:哪一?年|哪一?版|什么时候)(?:的|版)?(?:版本?)?$"
    rf"|(?:的)?文号(?:是|为)?(?:什么|多少)?$|(?:是)?(?:谁|哪个(?:机关|部门|单位))(?:制定|发布|印发|公布|颁布)(?:的)?$"
)
_REVISED = re.compile(r"(?<=[法例定则章程])(?:最新|新|最近|这次)?(?:修订|修改|修正)(?:之?后|以后|了|版|的)*$")
"""保密法新修订后何时施行: of the text that is held, which is the newest."""

_LEAD = re.compile(r"^(?:请问|你好|您好|问一?下|查一?下|那么?|那个|[,，、\s])+")
_TRAIL = re.compile(r"[?？。!！\s呢啊吧呀]+$")
_HISTORY = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^。\n]{0,80}(?:通过|批准|发布|公布|修订|修正|印发|施行)"
)
_EFFECT = re.compile(r"起(?:施行|实施|生效)|施行之日|同时废止")
_HEAD = 1500
"""Characters at the beginning of a text where its history stands."""

MOST = 4
"""Sentences that are quoted for it: the last ones, as the latest revision and the taking effect stand there."""


def asks_standing(question: str) -> str | None:
    """Return the name whose standing a question asks for, or None when it asks for something else.

    Example:
        信访工作条例现在还有效吗 -> 信访工作条例
    """
    plain = _TRAIL.sub("", _LEAD.sub("", fold(question)))
    name = plain
    while match := _ASKS.search(name):
        name = _REVISED.sub("", name[: match.start()].rstrip("的是,，、和又"))
    return name if 1 < len(name) < len(plain) else None


def standing_answer(question: str, lookup: Lookup, texts: CurrentTexts, asked: Asked) -> Answer | Finding | None:
    """Return what is known of the standing of the instrument that a question names.

    Returns:
        The answer; a finding when the name is unclear or not held; None when the question asks for something else.
    """
    name = asks_standing(question)
    references = parse_references(name) if name else []
    if not references or references[0].place.article is not None:
        return None
    chosen = lookup.chosen(question, references[0], asked)
    if isinstance(chosen, Finding):
        return chosen if chosen.outcome in {"clarify", "not_held"} else None
    return _answer(question, chosen[0], lookup, texts, asked)


def _answer(question: str, instrument: Instrument, lookup: Lookup, texts: CurrentTexts, asked: Asked) -> Answer | None:
    document = instrument.document
    standing = next((one for read, one in lookup.texts(asked) if read.document.id == document.id), None)
    supports = _supports(instrument, texts, asked)
    if standing is None or not supports:
        return None
    composition = Composition()
    composition.say(_conclusion(instrument, standing), supports[-2:], bullet=False)
    for support in supports:
        composition.say(" ".join(simplified(support.quote).split()), [support], bullet=True)
    return Answer(
        question=question,
        standalone_question=question,
        blocks=composition.blocks,
        notice=None if standing.checked_on else "是否现行有效以正式渠道核验为准；核验后可用 ronghe confirm 记录。",
        citations=tuple(composition.citations),
        checks=composition.checks(),
    )


def _conclusion(instrument: Instrument, standing: Standing) -> str:
    document = instrument.document
    words = standing_words(standing)
    begun = standing.effective and "施行" not in words
    effective = f"自{chinese_date(standing.effective)}起施行，" if begun and standing.effective else ""
    date = f"（{chinese_date(document.date)}）" if document.date else ""
    number = f"文号{document.number}，" if document.number else ""
    return f"《{simplified(document.title)}》{date}{effective}{number}{words}。"


def _supports(instrument: Instrument, texts: CurrentTexts, asked: Asked) -> list[Support]:
    """Return where the text tells of its own making and taking effect; its first words where it does not."""
    document = instrument.document
    summary = next((one for one in texts.documents(asked.labels) if one.id == document.id), None)
    passages = texts.passages_of(document.id, asked.labels)
    if summary is None or not passages:
        return []
    found = []
    for passage in passages:
        material = Material(passage=passage, document=summary, whole=document)
        for start, end in sentence_spans(document.text[passage.start : passage.end]):
            span = (passage.start + start, passage.start + end)
            quote = simplified(document.text[span[0] : span[1]])
            telling = _EFFECT.search(quote) or (span[0] < _HEAD and _HISTORY.search(quote))
            if telling:
                found.append(Support(material=material, start=span[0], end=span[1]))
    first = passages[0]
    whole = Support(
        material=Material(passage=first, document=summary, whole=document), start=first.start, end=first.end
    )
    return found[-MOST:] or [whole]
