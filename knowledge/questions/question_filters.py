"""Conditions that a question states beside its subject: “2023年以后医院的案例” wants cases, from 2023, on hospitals.

They are read by rules, never guessed, and shown to the person, who can have the words searched as they stand instead.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.conditions import Condition
from knowledge.documents import Frozen, Kind
from knowledge.facets import sector_meant, unit_words
from knowledge.numerals import number_of
from knowledge.questions.filters import Filters
from knowledge.tokens import arabic_numerals, fold

_YEAR = r"((?:19|20)\d\d)"
_AND_BEFORE = re.compile(rf"{_YEAR}年?(?:及其?|和)?(?:以前|之前|前(?!后))的?")
_AND_AFTER = re.compile(rf"(?:自|从)?{_YEAR}年?(?:及其?|和)?(?:以后|之后|以来|起|后)的?")
_BETWEEN = re.compile(rf"{_YEAR}年?(?:到|至|—|-|~)+{_YEAR}(?:年(?!时)|(?!年))(?:期间|之间)?的?")
"""1996年至2001年时就读何校 tells when something happened, not from when the material is to be."""

_LAST_YEARS = re.compile(r"(?:最近|近)([一二两三四五六七八九十]|\d{1,2})年(?:来|以来)?的?")

_KINDS = {
    "案例": Kind.CASE,
    "典型案例": Kind.CASE,
    "讲话": Kind.SPEECH,
    "讲话稿": Kind.SPEECH,
    "党内法规": Kind.REGULATION,
    "文章": Kind.ARTICLE,
}
_KIND_AT_END = re.compile(rf"的?({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?:有哪些|有什么)?[??。]*$")
_COUNTS = re.compile(r"多少|几(?:个|篇|次|则|件)")
"""评出多少个案例 asks for a number that some text gives, not for cases."""

_EMPTY = re.compile(r"[\s的，,；;。？?]*")


class FilteredQuestion(Frozen):
    """A question taken apart into what to search for and which documents to search in."""

    text: str
    """What is left of the question, or the whole of it where nothing would be left."""

    filters: Filters
    conditions: tuple[Condition, ...]


def read_filters(question: str, *, today: date) -> FilteredQuestion:
    """Take the conditions out of a question.

    Args:
        question: As the person wrote it.
        today: 近三年 counts from it.

    Example:
        2023年以后医院的案例 -> 医院, kind=case, sector=医院, since=2023
    """
    rest = arabic_numerals(fold(question)).strip()
    found: list[Condition] = []
    for pattern, fields in ((_BETWEEN, ("since", "until")), (_AND_AFTER, ("since",)), (_AND_BEFORE, ("until",))):
        if match := pattern.search(rest):
            found += [
                Condition(field=name, value=year, words=match[0])
                for name, year in zip(fields, match.groups(), strict=True)
            ]
            rest = rest.replace(match[0], "", 1)
            break
    else:
        if match := _LAST_YEARS.search(rest):
            count = number_of(match[1])
            found.append(Condition(field="since", value=str(today.year - count), words=match[0]))
            rest = rest.replace(match[0], "", 1)
    if (match := _KIND_AT_END.search(rest)) and not _COUNTS.search(rest):
        found.append(Condition(field="kind", value=_KINDS[match[1]], words=match[1]))
        rest = rest[: match.start()]
        found += _sector_of(rest) if _KINDS[match[1]] is Kind.CASE else []
    if not found:
        return FilteredQuestion(text=question, filters=Filters(), conditions=())
    values = {condition.field: condition.value for condition in found}
    text = question if _EMPTY.fullmatch(rest) else rest
    return FilteredQuestion(text=text, filters=Filters.model_validate(values), conditions=tuple(found))


def words_on_years(folded: str) -> str | None:
    """Return the words of a folded question that say from which years the material is to be, or None."""
    matches = (pattern.search(folded) for pattern in (_BETWEEN, _AND_AFTER, _AND_BEFORE, _LAST_YEARS))
    return next((match[0] for match in matches if match), None)


def without_years(question: str) -> str:
    """Return a question without the words that say from which years the material is to be."""
    folded = arabic_numerals(fold(question)).strip()
    words = words_on_years(folded)
    return question if words is None else folded.replace(words, "", 1)


def _sector_of(subject: str) -> list[Condition]:
    """Read whose cases are wanted; the word stays in the subject, as cases have it too.

    Whose they are is said before 的 or 党建: 社区的 and 社区党建, not 社区治理, which is a subject.
    """
    match = re.match(rf"({unit_words()})(?=的|在|把|里|党建|系统|$)", subject)
    sector = sector_meant(match[1]) if match else None
    return [Condition(field="sector", value=sector, words=match[1])] if match and sector else []
