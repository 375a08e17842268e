"""A quotation of a draft against the library: word for word there, nearly so, in an older version, or not found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.documents import Document, Kind, SourceClass
from knowledge.drafts.alignment import Alignment, align, letters
from knowledge.drafts.claims import Claim
from knowledge.drafts.desk import CheckingDesk, article_at, body, counterpart
from knowledge.drafts.remarks import NOT_WRONG, Remark, Verdict
from knowledge.regulations.comparison import pieces_between
from knowledge.regulations.provisions import Article, Instrument
from knowledge.regulations.references import Place
from knowledge.tokens import simplified

NEARLY = 0.72
"""Share of a quotation's characters that a text must have, in order, for it to be that text with mistakes.

Below it stand other lists in the same style (同谋划、同部署 and 一起谋划、一起部署 share half)."""

_SHORT = 14
_NEARLY_SHORT = 0.8
"""A few characters are alike by chance more easily."""

_LIKE = 0.5
"""The same for the newer words shown beside older ones."""

_LOOKED_AT = 24
_READ = 6
"""Passages, and documents with them, among which a quotation is looked for."""

_AUTHORITY = (Kind.SPEECH, Kind.REGULATION, Kind.LAW, Kind.NORMATIVE, Kind.ARTICLE, Kind.CASE)
_ELLIPSIS = ("……", "...", "…")


class _Place(NamedTuple):
    """Where a quotation was found, and how well it fits."""

    document: Document
    fit: Alignment

    @property
    def words(self) -> str:
        """The document's words, for reading, with the mark that ends them left out."""
        return simplified(self.document.text[self.fit.start : self.fit.end]).replace("\n", "")


def check_quotation(claim: Claim, desk: CheckingDesk) -> Remark:
    """Hold a quotation against what it is said to come from, then against everything held."""
    named = list(desk.versions(claim.reference.name)) if claim.reference else []
    named = named or _named(claim, desk)
    if named:
        found = _in_versions(claim, desk, named)
        if found is not None:
            return found
    return _anywhere(claim, desk, named)


def _named(claim: Claim, desk: CheckingDesk) -> list[Instrument]:
    """Return the versions of the instrument whose short name a draft gives."""
    if claim.reference is None:
        return []
    chosen = desk.lookup.chosen(claim.words, claim.reference, desk.asked)
    return list(desk.versions(chosen[0].document.title)) if isinstance(chosen, tuple) else []


def _in_versions(claim: Claim, desk: CheckingDesk, versions: Sequence[Instrument]) -> Remark | None:
    """Compare with the present text, then with the older ones; None when none has the words, even nearly."""
    places = [(one, _fit(claim.words, one.document)) for one in versions]
    present, fit = places[0]
    literal = next(((one, found) for one, found in places if found and found.literal), None)
    if literal is not None and literal[0] is present and not desk.is_over(present.document):
        return _literal_in(claim, desk, present, literal[1])
    if literal is not None:
        return _outdated(claim, desk, _Place(literal[0].document, literal[1]), present)
    best, found = max(places, key=lambda pair: pair[1].share if pair[1] else 0.0)
    if found is None or found.share < _least(claim.words):
        return None
    if best is not present and (fit is None or found.share > fit.share + 0.1):
        return _outdated(claim, desk, _Place(best.document, found), present)
    return _differs(claim, desk, _Place(present.document, fit or found))


def _literal_in(claim: Claim, desk: CheckingDesk, instrument: Instrument, fit: Alignment) -> Remark:
    """Words that stand in the instrument: in the article that the draft names, or in another."""
    place = claim.reference.place if claim.reference else Place()
    asked = instrument.at(Place(article=place.article, branch=place.branch)) if place.article is not None else []
    article = article_at(instrument, fit.start)
    if place.article is None or article is None:
        return _matches(claim, desk, _Place(instrument.document, fit))
    inside = next((one for one in asked if align(claim.words, instrument.text(one.span))), None)
    if inside is not None and (again := align(claim.words, instrument.text(inside.span))) and again.literal:
        return _matches(claim, desk, _Place(instrument.document, fit))
    title = simplified(instrument.document.title)
    named = Place(article=place.article, branch=place.branch)
    message = f"文字与原文一致，但不在{named}，在《{title}》{article.heading}，请改正条号。"
    return _remark(claim, Verdict.DIFFERS, message, desk, _Place(instrument.document, fit))


def _anywhere(claim: Claim, desk: CheckingDesk, named: Sequence[Instrument]) -> Remark:
    """Compare with every document that has the words or nearly so."""
    own = {one.document.id for one in named}
    places = sorted(_places(claim.words, desk), key=lambda place: _precedence(place, desk))
    literal = [place for place in places if place.fit.literal and place.document.id not in own]
    if literal and named:
        title = simplified(named[0].document.title)
        message = f"《{title}》里没有这段文字；它见于《{simplified(literal[0].document.title)}》，请核对出处。"
        return _remark(claim, Verdict.DIFFERS, message, desk, literal[0])
    if literal:
        return _held(claim, desk, literal[0])
    near = [place for place in places if place.fit.share >= _least(claim.words) and place.document.id not in own]
    if near:
        return _differs(claim, desk, near[0])
    where = f"《{simplified(named[0].document.title)}》和其他库内材料里" if named else "库内材料里"
    return claim.remark(Verdict.NOT_FOUND, f"{where}没有查到这段文字。{NOT_WRONG}")


