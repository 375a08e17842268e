"""Does it apply to us: answered with what the instrument says of its own scope; nothing is decided for the unit."""

from __future__ import annotations

import re

from knowledge.answers import Answer
from knowledge.grounding.composition import Composition
from knowledge.grounding.support import Material, Support
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.findings import Finding
from knowledge.regulations.lookup import Asked, Lookup
from knowledge.regulations.references import parse_references
from knowledge.sentences import sentence_spans
from knowledge.tokens import fold, simplified

_ASKS = re.compile(
    r"^(?:请问)?(?P<name>.{2,40}?)(?:是否|能不能|能否|可不可以)?"
    r"(?:管不管|管得着|管得了|适不适用于?|适用不适用于?|适用于?|管(?!理|辖|控)|约束|覆盖)(?P<whom>[^，。？?]{2,16}?)(?:吗|么|不)?[？?。]*$"
)
_MAY = r"(?:是否|能不能|能否|可不可以|要不要|是不是|应不应该|可以|能|要)?"
_FOLLOWS = r"(?:参照|比照|照搬|照着|套用)(?:执行|适用|办理|使用)?"
_NAMED = r"(?P<name>.{1,30}?(?:条例|规定|办法|准则|规则|细则|意见|章程|党章|法))"
_FOLLOWED = (
    re.compile(rf"^{_NAMED}(?:对)?(?P<whom>[^，。？?]{{2,12}}?){_MAY}{_FOLLOWS}(?:吗|么|不)?[？?。]*$"),
    re.compile(
        rf"^(?P<whom>[^，。？?]{{2,12}}?){_MAY}{_FOLLOWS}{_NAMED}(?:执行|适用|办理)?(?:吗|么|可以吗|行吗|行不行)?[？?。]*$"
    ),
)
"""医院能不能参照机关条例执行: what the instrument says of those that it applies to, too."""

_WHOSE = re.compile(r"^(?P<name>.{2,40}?)(?:的)?(?:适用范围|适用对象)(?:是什么|是|有哪些|包括哪些)?[？?。]*$")
_SCOPE = re.compile(
    r"适用于|适用本|参照(?:本|执行|适用)|依照本(?:条例|规定|办法|法)(?:执行|的规定)|不适用本|本(?:条例|规定|办法|法)所称"
)
MOST = 4
"""Sentences on the scope that are quoted."""


def applicability_answer(question: str, lookup: Lookup, texts: CurrentTexts, asked: Asked) -> Answer | Finding | None:
    """Return what an instrument says of those it applies to, where that is what is asked; otherwise None.

    Where its name is not clear, that is to be cleared up first.

    Example:
        机关基层组织工作条例管不管医院 -> 第二条 本条例适用于……; 第四十一条 ……参照本条例执行
    """
    plain = fold(question).strip()
    match = next((found for each in (_WHOSE, _ASKS, *_FOLLOWED) if (found := each.match(plain))), None)
    references = parse_references(match["name"]) if match else []
    if match is None or not references or lookup.names(asked.labels).resolve(references[0]).certainty == "unknown":
        return None
    chosen = lookup.chosen(question, references[0], asked)
    if isinstance(chosen, Finding):
        return _which(chosen, match.groupdict().get("whom")) if chosen.outcome == "clarify" else None
    document = chosen[0].document
    summary = next((one for one in texts.documents(asked.labels) if one.id == document.id), None)
    if summary is None:
        return None
    composition = Composition()
    for passage in texts.passages_of(document.id, asked.labels):
        material = Material(passage=passage, document=summary, whole=document)
        for start, end in sentence_spans(document.text[passage.start : passage.end]):
            begin, stop = passage.start + start, passage.start + end
            quote = " ".join(simplified(document.text[begin:stop]).split())
            if _SCOPE.search(quote) and len(composition.said) < MOST:
                lead = "" if composition.said else f"《{simplified(document.title)}》"
                support = Support(material=material, start=begin, end=stop)
                composition.say(quote, [support], bullet=bool(composition.said), lead=lead)
    if not composition.citations:
        return None
    whom = f"是否适用于“{match['whom']}”" if "whom" in match.groupdict() else "是否适用于本单位"
    return Answer(
        question=question,
        standalone_question=question,
        blocks=composition.blocks,
        notice=f"以上是原文对适用范围的规定；{whom}，请对照原文和本领域的文件确认。",
        citations=tuple(composition.citations),
        checks=composition.checks(),
    )


def _which(finding: Finding, whom: str | None) -> Finding:
    """Offer the question again with each name in full."""
    asked = f"适用于{whom}吗" if whom else "的适用范围"
    return finding.model_copy(update={"candidates": tuple(f"{name}{asked}" for name in finding.candidates)})
