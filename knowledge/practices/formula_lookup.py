"""Formulas by name: each expansion once with all its sources, different ones side by side, nothing put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.documents import Frozen
from knowledge.practices.cards import Quoted
from knowledge.practices.formulas import Formula, HeldFormula, formula_key
from knowledge.tokens import fold

_ASKED = re.compile(
    r"^(?:请问)?(?:什么(?:是|叫)|解释(?:一下)?|说说)?[“‘\"]?(?P<name>[^“”‘’\"?？,，。]{2,16}?)[”’\"]?(?:工作法|工作机制|机制)?"
    r"(?:是什么意思|是什么|指的?是?什么|指什么|包括(?:哪些|什么)?(?:内容)?|(?:的|有)?(?:具体)?(?:内容|哪些内容)(?:是什么|有哪些)?|有哪些|怎么说的?|分别是什么|的出处)?[?？。]*$"
)


_READ = 400
"""Characters of a quotation that somebody reads."""
_COMPARES = re.compile(r"区别|不同|一样|异同|相同|混用|对比|比较|差别|一回事|通用")


class FormulaEntry(Frozen):
    """One expansion of a formula; the first source is the oldest that is dated."""

    items: tuple[str, ...]
    sources: tuple[HeldFormula, ...]


def entries_of(name: str, held: Iterable[HeldFormula]) -> list[FormulaEntry]:
    """Return the expansions of a formula, the most widely sourced first.

    Args:
        name: However it is written: with or without quotation marks, Arabic or Chinese numerals, 工作法.
        held: Formulas that the person may see.
    """
    wanted = formula_key(name)
    groups: dict[tuple[str, ...], list[HeldFormula]] = {}
    for one in held:
        if formula_key(one.formula.name.text) == wanted:
            groups.setdefault(tuple(map(_plain, (item.text for item in one.formula.items))), []).append(one)
    entries = [
        FormulaEntry(items=_printed(group[0]), sources=tuple(sorted(group, key=_age))) for group in groups.values()
    ]
    return sorted(entries, key=lambda entry: -len(entry.sources))


def named_formula(question: str, held: Sequence[HeldFormula]) -> str | None:
    """Return the name of the held formula that a question asks to spell out, or None."""
    match = _ASKED.match(fold(question).strip())
    if match is None:
        return None
    wanted = formula_key(match["name"])
    return match["name"] if any(formula_key(one.formula.name.text) == wanted for one in held) else None


def in_one_piece(formula: Formula) -> Quoted:
    """Return words of a formula that read as one: without a heading above them, and no page of counted items."""
    quote, items = formula.quote, formula.items
    start, end = (items[0].start, items[-1].end) if "\n" in quote.text else (quote.start, quote.end)
    if end - start > _READ:
        start, end = quote.start, max(formula.name.end, items[0].end if items[0].start > formula.name.start else 0)
    return Quoted(start=start, end=end, text=quote.text[start - quote.start : end - quote.start])


def compared_formulas(question: str, held: Sequence[HeldFormula]) -> list[str]:
    """Return the names of the held formulas that a question compares, in its order: at least two, or one that differs.

    Example:
        “四个一起”和“四同”能混用吗 -> 四个一起, 四同
    """
    asked = re.sub(r"[“”‘’\"]", "", fold(question))
    if not _COMPARES.search(asked):
        return []
    names = {formula_key(one.formula.name.text): re.sub(r"[“”‘’\"]", "", fold(one.formula.name.text)) for one in held}
    found = sorted((asked.find(name), name) for name in names.values() if name in asked)
    longest = [name for _, name in found if not any(name != other and name in other for _, other in found)]
    return longest if len(longest) > 1 or any(len(entries_of(name, held)) > 1 for name in longest) else []


def _printed(held: HeldFormula) -> tuple[str, ...]:
    return tuple(item.text for item in held.formula.items)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


def _age(held: HeldFormula) -> str:
    return held.formula.date or "9999"
