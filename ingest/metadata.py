"""Who issued a document, when, under which number, and what it is: by rules; what is doubtful stays empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ingest.lines import is_prose, written_lines
from ingest.particulars import (
    BODY,
    NUMBER,
    Event,
    enacting_body,
    events,
    first_date,
    stated_date,
    supplier,
    version_date,
)
from ingest.repair.site_words import is_published_line, simplified
from ingest.titles import Title, find_title
from knowledge.documents import Frozen, Kind, Problem, Script, Severity, SourceClass, Status

_KINDS = {kind.value: kind for kind in Kind} | {
    "activity_case": Kind.CASE,
    "internal_rule": Kind.NORMATIVE,
    "党内法规": Kind.REGULATION,
    "法律": Kind.LAW,
    "行政法规": Kind.LAW,
    "规范性文件": Kind.NORMATIVE,
    "讲话": Kind.SPEECH,
    "案例": Kind.CASE,
    "文章": Kind.ARTICLE,
}
"""What front matter may call a kind."""

_SOURCE_CLASSES = {source_class.value: source_class for source_class in SourceClass}
_STATUSES = {status.value: status for status in Status} | {
    "现行有效": Status.IN_FORCE,
    "已修订": Status.SUPERSEDED,
    "已废止": Status.REPEALED,
    "已失效": Status.EXPIRED,
    "尚未施行": Status.NOT_YET_IN_FORCE,
    "效力待核": Status.UNKNOWN,
}

_LAW_TYPES = re.compile(r"法$|行政法规|司法解释|监察法规")
_TRIAL = r"(?:[（(](?:试行|暂行|草案|修订|[^（）()]{1,12})[)）])?$"
_LAW_TITLE = re.compile(rf"(?:法|宪法|法典){_TRIAL}")
_RULES_TITLE = re.compile(rf"(?:党章|章程|准则|条例|规定|办法|规则|细则){_TRIAL}")
_NORMATIVE_TITLE = re.compile(
    rf"(?:意见|通知|决定|决议|方案|纪要|公报|公告|通告|通报|批复|规划|计划|要点|指引|倡议书|提醒|制度|若干措施|实施措施){_TRIAL}|^关于.{{2,50}}的(?:报告|请示|函)$"
)
_INSTRUMENT = re.compile(rf"{_LAW_TITLE.pattern}|{_NORMATIVE_TITLE.pattern}")
_SPEECH_TITLE = re.compile(
    r"(?:讲话|致辞|致词|演讲|发言|报告|贺信|党课|讲话提纲|讲稿)(?:[（(].{1,20}[)）])?$|讲话[）)]?$|^(?:习近平)?在.{4,60}上的"
)
_CASE_TITLE = re.compile(r"案例|活动|纪实|召开|举行|举办|开展|启动|走进|做法|经验")
_NEWS = re.compile(
    r"^.{0,60}(?:讯|电)\s*[（(](?:全媒体)?(?:首席)?(?:记者|通讯员)|^.{0,80}(?:近日|日前|近期|\d{1,2}月\d{1,2}日|连日来)[，,上下]"
)
_PARTY = re.compile(r"^(?:中共|中国共产党|中央|党)|党章|党内|党组织|党员|党史|干部")

_TEMPLATE = re.compile(
    r"小编(?:为大家|整理|精心)|范文(?:网|大全|站|库|精选|参考|\d{1,3}篇)|公文之家|公文搜|写作素材|秘书网|蓝秘书|文秘(?:网|站|写作)|文库|推荐访问|工作总结网"
)
_JOURNAL = re.compile(r"中图分类号|中圖分類號|文献标识码|文獻標識碼|文章编号|文章編號|收稿日期|基金项目")
_JOURNAL_YEAR = re.compile(r"文章[编編][号號][\]】]?\s*[:：]?\s*[\w-]{4,12}\s*[(（](\d{4})[)）]")
_MEDIA = re.compile(
    r"新华社|新华网|人民日报|人民网|光明日报|求是|经济日报|央视|共产党员网|中国纪检监察报|学习时报|解放军报|(?:日报|晚报|新闻网|报)(?:讯|客户端|记者)|本报(?:讯|记者)"
)
_SITE = re.compile(r"(?:阅读|浏览|点击)(?:次数|量|数)?\s*[:：]|ICP备|版权所有|主办单位|当前位置|友情链接")

_TRADITIONAL = frozenset(
    "這個們來為國說時會對於過發後裡種經麼學現當沒動還進樣實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員題爾變電總數報結務計場條論義據處記際開準區隊書則聽難權張該規萬術領確傳師觀讓識帶導爭運黨組織眾紀責監檢評價項節"
)
_SIMPLIFIED = frozenset(
    "这个们来为国说时会对于过发后里种经么学现当没动还进样实军无与长机关点业将两间问应战头体见产话给门东声员题尔变电总数报结务计场条论义据处记际开准区队书则听难权张该规万术领确传师观让识带导争运党组织众纪责监检评价项节"
)

_HEADER_LINE = re.compile(
    r"[（(]?\s*(?:19|20)\d{2}\s*年.{0,12}\d?日?.{0,60}(?:通过|批准|发布|公布|印发|修正|修订|施行)|\S{0,30}全国代表大会.{0,20}(?:通过|修改)"
)
_HEAD = 800
_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百]+条", re.MULTILINE)
_ARTICLES_MAKE_RULES = 3
_HEAD_LINES = 8
_TAIL_LINES = 4
_OLDEST = "1921"


class Metadata(Frozen):
    """What is known of a document beside its text."""

    title: str
    title_end: int
    """Where the lines that print the title end in the text; 0 if it is not printed."""

    kind: Kind
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    status: Status = Status.UNKNOWN
    checked_on: str | None = None
    source_class: SourceClass | None = None
    script: Script = Script.SIMPLIFIED
    problems: tuple[Problem, ...] = ()


class Surroundings(NamedTuple):
    """What stood around a document: its raw text with the page's menus and counters, and the raw text of the whole file."""

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
    title = _title(printed, stated)
    header = _header(text, printed.end)
    history = events(header) if _INSTRUMENT.search(title) or _RULES_TITLE.search(title) else []
    issuer = (
        stated.get("issuer") or enacting_body(history) or supplier(text) or _issuer_of_title(title) or _signature(text)
    )
    kind = _stated_kind(stated) or _kind(title, issuer, history, text, stated)
    return Metadata(
        title=title,
        title_end=printed.end,
        kind=kind,
        issuer=issuer,
        number=stated.get("number") or _number(header),
        date=_date(text, around, stated, history),
        status=_STATUSES.get(stated.get("status", ""), Status.UNKNOWN),
        checked_on=stated.get("checked_on"),
        source_class=_stated_class(stated) or _source_class(kind, text, around),
        script=script_of(text),
        problems=() if printed.printed or stated.get("title") else (_missing_title(title),),
    )


