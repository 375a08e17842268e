"""Rows of a list of cases: columns say whose practice it is, what was done and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.cards.practices import Practice
from ingest.cards.roles import UnitRole
from ingest.cards.sentences import Sentence, sentence_told
from knowledge.documents import Document
from knowledge.sentences import sentence_spans

_ROLES = (
    (UnitRole.PROBLEM, re.compile("问题|背景|难点|痛点")),
    (UnitRole.MEASURE, re.compile("做法|举措|措施|主要内容|工作内容|经验")),
    (UnitRole.RESULT, re.compile("成效|效果|成果|成绩")),
)
_UNIT = re.compile("(?:报送|申报|实施|所在|填报)?(?:单位|组织|部门|支部)(?:名称)?")
_FIELD = re.compile(r"^(?P<column>[^：:\n]{1,14})[：:][ \t]*(?P<value>[^\n]+)$", re.MULTILINE)


def recorded(document: Document) -> Iterator[Practice]:
    """Yield the practices of a list's records, in order: those under a heading whose columns tell what was done."""
    bounds = [*((heading.start, heading.end) for heading in document.outline), (len(document.text), 0)]
    for (start, end), (following, _) in pairwise(bounds):
        fields = list(_FIELD.finditer(document.text, end, following))
        sentences = tuple(one for field in fields for one in _sentences(document, field))
        if any(one.role is UnitRole.MEASURE for one in sentences):
            unit = next((field.span("value") for field in fields if _UNIT.fullmatch(field["column"].strip())), None)
            yield Practice(unit, sentences, name=(start, end))


def _sentences(document: Document, field: re.Match[str]) -> Iterator[Sentence]:
    role = next((role for role, words in _ROLES if words.search(field["column"])), None)
    if role is not None:
        base = field.start("value")
        yield from (
            sentence_told(document, base + start, base + end, role) for start, end in sentence_spans(field["value"])
        )
