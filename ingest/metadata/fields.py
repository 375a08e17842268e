"""Who issued a document, when, under which number, and what it is: by rules; what is doubtful stays empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from ingest.lines import is_prose, written_lines
from ingest.metadata.history import read_history
from ingest.metadata.kinds import is_instrument, kind_of
from ingest.metadata.numbers import number_in
from ingest.metadata.particulars import (
    BODY,
    Happening,
    enacting_body,
    events,
    first_date,
    stated_date,
    stated_issuer,
    stated_version,
    supplier,
    version_date,
    yearly_date,
)
from ingest.metadata.script import script_of
from ingest.metadata.source_classes import source_class_of
from ingest.metadata.speeches import delivery_of
from ingest.metadata.titles import Title, find_title
from ingest.metadata.units import setting_of
from ingest.problems import remark
from ingest.repair.site_words import is_published_line, simplified_line
from knowledge.documents import Frozen, Kind, Problem, Script, SourceClass, Status
from knowledge.names import STATUS_WORDS
from knowledge.particulars import Particulars, Sector, Speech
from knowledge.tokens import fold

_SOURCE_CLASSES = {source_class.value: source_class for source_class in SourceClass}
_NOTHING = {"null", "~", "none", "None", "无"}
_STATUSES = {status.value: status for status in Status} | STATUS_WORDS

_JOURNAL_YEAR = re.compile(r"文章[编編][号號][\]】]?\s*[:：]?\s*[\w-]{4,12}\s*[(（](\d{4})[)）]")
_HEADER_LINE = re.compile(
    r"[（(]?\s*(?:19|20)\d{2}\s*年.{0,12}\d?日?.{0,60}(?:通过|批准|发布|公布|印发|修正|修订|施行)|\S{0,30}全国代表大会.{0,20}(?:通过|修改)"
)
_HEAD = 800
_HEAD_LINES = 8
_LONGEST_HEADER, _HEADER_LINES = 1600, 20
_TAIL_LINES = 4
_TRIAL = re.compile("试行|暂行")
_NAMED_BODY = re.compile(rf"(?:中共|国务院|中央)[\u4e00-\u9fff]*(?<!人)(?<!者)(?<!就)|{BODY.pattern}")
"""A body in front of 关于; 中央办公厅负责人就 is none."""

_LONGEST_DATE, _LONGEST_BODY = 20, 40
_YEAR = 4
COLLECTED_AS = "collected_as"
"""Under which a compilation tells what it calls a part, for one that prints no title of its own."""


class Metadata(Frozen):
    """What is known of a document beside its text."""

    title: str
    title_end: int
    """Where the lines that print the title end in the text; 0 if it is not printed."""

    kind: Kind
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    particulars: Particulars = Particulars()
    status: Status = Status.UNKNOWN
    checked_on: str | None = None
    source_class: SourceClass | None = None
    script: Script = Script.SIMPLIFIED
    problems: tuple[Problem, ...] = ()


class Surroundings(NamedTuple):
    """What stood around a document: its raw text with menus and counters, and the raw text of the whole file."""

    raw: str
    file: str


def read_metadata(text: str, around: Surroundings, stated: Mapping[str, str]) -> Metadata:
    """Read the particulars of a document.

    Args:
        text: Repaired text, not empty.
        around: The unrepaired text; a date of publishing stands there and nowhere else.
        stated: The front matter, which wins over every rule; unknown keys are passed over.
    """
    printed = find_title(text)
    if printed.printed or written_lines(text)[0].text == printed.title:
        stated = {name: value for name, value in stated.items() if name != COLLECTED_AS}
    title = _title(printed, stated)
    header = _header(text, printed.end)
    history = events(header) if is_instrument(title) else []
    signed = _signature(text)
    issuer = stated.get("issuer") or enacting_body(history) or supplier(text) or _issuer_of_title(title)
    issuer = issuer or (_together(signed[0]) if signed else None)
    script = script_of(text)
    name = fold(title) if script is Script.TRADITIONAL else title
    kind = kind_of(name, issuer, text, stated)
    source_class = _source_class(kind, text, around, stated)
    date = _date(name, text, around, stated, history)
    headline = printed.title if printed.printed else name
    particulars = _particulars(TextTold(name, headline, kind, issuer, date, header, text, signed), stated)
    return Metadata(
        title=title,
        title_end=printed.end if printed.title in title or title in printed.title else 0,
        kind=kind,
        issuer=issuer or particulars.bodies.issuing or particulars.bodies.enacting,
        number=stated.get("number") or number_in(header, text[: printed.end], around.raw),
        date=date,
        particulars=particulars,
        status=_STATUSES.get(stated.get("status", ""), Status.UNKNOWN),
        checked_on=stated.get("checked_on"),
        source_class=source_class,
        script=script,
        problems=tuple(_problems(printed, stated, source_class)),
    )


class TextTold(NamedTuple):
    """What the particulars are read from."""

    title: str
    """In Simplified characters."""

    headline: str
    """As the text prints it, whatever front matter says."""

    kind: Kind
    issuer: str | None
    date: str | None
    header: str
    text: str
    signed: tuple[str, str] | None


def _particulars(told: TextTold, stated: Mapping[str, str]) -> Particulars:
    """Read bodies and dates of rules and notices, the delivery of speeches, the setting of cases."""
    if told.kind.is_rule or is_instrument(told.title):
        history = read_history(told.header, told.text, stated, told.signed or _titled(told))
    else:
        body, day = told.signed or (stated.get("issuer") or stated_issuer(told.text), told.date)
        history = read_history("", "", stated, None).appeared(body, day)
    delivery = delivery_of(told.title, told.kind, told.text)
    headline = told.title if told.headline == told.title else fold(told.headline)
    setting = setting_of(headline, told.kind, told.issuer, told.text)
    found = Particulars(
        bodies=history.bodies,
        dates=history.dates,
        trial=_TRIAL.search(told.title) is not None,
        speech=delivery.speech,
        occasion=delivery.occasion,
        sector=setting.sector,
        unit=setting.unit,
        place=setting.place,
    )
    return found.model_copy(update=_stated_particulars(stated))


def _titled(told: TextTold) -> tuple[str | None, str | None]:
    """Return the body that the title names as issuing, without a date of its own."""
    return (_issuer_of_title(told.title), None)


def _stated_particulars(stated: Mapping[str, str]) -> dict[str, object]:
    """Return what front matter says of the setting, under the fields' own names."""
    found: dict[str, object] = {name: stated[name] for name in ("unit", "place", "occasion") if name in stated}
    for name, values in (("sector", Sector), ("speech", Speech)):
        if stated.get(name) in set(values):
            found[name] = values(stated[name])
    if "trial" in stated:
        found["trial"] = stated["trial"].lower() in {"true", "是", "1"}
    return found


