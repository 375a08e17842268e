"""From look-ups of rules to the objects of the contract, in Simplified."""

from __future__ import annotations

from bot.contracts.particulars import particulars_json
from bot.contracts.rules import (
    ArticleJson,
    ComparedArticleJson,
    ComparedJson,
    CompareJson,
    ProposalJson,
    ProvisionJson,
    RegulationJson,
)
from bot.views.gathering import gathered
from knowledge.documents import Document, Status
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.provisions import Instrument
from knowledge.regulations.references import Place
from knowledge.regulations.validity import Standing
from knowledge.tokens import simplified, simplified_or_none


def article_json(finding: Finding) -> ArticleJson:
    """Return a look-up as scripts read it."""
    candidates = tuple(map(simplified, finding.candidates))
    return gathered(ArticleJson, finding, matches=tuple(map(provision_json, finding.matches)), candidates=candidates)


def provision_json(match: Match) -> ProvisionJson:
    """Return a provision as scripts read it; of one that another text repeats, nothing is known but its words."""
    document, place, repeated = match.document, match.place, match.secondhand
    return gathered(
        ProvisionJson,
        match,
        match.standing,
        document,
        regulation=match.title,
        article=match.article.heading,
        paragraph=str(Place(paragraph=place.paragraph)) if place.paragraph else None,
        item=str(Place(item=place.item)) if place.item else None,
        text=simplified(match.text),
        lead=simplified(match.lead) or None,
        path=tuple(map(simplified, match.article.path)),
        status_basis=match.standing.basis,
        number=None if repeated else document.number,
        issuer=None if repeated else document.issuer,
        issued=None if repeated else document.date,
        particulars=None if repeated else particulars_json(document.particulars),
        superseded_by=match.standing.successor,
        quoted_in=document.title if repeated else None,
        previous=match.before,
        next=match.after,
        document_id=document.id,
        source=document.source_of(match.span.start, match.span.end),
    )


def regulation_json(instrument: Instrument, standing: Standing) -> RegulationJson:
    """Return a text of an instrument as scripts read it."""
    return gathered(
        RegulationJson,
        standing,
        instrument.document,
        document_id=instrument.document.id,
        issued=instrument.document.date,
        particulars=particulars_json(instrument.document.particulars),
        articles=sum(article.number is not None for article in instrument.articles),
        status_basis=standing.basis,
        superseded_by=standing.successor,
    )


def proposal_json(instrument: Instrument, standing: Standing) -> ProposalJson | None:
    """Return what rules suggest of a text, with why and how to confirm it; None where a person or nothing speaks."""
    if standing.perhaps is None and (standing.basis != "rule" or standing.status is Status.UNKNOWN):
        return None
    document, successor = instrument.document, simplified_or_none(standing.perhaps or standing.successor)
    status = Status.SUPERSEDED if standing.perhaps else standing.status
    why = {
        Status.SUPERSEDED: f"库内有{'题名相近' if standing.perhaps else '同名'}的更新文本{successor or ''}",
        Status.REPEALED: f"{successor or '较新的文件'}写明将其废止",
        Status.EXPIRED: "文中写明的有效期已满",
        Status.NOT_YET_IN_FORCE: f"文中写明自{standing.effective or '以后的日期'}起施行",
    }
    replaced = f" --superseded-by {successor.split('》')[0].removeprefix('《')}" if successor else ""
    return ProposalJson(
        document_id=document.id,
        title=simplified(document.title),
        issued=document.date,
        status=status,
        because=why.get(status, "按文中条款推断"),
        superseded_by=successor,
        confirm=f"ronghe confirm {document.id} --status {status.value}{replaced}",
    )


def compare_json(comparison: Comparison) -> CompareJson:
    """Return a comparison as scripts read it."""
    listed = [one for one in comparison.articles if one.change != "same"]
    return CompareJson(
        before=_compared(comparison.before),
        after=_compared(comparison.after),
        same=len(comparison.articles) - len(listed),
        articles=tuple(gathered(ComparedArticleJson, one) for one in listed),
    )


def _compared(document: Document) -> ComparedJson:
    return ComparedJson(document_id=document.id, title=simplified(document.title), issued=document.date)
