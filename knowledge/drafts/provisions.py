"""Titles, provisions and 文号 of a draft against the library."""

from __future__ import annotations

import re

from knowledge.drafts.alignment import align
from knowledge.drafts.claims import Claim
from knowledge.drafts.desk import CheckingDesk, body, counterpart
from knowledge.drafts.remarks import NOT_WRONG, Remark, Standpoint, Verdict
from knowledge.numerals import NUMERALS, numeral_value
from knowledge.regulations.comparison import pieces_between
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.names import core_of, squeezed
from knowledge.regulations.places import Within, within
from knowledge.regulations.provisions import Instrument
from knowledge.regulations.references import NOWHERE, Reference, document_number
from knowledge.regulations.validity import OUT_OF_FORCE
from knowledge.tokens import fold, simplified

RULE_WORDS = ("应当", "必须", "可以", "不得", "一般", "原则上", "必要时", "参照", "以上", "以下", "不超过", "不少于")
"""Words that carry a rule: a sentence that lacks one of them says something else."""

_RESTATED = 0.8
"""Share of a sentence's characters that stand in the article, in order, for it to be the article's own sentence."""

_AKIN = 0.5
"""The same for a sentence that leaves words of the article out."""

_TRIAL = re.compile(r"\((?:试行|暂行)\)$")
_AMOUNT = re.compile(rf"(?<!第)([\d{NUMERALS}]+)(个月|[人名年月日天次倍岁%])")
_ABOUT = 0.6
"""Share of a clause's characters that the article must have for an amount in it to be the article's."""

_NUMERALS = re.compile(rf"[\d{NUMERALS}]+(?=[人名年月日天个次条级倍岁%])|\d+")


def check_name(claim: Claim, desk: CheckingDesk) -> Remark:
    """Hold a title, or a provision of an instrument, against what is held."""
    reference = claim.reference or Reference(name=claim.words)
    chosen = desk.lookup.chosen(claim.words, reference, desk.asked)
    if isinstance(chosen, Finding) and _TRIAL.search(squeezed(reference.name)):
        # A title with a 试行 too many is still that title.
        bare = _TRIAL.sub("", squeezed(reference.name))
        again = desk.lookup.chosen(claim.words, reference.model_copy(update={"spellings": (bare,)}), desk.asked)
        chosen = chosen if isinstance(again, Finding) else again
    if isinstance(chosen, Finding):
        return _by_title(claim, desk, reference) or _not_chosen(claim, chosen)
    instrument, corrected = chosen
    wrong = _wrong_title(claim, reference, instrument, corrected=corrected)
    if wrong is not None:
        return claim.remark(Verdict.DIFFERS, wrong, desk.standpoint(instrument.document))
    if reference.place == NOWHERE:
        return _title(claim, desk, instrument)
    return _provision(claim, desk, reference, instrument)


def check_number(claim: Claim, desk: CheckingDesk) -> Remark:
    """Hold a 文号 against the documents held; with a title before it, against that document's own."""
    written = document_number(claim.words) or fold(claim.words)
    held = [(record, document_number(record.number or "")) for record in desk.validity.records.values()]
    bearing = next((record for record, number in held if number and written.endswith(number)), None)
    named = core_of(claim.reference.name) if claim.reference else None
    if bearing is not None and named in {None, core_of(bearing.title)}:
        return claim.remark(Verdict.MATCHES, f"与库内《{simplified(bearing.title)}》的文号一致。")
    if bearing is not None:
        return claim.remark(Verdict.DIFFERS, f"库内这个文号是《{simplified(bearing.title)}》的，请核对。")
    own = next((record.number for record, _ in held if named == core_of(record.title) and record.number), None)
    if own:
        return claim.remark(Verdict.DIFFERS, f"库内文本的文号是{own}，请核对。", right=own)
    return claim.remark(Verdict.NOT_FOUND, f"库内没有查到这个文号。{NOT_WRONG}")