def _held(claim: Claim, desk: CheckingDesk, place: _Place) -> Remark:
    """Words found literally, with nothing held under the name that the draft gives, or no name given."""
    title = simplified(place.document.title)
    if claim.reference is not None:
        message = f"《{claim.reference.name}》原文库内未收录；《{title}》里有相同的文字，属转引，请核对原文后引用。"
        return _remark(claim, Verdict.MATCHES, message, desk, place, secondhand=True)
    if desk.is_over(place.document):
        versions = list(desk.versions(place.document.title))
        return _outdated(claim, desk, place, versions[0] if versions else None)
    return _matches(claim, desk, place)


def _places(words: str, desk: CheckingDesk) -> Iterator[_Place]:
    passages = desk.source.passages_like(words, desk.asked.labels, limit=_LOOKED_AT)
    for document_id in list(dict.fromkeys(passage.document_id for passage in passages))[:_READ]:
        document = desk.source.document(document_id, desk.asked.labels)
        fit = _fit(words, document) if document else None
        if document is not None and fit is not None:
            yield _Place(document, fit)


def _fit(words: str, document: Document) -> Alignment | None:
    """Align a quotation; one with …… piece by piece, in their order: it is literal when each piece is."""
    mark = next((one for one in _ELLIPSIS if one in words), None)
    pieces = [piece for piece in (words.split(mark) if mark else [words]) if letters(piece).text]
    fits = [align(piece, document.text) for piece in pieces]
    found = [fit for fit in fits if fit is not None]
    if not found or len(found) < len(fits):
        return None
    if len(found) == 1:
        return found[0]
    in_order = all(a.end <= b.start for a, b in pairwise(found))
    share = min(fit.share for fit in found) if in_order else 0.0
    return Alignment(share, found[0].start, found[-1].end, in_order and all(fit.literal for fit in found))


def _precedence(place: _Place, desk: CheckingDesk) -> tuple[float, bool, bool, int]:
    """Literal first, then what is in force, what is no template, what has more authority."""
    document = place.document
    return (
        -round(place.fit.share + place.fit.literal, 2),
        desk.is_over(document),
        document.source_class is SourceClass.TEMPLATE,
        _AUTHORITY.index(document.kind),
    )


def _matches(claim: Claim, desk: CheckingDesk, place: _Place) -> Remark:
    same = "".join(claim.words.split()) in "".join(simplified(place.document.text).split())
    marks = "" if same else "（标点或字形与原文略有不同）"
    template = "该材料为网络范文，慎作依据。" if place.document.source_class is SourceClass.TEMPLATE else ""
    return _remark(claim, Verdict.MATCHES, f"文字与库内原文一致{marks}。{template}", desk, place)


def _differs(claim: Claim, desk: CheckingDesk, place: _Place) -> Remark:
    message = f"与《{simplified(place.document.title)}》的原文有出入，请对照改正。"
    return _remark(claim, Verdict.DIFFERS, message, desk, place, compare=True)


def _outdated(claim: Claim, desk: CheckingDesk, place: _Place, present: Instrument | None) -> Remark:
    """Words of a version that is over, with the newer text where it is held."""
    title, date = simplified(place.document.title), place.document.date or "日期未载"
    if present is None or present.document.id == place.document.id:
        standing = desk.validity.standing(place.document.id, desk.asked.day)
        follows = f"，现为{standing.successor}" if standing and standing.successor else ""
        message = f"这是《{title}》（{date}）的文字，该文件已不再有效{follows}，请核对后引用。"
        return _remark(claim, Verdict.OUTDATED, message, desk, place)
    newer = counterpart(desk.article_text(place.document, place.fit.start) or place.words, present)
    message = f"这是《{title}》旧版（{date}）的文字，库内新版为{present.document.date or '日期未载'}"
    if newer is None:
        return _remark(claim, Verdict.OUTDATED, f"{message}，新版没有相近的条文，请核对。", desk, place)
    message = f"{message}，对应新版{newer.heading}，请改引新文。"
    fit = _renewed(claim.words, present, newer)
    return _remark(claim, Verdict.OUTDATED, message, desk, _Place(present.document, fit), compare=True)


def _renewed(words: str, present: Instrument, article: Article) -> Alignment:
    """Return the words of an article that took the place of older ones: the like of them, else all of the article."""
    span = body(article)
    fit = align(words, present.document.text[span.start : span.end])
    if fit is None or fit.share < _LIKE:
        return Alignment(0.0, span.start, span.end, literal=False)
    return Alignment(fit.share, span.start + fit.start, span.start + fit.end, literal=False)


def _remark(
    claim: Claim,
    verdict: Verdict,
    message: str,
    desk: CheckingDesk,
    place: _Place,
    *,
    compare: bool = False,
    secondhand: bool = False,
) -> Remark:
    words = simplified(claim.words).replace("\n", "")
    pieces = tuple(pieces_between(words, place.words)) if compare else ()
    found = desk.standpoint(place.document, place.fit.start, secondhand=secondhand)
    return claim.remark(verdict, message, found, right=place.words, pieces=pieces)


def _least(words: str) -> float:
    return _NEARLY_SHORT if len(letters(words).text) < _SHORT else NEARLY