def script_of(text: str) -> Script:
    """Return the script that most of the telling characters are in; Simplified if there are none."""
    counts = Counter(text)
    traditional = sum(counts[character] for character in _TRADITIONAL)
    return (
        Script.TRADITIONAL if traditional > sum(counts[character] for character in _SIMPLIFIED) else Script.SIMPLIFIED
    )


def _title(printed: Title, stated: Mapping[str, str]) -> str:
    """Prefer what front matter says, unless the text prints the same name in full."""
    name = stated.get("title")
    if name is None or (printed.printed and printed.title.endswith(name)):
        return printed.title
    return name


def _header(text: str, title_end: int) -> str:
    """Return the lines under the title that tell of adoption, issue and number, up to the first paragraph."""
    found = []
    for line in written_lines(text[title_end : title_end + _HEAD])[:_HEAD_LINES]:
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
    body = match[1].strip() if match else ""
    return body if body.startswith(("中共", "国务院", "中央")) or BODY.fullmatch(body) else None


def _signature(text: str) -> str | None:
    """Return the body that signs at the foot, with a date under it."""
    last = [line.text for line in written_lines(text[-_HEAD:])[-_TAIL_LINES:]]
    for body, date in zip(last, last[1:], strict=False):
        if (
            len(date) <= 20
            and first_date(date)
            and (BODY.fullmatch(body) or body.startswith("中共"))
            and len(body) <= 40
        ):
            return body
    return None