def _by_title(claim: Claim, desk: CheckingDesk, reference: Reference) -> Remark | None:
    """Find a title among all documents, rules or not."""
    wanted = squeezed(reference.name)
    for summary in desk.source.documents(desk.asked.labels):
        if squeezed(summary.title) == wanted:
            document = desk.source.document(summary.id, desk.asked.labels)
            found = desk.standpoint(document) if document else None
            return claim.remark(Verdict.MATCHES, "库内收有这份材料，名称一致。", found)
    return None


def _not_chosen(claim: Claim, finding: Finding) -> Remark:
    """Say that nothing is held under a name; one that is nearly a name held is probably meant for it."""
    if finding.outcome == "clarify" and len(finding.candidates) == 1 and claim.quoted_name:
        right = f"《{simplified(finding.candidates[0])}》"
        return claim.remark(Verdict.DIFFERS, f"没有查到这个名称，相近的是{right}，请核对全称。", right=right)
    near = "、".join(f"《{simplified(name)}》" for name in finding.candidates[:3])
    also = f"库内名称相近的有{near}。" if near else ""
    known = (finding.reason or "").split("。")[0] if finding.outcome == "not_held" else "库内没有查到这个名称"
    return claim.remark(Verdict.NOT_FOUND, f"{simplified(known)}。{also}{NOT_WRONG}")


def _wrong_title(claim: Claim, reference: Reference, instrument: Instrument, *, corrected: bool) -> str | None:
    """Say what is wrong with a name, or None: a usual short name is right, a wrong character or a lost 试行 is not."""
    title = simplified(instrument.document.title)
    if corrected:
        return f"名称有误，全称是《{title}》。"
    trial = _TRIAL.search(squeezed(instrument.document.title))
    if claim.quoted_name and (trial is None) != (_TRIAL.search(squeezed(reference.name)) is None):
        return f"名称中“（试行）”“（暂行）”与库内文本不一致，全称是《{title}》。"
    return None


def _title(claim: Claim, desk: CheckingDesk, instrument: Instrument) -> Remark:
    document = instrument.document
    found = desk.standpoint(document)
    if desk.is_over(document):
        return claim.remark(Verdict.OUTDATED, _over(desk, instrument), found)
    short = squeezed((claim.reference or Reference(name="")).name) != squeezed(document.title)
    return claim.remark(
        Verdict.MATCHES,
        f"库内收有，全称《{simplified(document.title)}》。" if short else "库内收有，名称一致。",
        found,
    )


def _provision(claim: Claim, desk: CheckingDesk, reference: Reference, instrument: Instrument) -> Remark:
    standing = desk.validity.standing(instrument.document.id, desk.asked.day)
    if standing is None:
        return claim.remark(Verdict.NOT_FOUND, f"库内没有查到。{NOT_WRONG}")
    finding = within(Within(claim.words, reference, instrument, standing))
    if finding.outcome == "not_found":
        reason = simplified(finding.reason or "")
        return claim.remark(Verdict.DIFFERS, f"{reason}请核对条号。", desk.standpoint(instrument.document))
    if not finding.matches:
        return claim.remark(Verdict.MATCHES, "库内收有这一条；分款分项，请核对所指款项。")
    match = finding.matches[0]
    found = desk.standpoint(instrument.document, match.span.start)
    if standing.status in OUT_OF_FORCE:
        return _old_provision(claim, desk, match, instrument)
    return _restated(claim, desk, match, instrument) or claim.remark(
        Verdict.MATCHES, _exists(claim, match), found, right=_words(match)
    )


def _exists(claim: Claim, match: Match) -> str:
    place = f"《{simplified(match.title)}》{match.place}"
    return f"库内有{place}；只核对了条号，稿中的转述请对照原文。" if claim.said else f"库内有{place}。"


def _old_provision(claim: Claim, desk: CheckingDesk, match: Match, instrument: Instrument) -> Remark:
    """A provision of a text that is over, with what the newer text says."""
    newer = next(desk.versions(instrument.document.title), None)
    article = counterpart(match.text, newer) if newer and newer.document.id != instrument.document.id else None
    if newer is None or article is None:
        found = desk.standpoint(instrument.document, match.span.start)
        return claim.remark(Verdict.OUTDATED, _over(desk, instrument), found, right=_words(match))
    right = _flat(newer.text(body(article)))
    found = desk.standpoint(newer.document, article.span.start)
    message = f"{_over(desk, instrument)}对应新版{article.heading}。"
    old = _flat(match.text.removeprefix(match.article.heading))
    return claim.remark(Verdict.OUTDATED, message, found, right=right, pieces=tuple(pieces_between(old, right)))


