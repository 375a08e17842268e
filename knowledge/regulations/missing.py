"""Why there is no provision to show, in a sentence for the person who asked: which part is missing or unclear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.numerals import printed
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.names import CANDIDATES, Names
from knowledge.regulations.provisions import Article, Instrument
from knowledge.regulations.references import UNREADABLE, Place, Reference
from knowledge.regulations.validity import Record, Validity

EMPTY = "请写明法规名称和条号，例如“公务员法第五十九条”。"
NO_NAME = "没有写明是哪部法规，请连同名称一起写，例如“公务员法第五十九条”。"
ABSENT = 2
"""Instruments not held that are named beside those that are."""

_POINTS = re.compile(r"上面|上述|前面|刚才|那个|这个|那部|这部|该")
SHOWN = 40
"""Characters of a name that are repeated."""


def findings_together(text: str, findings: Sequence[Finding]) -> Finding:
    """Return several findings as one: found only when all are; what is missing is said of each."""
    failed = [one for one in findings if one.outcome != "found"]
    return Finding(
        reference=text,
        outcome=failed[0].outcome if failed else "found",
        matches=tuple(match for one in findings for match in one.matches),
        candidates=tuple(dict.fromkeys(name for one in findings for name in one.candidates)),
        reason="".join(dict.fromkeys(one.reason for one in findings if one.reason)) or None,
    )


def full_title(core: str, names: Names, validity: Validity) -> str:
    """Return the title as the newest text held prints it, else as the list of known titles does."""
    versions = validity.versions(core)
    return versions[0].title if versions else names.title(core)


def unknown_name(text: str, name: str, near: tuple[str, ...]) -> Finding:
    """No instrument is known by this name; 上面那个条例 is none, where nothing above was one."""
    if _POINTS.match(name):
        return Finding(reference=text, outcome="clarify", candidates=near, reason=NO_NAME)
    offered = "库内名称相近的列在下面，请核对是否所指。" if near else "请核对名称，或请管理员补充该文件。"
    reason = f"库内没有、已知名称中也没有名为“{_short(name)}”的法规。{offered}"
    return Finding(reference=text, outcome="not_found", candidates=near, reason=reason)


def unclear_name(text: str, reference: Reference, cores: Sequence[str], names: Names, validity: Validity) -> Finding:
    """The name may mean one of several instruments: those held are offered; all of them where none is."""
    held = [core for core in cores if validity.versions(core)]
    titles = [full_title(core, names, validity) for core in (held or cores)[:CANDIDATES]]
    absent = [full_title(core, names, validity) for core in cores if held and core not in held]
    reason = f"“{_short(reference.name)}”可能指下面的法规，{'请按全称选择' if held else '库内均未收录全文'}。"
    if absent:
        reason += f"另有库内未收录的{'、'.join(f'《{title}》' for title in absent[:ABSENT])}。"
    return Finding(reference=text, outcome="clarify", candidates=tuple(dict.fromkeys(titles)), reason=reason)


def instrument_not_held(text: str, title: str, near: tuple[str, ...]) -> Finding:
    """The instrument is known, but its text is not in the library."""
    offered = "库内名称相近的列在下面，是不同的文件。" if near else ""
    reason = f"《{title}》库内未收录。{offered}"
    return Finding(reference=text, outcome="not_held", candidates=near, reason=reason)


def number_not_held(number: str) -> str:
    """Say that no document bears a 文号."""
    return f"库内未收录文号为“{_short(number)}”的文件。"


def no_such_version(text: str, versions: Sequence[Record], reference: Reference, as_of: str | None) -> Finding:
    """The instrument is held, but not in the version that is meant."""
    wanted = f"{reference.year}年" if reference.year else (as_of or "")
    title, held = versions[0].title, "、".join(one.date or "日期未载" for one in versions)
    said = f"{wanted}当时的文本" if wanted else "修订前的文本"
    reason = f"《{title}》{said}库内未收录；库内现有的版本：{held}。"
    return Finding(reference=text, outcome="not_held", candidates=(title,), reason=reason)


def corrected(name: str, title: str) -> str:
    """Say what was taken for a slip of the pen."""
    return f"没有名称正好是“{_short(name)}”的法规，已按《{title}》查找，请核对是否所指。"


def no_article(instrument: Instrument, place: Place) -> str:
    """Say that an instrument has no such article."""
    title = instrument.document.title
    if not instrument.articles:
        return f"《{title}》库内文本不分条，不能按条查找，可用关键词查找。"
    if UNREADABLE in (place.article, place.branch, place.chapter, place.section, place.paragraph, place.item):
        return f"所写的条款序号不是一个数，无法在《{title}》中查找。"
    if place.article is None:
        return f"《{title}》没有{place}。"
    wanted = Place(article=place.article, branch=place.branch)
    return f"《{title}》库内文本最后一条是第{printed(instrument.last_number)}条，没有{wanted}。"


def no_neighbour(match: Match, step: int) -> str:
    """Say that an article is the first or the last one."""
    end = "最后一条" if step > 0 else "第一条"
    return f"《{match.document.title}》{match.article.heading}已是库内文本的{end}。"


def no_subitem(instrument: Instrument, article: Article, subitem: int) -> str:
    """Say that a 项 has no such 目."""
    return f"《{instrument.document.title}》{article.heading}所指的项里没有{Place(subitem=subitem)}。"


def no_paragraph(instrument: Instrument, article: Article, paragraph: int) -> str:
    """Say that an article has no such 款."""
    count = len(article.paragraphs)
    return f"《{instrument.document.title}》{article.heading}共{printed(count)}款，没有{Place(paragraph=paragraph)}。"


def no_item(instrument: Instrument, article: Article, items: int, item: int) -> str:
    """Say that a 款 or an article has no such 项."""
    has = f"最多{printed(items)}项" if items else "不分项"
    return f"《{instrument.document.title}》{article.heading}{has}，没有{Place(item=item)}。"


def which_place(instrument: Instrument) -> str:
    """Say that a place has to be named."""
    count = sum(article.number is not None for article in instrument.articles)
    return f"库内收有《{instrument.document.title}》，共{count}条；请写明条号，或选一章。"


def _short(name: str) -> str:
    return name if len(name) <= SHOWN else name[:SHOWN] + "……"