def _source_class(kind: Kind, text: str, around: Surroundings, stated: Mapping[str, str]) -> SourceClass | None:
    """Return the stated class, none where none is stated on purpose, else what the marks of the place show."""
    named = stated.get("source_class", "")
    if named in _NOTHING:
        return None
    return _SOURCE_CLASSES.get(named) or source_class_of(kind, text, around.file)


def _title(printed: Title, stated: Mapping[str, str]) -> str:
    """Prefer what front matter says, unless the text prints the same name in full."""
    name = stated.get("title") or stated.get(COLLECTED_AS)
    if name is None or (printed.printed and printed.title.endswith(name)):
        return printed.title
    return name


def _header(text: str, title_end: int) -> str:
    """Return the lines under the title that tell of adoption, issue and number, up to the first paragraph."""
    found = []
    for line in written_lines(text[title_end : title_end + _LONGEST_HEADER])[:_HEADER_LINES]:
        if re.match(r"#*\s*(?:第[一1](?:编|章|条)|目\s*录|[一二]、)", line.text) or _is_body_text(line.text):
            break
        found.append(line.text)
    return "\n".join(found)


def _is_body_text(line: str) -> bool:
    """Tell the first paragraph from a header such as （2019年……发布）."""
    return is_prose(line) and not _HEADER_LINE.match(line)


def _issuer_of_title(title: str) -> str | None:
    """Return the body in front of 关于: 中共示例市委关于……的意见."""
    match = re.match(
        r"(.{2,40}?)关于(?:印发|转发|进一步|加强|推动|做好|开展|深化|推进|建立|表彰|.{2,40}的(?:意见|通知|决定|方案|规定))",
        title,
    )
    body = _together(match[1]) if match else ""
    return body if body and all(_NAMED_BODY.fullmatch(one) for one in body.split("、")) else None


def _together(bodies: str) -> str:
    """Return bodies that stand apart by spaces, joined as the particulars join them."""
    return "、".join(re.split(r"[\s、]+", bodies.strip()))


def _signature(text: str) -> tuple[str, str] | None:
    """Return the body that signs at the foot, with the date under it."""
    last = [line.text for line in written_lines(text[-_HEAD:])[-_TAIL_LINES:]]
    for body, date in pairwise(last):
        day = first_date(date)
        if (
            len(date) <= _LONGEST_DATE
            and day
            and (BODY.fullmatch(body) or body.startswith("中共"))
            and len(body) <= _LONGEST_BODY
        ):
            return body, day
    return None


def _date(
    title: str, text: str, around: Surroundings, stated: Mapping[str, str], history: list[Happening]
) -> str | None:
    """Return the date of the version, of publishing, of the signature, of the page, or of a yearly paper's title."""
    return (
        stated_version(stated)
        or version_date(history)
        or _published_on(around.raw)
        or _dated_line(text)
        or _journal_year(text)
        or stated_date(stated.get("published", ""))
        or yearly_date(title)
    )


def _published_on(raw: str) -> str | None:
    for line in written_lines(raw[: _HEAD * 4]):
        if is_published_line(simplified_line(line.text)) and first_date(line.text):
            return first_date(line.text)
    return None


def _dated_line(text: str) -> str | None:
    """Return a date that stands alone on one of the first or last lines."""
    lines = [line.text for line in written_lines(text)]
    for line in (*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:]):
        date = first_date(line)
        alone = len(re.sub(r"[\d\s年月日/.（）()〇零一二三四五六七八九十-]", "", line)) == 0
        if date and alone and len(date) > _YEAR:
            return date
    return None


def _journal_year(text: str) -> str | None:
    match = _JOURNAL_YEAR.search(text[:_HEAD])
    return match[1] if match else None


def _problems(printed: Title, stated: Mapping[str, str], source_class: SourceClass | None) -> Iterator[Problem]:
    """Yield what a person should know of the particulars."""
    if not (printed.printed or stated.get("title") or stated.get(COLLECTED_AS)):
        message = "原文没有标题，暂以首句代替，可在文件开头补上标题后重新导入。"
        yield remark("missing_title", message, line=1)
    if source_class is SourceClass.TEMPLATE:
        yield remark("template", "这份材料来自网络范文，只供参考，不能作为依据。")