def _number(header: str) -> str | None:
    """Return the last number that a header prints: that of the version."""
    found = None
    for line in header.split("\n"):
        match = NUMBER.search(line)
        if match and (len(line) <= len(match.group()) + 4 or "令" in match.group()):
            found = match.group().strip()
    return found


def _date(text: str, around: Surroundings, stated: Mapping[str, str], history: list[Event]) -> str | None:
    """Return the date of the version, of publishing, or of the signature; in this order."""
    named = stated_date(stated.get("date") or stated.get("version") or "")
    return named or version_date(history) or _published_on(around.raw) or _dated_line(text) or _journal_year(text)


def _published_on(raw: str) -> str | None:
    for line in written_lines(raw[: _HEAD * 4]):
        if is_published_line(simplified(line.text)) and first_date(line.text):
            return first_date(line.text)
    return None


def _dated_line(text: str) -> str | None:
    """Return a date that stands alone on one of the first or last lines."""
    lines = [line.text for line in written_lines(text)]
    for line in (*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:]):
        date = first_date(line)
        alone = len(re.sub(r"[\d\s年月日/.（）()〇零一二三四五六七八九十-]", "", line)) == 0
        if date and alone and len(date) > 4 and date > _OLDEST:
            return date
    return None


def _journal_year(text: str) -> str | None:
    match = _JOURNAL_YEAR.search(text[:_HEAD])
    return match[1] if match else None


def _stated_kind(stated: Mapping[str, str]) -> Kind | None:
    return _KINDS.get(stated.get("kind", ""))


def _stated_class(stated: Mapping[str, str]) -> SourceClass | None:
    return _SOURCE_CLASSES.get(stated.get("source_class", ""))


def _kind(title: str, issuer: str | None, history: list[Event], text: str, stated: Mapping[str, str]) -> Kind:
    """Decide by the enacting body and the form; a title alone decides only where it can mean one thing."""
    body = issuer or ""
    if _LAW_TITLE.search(title) and (history or stated.get("type")):
        return Kind.LAW
    if _RULES_TITLE.search(title):
        return _kind_of_rules(title, body, stated)
    if _NORMATIVE_TITLE.search(title):
        return Kind.NORMATIVE
    if _SPEECH_TITLE.search(title):
        return Kind.SPEECH
    if (_NEWS.search(_first_paragraph(text)) and "kind" not in stated) or (
        _CASE_TITLE.search(title) and not re.search(r"思考|研究|探索|论", title)
    ):
        return Kind.CASE
    return Kind.ARTICLE


def _kind_of_rules(title: str, body: str, stated: Mapping[str, str]) -> Kind:
    """Tell party rules from state rules by who enacted them; anybody else's are normative."""
    if body.startswith(("中共中央", "中央", "中国共产党")) or title.startswith("中国共产党"):
        return Kind.REGULATION
    if body.startswith(("国务院", "全国人民代表大会")):
        return Kind.LAW
    stated_type = stated.get("type", "")
    if "党内法规" in stated_type:
        return Kind.REGULATION
    return Kind.LAW if _LAW_TYPES.search(stated_type) else Kind.NORMATIVE


def _first_paragraph(text: str) -> str:
    return next((line.text for line in written_lines(text[: _HEAD * 2]) if is_prose(line.text)), "")[:120]


def _source_class(kind: Kind, text: str, around: Surroundings) -> SourceClass | None:
    """Judge by the marks of the place it was copied from; the file's counts for each of its documents."""
    edges = around.file[: _HEAD * 2] + around.file[-_HEAD:]
    own = text[:_HEAD] + text[-_HEAD // 2 :]
    if _TEMPLATE.search(simplified(edges)):
        return SourceClass.TEMPLATE
    if kind in {Kind.REGULATION, Kind.LAW} and len(_ARTICLE.findall(text)) >= _ARTICLES_MAKE_RULES:
        return SourceClass.OFFICIAL
    for source_class, marks in ((SourceClass.JOURNAL, _JOURNAL), (SourceClass.MEDIA, _MEDIA)):
        if marks.search(own):
            return source_class
    return SourceClass.SITE if _SITE.search(simplified(edges)) else None


def _missing_title(title: str) -> Problem:
    return Problem(
        code="missing_title",
        severity=Severity.INFO,
        message=f"原文没有标题，暂以首句“{title}”代替，可在文件开头补上标题后重新导入。",
        line=1,
    )
