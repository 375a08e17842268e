"""What a document is — party rules, law, notice, speech, case, article — by its enacting body and form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.lines import is_prose, written_lines
from ingest.metadata.units import names_unit
from knowledge.documents import Kind

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

_LAW_TYPES = re.compile(r"法$|行政法规|司法解释|监察法规")
_TRIAL = r"(?:[（(](?:试行|暂行|草案|修订|[^（）()]{1,12})[)）])?$"
_LAW_TITLE = re.compile(rf"(?:(?<![办做作方])法|法典){_TRIAL}")
_RULES_TITLE = re.compile(rf"(?:党章|章程|准则|条例|规定|办法|规则|细则){_TRIAL}")
_NORMATIVE_TITLE = re.compile(
    rf"(?:意见|通知|决定|决议|方案|纪要|公报|公告|通告|通报|批复|规划|计划|要点|指引|倡议书|提醒|制度|若干措施|实施措施){_TRIAL}|^关于.{{2,50}}的(?:报告|请示|函)$"
)
_SPEECH_TITLE = re.compile(
    r"(?:讲话|致辞|致词|演讲|发言|(?:工作|述职|宣讲|辅导|专题)报告|贺信|党课|讲话提纲|讲稿)(?:[（(].{1,20}[)）])?$|讲话[）)]?$|^(?:习近平)?在.{4,60}上的"
)
_CASE_TITLE = re.compile(r"案例|活动|纪实|召开|举行|举办|开展|启动|走进|做法|经验")
_ESSAY_TITLE = re.compile(r"思考|研究|探索|论|谈|刍议|探析")
_NEWS = re.compile(
    r"^(?:本报|本网).{0,12}\d{1,2}月\d{1,2}日\s*[讯电]|^.{0,60}(?:讯|电)\s*[（(](?:全媒体)?(?:首席)?(?:记者|通讯员)|^.{0,80}(?:近日|日前|近期|\d{1,2}月\d{1,2}日|连日来)[，,上下]"
)
_TOLD = re.compile(r"”[^。”\n]{0,40}(?:说|表示|介绍|告诉|道|感慨)|(?:说|表示|介绍|道)[：，]“")
_PEOPLE = re.compile(r"居民|村民|社区|街道|党支部|志愿|网格|骑手|商户|职工|师生|患者")
_FEWEST_PEOPLE = 3
_HEAD = 1600


def is_instrument(title: str) -> bool:
    """Tell whether a title is that of rules, a law or a notice, whose header tells of its adoption and issue."""
    return any(form.search(title) for form in (_LAW_TITLE, _RULES_TITLE, _NORMATIVE_TITLE))


def kind_of(title: str, issuer: str | None, text: str, stated: Mapping[str, str]) -> Kind:
    """Decide by the enacting body and the form; a title alone decides only where it can mean one thing.

    Args:
        title: In Simplified characters.
        issuer: Who issued it, if known.
        text: Repaired text; how its first paragraph begins shows a news report.
        stated: The front matter; its `kind` wins, its `type` helps.
    """
    named = _KINDS.get(stated.get("kind", ""))
    if named:
        return named
    if _LAW_TITLE.search(title) and (issuer or stated.get("type")):
        return Kind.LAW
    if _RULES_TITLE.search(title):
        return _kind_of_rules(title, issuer or "", stated)
    forms = ((_NORMATIVE_TITLE, Kind.NORMATIVE), (_SPEECH_TITLE, Kind.SPEECH))
    by_form = next((kind for form, kind in forms if form.search(title)), None)
    return by_form or (Kind.CASE if _reports_practice(title, text, stated) else Kind.ARTICLE)


def _reports_practice(title: str, text: str, stated: Mapping[str, str]) -> bool:
    """Tell a report of what a unit did from an essay."""
    if _ESSAY_TITLE.search(title):
        return False
    is_news = "kind" not in stated and (
        _NEWS.search(_first_paragraph(text)) is not None or names_unit(title, text) or _is_told(text)
    )
    return is_news or _CASE_TITLE.search(title) is not None


def _is_told(text: str) -> bool:
    """Tell a report by its people: residents, villagers, members who say what has become better."""
    return _TOLD.search(text[:_HEAD]) is not None and len(_PEOPLE.findall(text[:_HEAD])) >= _FEWEST_PEOPLE


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
    return next((line.text for line in written_lines(text[:_HEAD]) if is_prose(line.text)), "")[:120]