def _restated(claim: Claim, desk: CheckingDesk, match: Match, instrument: Instrument) -> Remark | None:
    """Compare what an article is said to rule with its words, by clauses; None where the draft has words of its own."""
    if not claim.said:
        return None
    found = desk.standpoint(instrument.document, match.span.start)
    fit = align(claim.said, match.text)
    if fit is not None and fit.literal:
        held = _flat(match.text[fit.start : fit.end])
        return claim.remark(Verdict.MATCHES, "条号和文字与库内原文一致。", found, right=held)
    if fit is None or fit.share < _AKIN:
        return _said_by_older(claim, desk, instrument) or _other_amount(claim, match, found)
    for said in filter(None, re.split(r"[，,；;：:]", _flat(claim.said))):
        part = align(said, match.text)
        held = _flat(match.text[part.start : part.end]) if part else ""
        if part is not None and part.share >= _RESTATED and _weight(said) != _weight(held):
            message = f"所述“{said}”与原文在数字或“应当”“可以”等用语上有出入，请对照改正。"
            differing = tuple(pieces_between(said, held))
            return claim.remark(Verdict.DIFFERS, message, found, right=_words(match), pieces=differing)
    return _other_amount(claim, match, found)


def _other_amount(claim: Claim, match: Match, found: Standpoint) -> Remark | None:
    """Say that an article lacks an amount that a clause in other words ascribes to it; None where it has all."""
    article = fold(match.text)
    held = {(numeral_value(number), unit) for number, unit in _AMOUNT.findall(article)}
    for said in filter(None, re.split(r"[，,；;：:]", _flat(claim.said))):
        amounts, rest = _AMOUNT.findall(fold(said)), _AMOUNT.sub("", fold(said))
        about = bool(rest) and sum(character in article for character in rest) >= _ABOUT * len(rest)
        strange = [f"{number}{unit}" for number, unit in amounts if (numeral_value(number), unit) not in held]
        if about and strange:
            message = f"所述“{said}”中的“{strange[0]}”在这一条里没有，请对照原文改正。"
            return claim.remark(Verdict.DIFFERS, message, found, right=_words(match))
    return None


def _said_by_older(claim: Claim, desk: CheckingDesk, instrument: Instrument) -> Remark | None:
    """Find what the draft states in an older version of the same instrument."""
    for older in list(desk.versions(instrument.document.title))[1:]:
        fit = align(claim.said, older.document.text)
        if fit is not None and fit.share >= _RESTATED:
            newer = counterpart(older.document.text[fit.start : fit.end], instrument)
            dates = [one.document.date or "日期未载" for one in (older, instrument)]
            message = f"所述是旧版（{dates[0]}）的规定，库内新版为{dates[1]}。"
            right = _flat(instrument.text(body(newer))) if newer else None
            at = newer.span.start if newer else None
            return claim.remark(Verdict.OUTDATED, message, desk.standpoint(instrument.document, at), right=right)
    return None


def _weight(words: str) -> tuple[list[str], list[str]]:
    """Return the numbers and the rule words of a sentence."""
    folded = fold(words)
    carried = sorted(word for word in RULE_WORDS for _ in range(folded.count(word)))
    return _NUMERALS.findall(folded), carried


def _over(desk: CheckingDesk, instrument: Instrument) -> str:
    standing = desk.validity.standing(instrument.document.id, desk.asked.day)
    date = instrument.document.date or "日期未载"
    follows = f"，现为{simplified(standing.successor)}" if standing and standing.successor else ""
    return f"所引是《{simplified(instrument.document.title)}》（{date}）的文本，已不是最新{follows}，请核对。"


def _words(match: Match) -> str:
    return _flat(match.text)


def _flat(text: str) -> str:
    return simplified(text).strip().replace("\n", "")
