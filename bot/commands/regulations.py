"""Commands for rules: article, regulations, confirm, compare. None needs a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import As, AsOf, Home, Json, day_named, legible, status_named, workplace
from bot.output import show as show_result
from knowledge.errors import BadRequestError

if TYPE_CHECKING:
    from bot.services.rules import Rules
    from knowledge.regulations.lookup import Asked
    from knowledge.regulations.provisions import Instrument


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("article", help="按名称和条号查条文，不用模型。例：ronghe article 公务员法第59条第（三）项")(
        show_article
    )
    app.command("regulations", help="列出库内的法规和效力状态。")(regulations)
    app.command("confirm", help="记录人工核验的效力状态。例：ronghe confirm 编号 --status in_force")(confirm)
    app.command("compare", help="逐条对照两个版本。例：ronghe compare 旧版编号 新版编号 --html 对照.html")(
        compare_versions
    )


def show_article(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="法规名称和条、款、项，或文号。")],
    as_of: AsOf = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show the text of a provision, or say which part is missing."""
    from bot.reports.rules import write_article
    from bot.views.rules import article_json
    from knowledge.regulations.lookup import Asked
    from knowledge.regulations.subjects import looked_up

    # Nothing typed is answered like any reference that names nothing.
    typed = legible(reference) if reference.strip() else ""
    place = workplace(context, home)
    with place.rules() as rules:
        labels = place.labels(rules.catalog, user)
        found = article_json(looked_up(rules.lookup, typed, Asked(labels=labels, as_of=day_named(as_of))))
    show_result(found, as_json=as_json, write=write_article)


def regulations(
    context: typer.Context,
    as_of: AsOf = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="只列按题名、日期和条款推断出状态、待人工确认的。")
    ] = False,
) -> None:
    """List the rules held with their standing."""
    from bot.contracts.rules import RegulationsJson
    from bot.reports.rules import write_proposals, write_regulations
    from bot.views.rules import proposal_json, regulation_json
    from knowledge.regulations.lookup import Asked

    place = workplace(context, home)
    with place.rules() as rules:
        asked = Asked(labels=place.labels(rules.catalog, user), as_of=day_named(as_of))
        texts = rules.lookup.texts(asked)
    suggested = [(each, proposal_json(*each)) for each in texts]
    shown = [each for each, proposal in suggested if proposal is not None or not proposals]
    listed = RegulationsJson(
        regulations=tuple(regulation_json(*each) for each in shown),
        proposals=tuple(proposal for _, proposal in suggested if proposal is not None),
    )
    show_result(listed, as_json=as_json, write=write_proposals if proposals else write_regulations)


def confirm(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="ID", help="材料编号，或只有一个版本的法规名称。")],
    status: Annotated[str, typer.Option("--status", help="in_force、superseded、repealed、expired 等。")] = "in_force",
    checked_on: Annotated[str | None, typer.Option("--date", help="核验日期，默认今天。")] = None,
    successor: Annotated[str | None, typer.Option("--superseded-by", help="替代它的文件全称。")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="撤销已记录的核验。")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Put down what a person found on checking whether a text is in force."""
    from bot.contracts.rules import ConfirmJson
    from bot.reports.rules import write_confirm
    from bot.views.gathering import gathered
    from knowledge.clock import today_iso
    from knowledge.regulations.lookup import Asked
    from knowledge.regulations.validity import Confirmation

    found, day = status_named(status), day_named(checked_on) or today_iso()
    if day > today_iso():
        raise BadRequestError(f"核验日期 {day} 还没有到，请写实际核验的日期。")
    with workplace(context, home).rules() as rules:
        asked = Asked(labels=rules.catalog.labels())
        document = _meant(rules, text, asked).document
        if clear:
            rules.register.withdraw(document.id)
        else:
            rules.register.confirm(
                Confirmation(
                    document_id=document.id, sha256=document.sha256, status=found, checked_on=day, successor=successor
                )
            )
        standing = rules.register.validity(asked.labels).standing(document.id, asked.day)
    if standing is None:
        return
    known = {"document_id": document.id, "status_basis": standing.basis, "superseded_by": standing.successor}
    done = gathered(ConfirmJson, standing, document, **known)
    show_result(done, as_json=as_json, write=write_confirm)


def compare_versions(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="旧版的编号或名称，名称可带年份：2010年保密法。")],
    after: Annotated[str, typer.Argument(metavar="B", help="新版的编号或名称。")],
    page: Annotated[Path | None, typer.Option("--html", help="把对照写成网页文件。")] = None,
    user: As = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Compare two versions article by article."""
    from bot.reports.rules import compare_page, write_compare
    from bot.services.exports import save
    from bot.views.rules import compare_json
    from knowledge.regulations import comparison
    from knowledge.regulations.lookup import Asked

    place = workplace(context, home)
    with place.rules() as rules:
        asked = Asked(labels=place.labels(rules.catalog, user))
        old, new = (_text_meant(rules, name, asked) for name in (before, after))
        found = compare_json(comparison.compare(old, new))
    if page is not None:
        save({page.name: compare_page(found).encode()}, page.absolute().parent)
    show_result(found, as_json=as_json, write=write_compare)


def _meant(rules: Rules, text: str, asked: Asked) -> Instrument:
    """Return the one text that an id or a name means; a name with several versions means none.

    Raises:
        BadRequestError: There is no such text, or there are several.
    """
    from knowledge.regulations.names import core_of

    instrument = _text_meant(rules, text, asked)
    document = instrument.document
    versions = rules.register.validity(asked.labels).versions(core_of(document.title))
    if text != document.id and len(versions) > 1:
        listed = "、".join(f"{one.document_id}（{one.date or '日期未载'}）" for one in versions)
        raise BadRequestError(f"《{document.title}》有几个版本，请写明编号：{listed}。")
    return instrument


def _text_meant(rules: Rules, text: str, asked: Asked) -> Instrument:
    from knowledge.regulations.findings import Finding

    found = rules.lookup.instrument(legible(text), asked)
    if isinstance(found, Finding):
        named = "、".join(f"《{name}》" for name in found.candidates)
        reason = found.reason or f"没有编号或名称为{text}的法规。"
        raise BadRequestError(f"{reason}{named}。" if named else reason)
    return found
