"""What a document tells of its making: who adopted, approved, issued, revised it, each when; from when it applies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.metadata.particulars import BODY, DATE, first_date, iso_of, stated_date, stated_version
from knowledge.particulars import Bodies, Dates

_NAMED = re.compile(r"《[^》]*》|〈[^〉]*〉|<[^>\n]*>")
"""Titles: 《关于修改〈……〉的决定》 tells of no second revision."""

_VERBS = {
    "adopted": re.compile(r"(?<!修订)(?<!修改)(?<!修正)通过"),
    "approved": re.compile(r"批准|审批同意"),
    "revised": re.compile(r"修正|修订|修改"),
    "issued": re.compile(r"发布|公布|印发|颁布|下发"),
    "effective": re.compile(r"施行|实施|生效|执行"),
}
_ANY_VERB = re.compile("|".join(verb.pattern for verb in _VERBS.values()))

_EFFECTIVE = re.compile(
    rf"自\s*{DATE}\s*起(?:正式)?(?:施行|实施|生效|试行|执行)|从\s*{DATE}\s*起(?:正式)?(?:施行|实施|执行)"
)
_ON_ISSUE = re.compile(r"自(?:发布|公布|印发|颁布|下发)之日起(?:正式)?(?:施行|实施|生效|试行|执行)")
_INTERPRETED = re.compile(
    r"(?:本[\u4e00-\u9fff]{1,4}|具体(?:应用|解释)[^。，]{0,12}?)(?:，|的)?[^。]{0,12}?由([^。；，]{2,40}?)(?:负责|会同|商)[^。]{0,20}?解释"
)
_PASSED_ON = re.compile(
    rf"(?:已|业)?经(?:{DATE})?[，\s]*([^，。；《》\s]{{2,40}}?)"
    r"(?:(?:审议|研究|讨论)?(?P<adopted>通过)|(?:研究)?(?P<approved>同意|批准))，?\s*(?:现|并)[^。]{0,12}(?:印发|发布|公布|下发)"
)
"""已经……会议审议通过，现印发给你们."""

Signature = tuple[str | None, str | None] | None
"""Body and date at the foot, or whatever stands for them."""

_TERM = re.compile(r"第?[\d〇零一二三四五六七八九十百]+届")
_TAKEN_OFF = re.compile(r"^[\s，,（(：:、]*(?:已|业)?(?:经|由)?(?:中华人民共和国(?=国务院|最高人民|[^主]))?")
_ENDS_BODY = re.compile(
    r"第?[\d〇零一二三四五六七八九十百]+次|(?:党组|党委|常务|部务|局务|办公|全体|扩大|职工代表|支委)?(?:扩大)?会议?(?:审议|讨论|研究|表决|原则)*$|会议|令|公告|审议|讨论|研究|部分|原则|联合|第[一二三四五六七八九十]次"
)
_KNOWN = re.compile(
    r"中共中央政治局(?:常务委员会|常委会)?|中共中央(?:办公厅|[\u4e00-\u9fff]{2,8}(?:部|委员会|局))?|中国共产党(?:第[一二三四五六七八九十]+次)?(?:全国代表大会|中央[\u4e00-\u9fff]{2,8})"
    r"|(?:[\u4e00-\u9fff]{2,8}[省市县区州])?(?:全国)?人民代表大会(?:常务委员会)?|国务院(?:办公厅|[\u4e00-\u9fff]{2,10}(?:部|委员会|局|署|办公室))?|中华人民共和国主席|最高人民(?:法院|检察院)"
    r"|中央(?:纪律检查委员会|军事委员会|军委|[\u4e00-\u9fff]{2,8}(?:部|委员会|办公室|小组))|(?:中共)?[\u4e00-\u9fff]{2,20}(?:党委|党组|工委|[省市县区州]委|职工代表大会|教代会)"
)
_CONGRESS = re.compile(r"中国共产党第[一二三四五六七八九十]+次全国代表大会")
_JOINED = re.compile(r"[、，\s]+|(?<=[会院厅部局委])和")
_OFFICES = re.compile(r"办公[厅室]$")
_TAIL = 2500


class _Event(NamedTuple):
    """What happened on a day, and the words between the date and what happened."""

    what: str
    date: str
    body: str | None


class History(NamedTuple):
    """Bodies and dates."""

    bodies: Bodies
    dates: Dates

    def appeared(self, body: str | None, day: str | None) -> History:
        """Return the history of a text that is no instrument: who put it out, and when; what is stated stays."""
        return History(
            self.bodies.model_copy(update={"issuing": self.bodies.issuing or body}),
            self.dates.model_copy(update={"issued": self.dates.issued or day}),
        )


def read_history(header: str, text: str, stated: Mapping[str, str], signature: Signature) -> History:
    """Read who did what when; what is doubtful stays empty.

    Args:
        header: The lines under the title, without the title.
        text: The whole document, for its last articles and for 已经……通过，现印发.
        stated: Front matter; `version` is read as a header, and every field by its name wins.
        signature: Body and date at the foot.

    Example:
        （2010年4月1日示例委批准　2010年6月4日示例办发布　2019年5月6日修订） -> approved, issued, revised
    """
    if signature and signature[0]:
        signature = ("、".join(signature[0].split()), signature[1])
    told = [*_events(header), *_passed_on(text)]
    told += _events(stated.get("version", "")) if not told else []
    bodies = _bodies(told, text, signature)
    dates = _dates(told, stated, text, signature)
    return History(
        bodies.model_copy(update={name: stated[name] for name in Bodies.model_fields if name in stated}),
        dates.model_copy(update=_stated_dates(stated)),
    )


def _events(header: str) -> Iterator[_Event]:
    """Yield what a header tells, a date and all that is said to have happened on it."""
    plain = _NAMED.sub(lambda match: "〇" * len(match.group()), header)
    found = list(re.finditer(DATE, plain))
    for match, end in zip(found, [*(one.start() for one in found), len(plain)][1:], strict=True):
        words = plain[match.end() : end]
        verbs = [name for name, verb in _VERBS.items() if verb.search(words)]
        first = _ANY_VERB.search(words)
        body = _body(words[: first.start()]) if first else None
        if first and not words[: first.start()].strip():
            line = plain[: match.start()].rpartition("\n")[2]
            verbs += [name for name, verb in _VERBS.items() if verb.search(line) and match is found[0]]
            body = _body(line)
        for name in verbs:
            yield _Event(name, iso_of(match), body)


def _passed_on(text: str) -> Iterator[_Event]:
    """Yield what a notice tells of the text that it passes on."""
    match = _PASSED_ON.search(text[:_TAIL])
    if match:
        body = next((group for group in match.groups()[3:-2] if group), "")
        yield _Event("adopted" if match["adopted"] else "approved", first_date(match.group()) or "", _body(body))


def _body(words: str) -> str | None:
    """Return the body that words in front of a verb name, or None if they may name something else.

    Example:
        第十三届全国人民代表大会常务委员会第二十次会议 -> 全国人民代表大会常务委员会
    """
    congress = _CONGRESS.search(words)
    if congress:
        return congress.group()
    plain = _TAKEN_OFF.sub("", _TERM.sub("", words), count=1)
    plain = _ENDS_BODY.split(plain, maxsplit=1)[0].strip(" 　，,、（）()\n〇")
    names = [name for name in _JOINED.split(plain) if name]
    return "、".join(names) if names and all(_KNOWN.fullmatch(name) or BODY.fullmatch(name) for name in names) else None


def _bodies(told: Sequence[_Event], text: str, signature: Signature) -> Bodies:
    by = {what: [event.body for event in told if event.what == what and event.body] for what in _VERBS}
    adopting, approving = _last(by["adopted"]), _last(by["approved"])
    issuing = _last(by["issued"]) or (signature[0] if signature else None)
    return Bodies(
        enacting=_enacting(adopting, approving, issuing),
        approving=approving,
        issuing=issuing,
        interpreting=_interpreting(text),
    )


def _enacting(adopting: str | None, approving: str | None, issuing: str | None) -> str | None:
    """Who made a text: whose assembly adopted it; an office issues in the name of whoever approved it."""
    if adopting and "代表大会" in adopting:
        return adopting
    if issuing and not (_OFFICES.search(issuing) and approving):
        return issuing
    if approving and approving.startswith("中共中央政治局"):
        return "中共中央"
    return approving or adopting


def _interpreting(text: str) -> str | None:
    match = _INTERPRETED.search(text[-_TAIL:])
    body = match[1].strip() if match else ""
    return body if _KNOWN.fullmatch(body) or BODY.fullmatch(body) else None


def _dates(told: Sequence[_Event], stated: Mapping[str, str], text: str, signature: Signature) -> Dates:
    on = {what: [event.date for event in told if event.what == what and event.date] for what in _VERBS}
    issued = _last(on["issued"]) or (signature[1] if signature else None)
    known = [*on["adopted"], *on["approved"], *on["issued"], *on["revised"]]
    named = stated_version(stated) or ""
    version = max([*known, named, issued or ""])
    sure = issued if issued and (issued == named or (signature and signature[1] == issued)) else None
    return Dates(
        adopted=on["adopted"][0] if on["adopted"] else None,
        approved=on["approved"][0] if on["approved"] else None,
        issued=issued,
        revised=tuple(dict.fromkeys(on["revised"])),
        effective=_effective(on["effective"], text, version, sure),
    )


def _effective(printed: Sequence[str], text: str, version: str, issued: str | None) -> str | None:
    """Return from when this version applies: a printed day that is older than the version is that of the first.

    自发布之日 is a day only where the day of issue is known to be this version's: a header may print only the first.
    """
    clauses = list(_EFFECTIVE.finditer(text[-_TAIL:]))
    day = first_date(clauses[-1].group()) if clauses else None
    if day is None and _ON_ISSUE.search(text[-_TAIL:]) and issued == version:
        day = issued
    day = day or _last(printed)
    return day if day and day >= version[: len(day)] else None


def _stated_dates(stated: Mapping[str, str]) -> dict[str, object]:
    """Return the dates that front matter states by their names."""
    found: dict[str, object] = {}
    for name in Dates.model_fields:
        days = [day for part in re.split(r"[、,，\[\]]", stated.get(name, "")) if (day := stated_date(part))]
        if days:
            found[name] = tuple(days) if name == "revised" else days[0]
    return found


def _last(values: Sequence[str]) -> str | None:
    return values[-1] if values else None
