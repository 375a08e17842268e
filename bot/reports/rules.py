"""What the commands for rules print for a person, and the page that shows two versions side by side."""

from __future__ import annotations

import html

from rich.markup import escape
from rich.table import Table

from bot.contracts.rules import (
    ArticleJson,
    ComparedArticleJson,
    CompareJson,
    ConfirmJson,
    ProvisionJson,
    RegulationJson,
    RegulationsJson,
)
from bot.reports.basic import console, print_table
from knowledge.names import STATUSES
from knowledge.particulars import particulars_lines

CHANGES = {"changed": "修改", "renumbered": "条号变动", "added": "新增", "removed": "删去", "same": "未变"}
_STYLES = {"same": "{}", "removed": "[red strike]{}[/red strike]", "added": "[green]{}[/green]"}
_PLAIN = {"same": "{}", "removed": "〔删：{}〕", "added": "〔增：{}〕"}
_TAGS = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font-family:serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.8}}
del{{color:#a00;background:#fee}}ins{{color:#060;background:#efe;text-decoration:none}}
h2{{font-size:1em;margin:1.5em 0 .3em}}p{{margin:.2em 0;white-space:pre-wrap}}</style></head>
<body><h1>{title}</h1><p>{summary}</p>
{articles}
<p>删去的文字以删除线标出，新增的以绿底标出；对照由程序生成，请以正式文本为准。</p></body></html>
"""


def write_article(found: ArticleJson) -> None:
    """Print each provision with its place and standing, or what is missing."""
    out = console()
    if found.reason:
        out.print(escape(found.reason))
    for match in found.matches:
        _write_provision(match)
    for candidate in found.candidates:
        out.print(escape(f"· {candidate}"))


def _write_provision(match: ProvisionJson) -> None:
    out = console()
    place = match.article + (match.paragraph or "") + (match.item or "")
    out.print(f"[bold]《{escape(match.regulation)}》{escape(place)}[/bold]")
    if match.secondhand:
        out.print(escape(f"转引自《{match.quoted_in}》，请核对原文后引用"))
    known = (" › ".join(match.path), match.issuer, match.number, match.issued)
    out.print(f"[dim]{escape(' · '.join(part for part in known if part))}[/dim]")
    if not match.secondhand:
        out.print(escape(status_line(match)))
    for line in particulars_lines(match.particulars) if match.particulars else ():
        out.print(f"[dim]{escape(line)}[/dim]")
    if match.lead:
        out.print(f"[dim]{escape(match.lead)}[/dim]")
    out.print(escape(match.text))
    around = (f"上一条：{match.previous}" if match.previous else "", f"下一条：{match.next}" if match.next else "")
    out.print(f"[dim]{escape('　'.join(part for part in around if part))}\n原文件：{escape(match.source.path)}[/dim]\n")


def status_line(match: ProvisionJson | ConfirmJson) -> str:
    """Return the standing of a text in one line, with how it is known."""
    if match.status == "unknown" and match.superseded_by:
        return f"效力待核：库内当时的文本，后由{match.superseded_by}替代（推断，尚未人工确认）"
    if match.status == "unknown":
        return "效力待核：库内最新文本；是否另有修订未核验"
    parts = (
        STATUSES[match.status],
        f"见{match.superseded_by}" if match.superseded_by else "",
        f"{match.checked_on}核验" if match.checked_on else "",
        "按题名、日期和条款推断，尚未人工确认" if match.status_basis == "rule" else "",
    )
    return "，".join(part for part in parts if part)


def write_regulations(listed: RegulationsJson) -> None:
    """Print the rules held, as a table."""
    out = console()
    if not listed.regulations:
        out.print("库内没有法规；请用 ronghe ingest 装入。")
        return
    table = Table("编号", "名称", "机关", "日期", "条数", "效力", box=None, pad_edge=False)
    for one in listed.regulations:
        table.add_row(*map(escape, _row(one)))
    print_table(table)
    out.print(f"[dim]共{len(listed.regulations)}部；“推断”是按题名、日期和条款得出的，请用 ronghe confirm 确认。[/dim]")


def _row(one: RegulationJson) -> tuple[str, ...]:
    """Return a text's line: each date for what it is, of the revisions the last."""
    dates = one.particulars.dates
    days = {
        "通过": dates.adopted,
        "批准": dates.approved,
        "发布": dates.issued,
        "修订": dates.revised[-1] if dates.revised else None,
        "施行": dates.effective or one.effective,
    }
    told = " ".join(f"{day}{what}" for what, day in days.items() if day) or one.issued or ""
    status = STATUSES[one.status] + ("（推断）" if one.status_basis == "rule" else "")
    checked = f"，{one.checked_on}核验" if one.checked_on else ""
    return one.document_id, one.title, one.issuer or "", told, str(one.articles), status + checked


def write_proposals(listed: RegulationsJson) -> None:
    """Print what is proposed of texts, why, and the command that confirms it."""
    out = console()
    if not listed.proposals:
        out.print("没有待确认的推断：库内法规没有新旧版本、同时废止条款或届满的有效期。")
        return
    out.print(f"[bold]待确认{len(listed.proposals)}项[/bold]，均为程序推断；请与正式文本核对后再确认。")
    for one in listed.proposals:
        date = f"（{one.issued}）" if one.issued else ""
        out.print(f"\n《{escape(one.title)}》{date}：推断为[bold]{STATUSES[one.status]}[/bold]")
        out.print(escape(f"  依据：{one.because}"))
        out.print(f"  [dim]确认：{escape(one.confirm)}[/dim]")


def write_confirm(done: ConfirmJson) -> None:
    """Print what is now recorded of a text."""
    console().print(escape(f"《{done.title}》：{status_line(done)}"))


def write_compare(found: CompareJson) -> None:
    """Print what changed, article by article; marks in words where there are no colours."""
    out = console()
    out.print(f"[bold]{escape(_title(found))}[/bold]\n{escape(_summary(found))}\n")
    styles = _STYLES if out.is_terminal else _PLAIN
    for one in found.articles:
        out.print(f"[bold]{escape(change_heading(one))}[/bold]")
        out.print("".join(styles[piece.change].format(escape(piece.text)) for piece in one.pieces) + "\n")


def compare_page(found: CompareJson) -> str:
    """Return a comparison as an HTML page of its own."""
    articles = "\n".join(
        f"<h2>{html.escape(change_heading(one))}</h2>\n<p>"
        + "".join(_TAGS[piece.change].format(html.escape(piece.text)) for piece in one.pieces)
        + "</p>"
        for one in found.articles
    )
    return _PAGE.format(title=html.escape(_title(found)), summary=html.escape(_summary(found)), articles=articles)


def change_heading(one: ComparedArticleJson) -> str:
    """Return what became of an article: 第三条 → 第四条（修改）."""
    headings = [heading for heading in (one.before, one.after) if heading]
    named = " → ".join(dict.fromkeys(headings))
    return f"{named}（{CHANGES[one.change]}）"


def _title(found: CompareJson) -> str:
    old, new = (f"《{one.title}》（{one.issued or '日期未载'}）" for one in (found.before, found.after))
    return f"{old}与{new}对照"


def _summary(found: CompareJson) -> str:
    counts = {change: sum(one.change == change for one in found.articles) for change in CHANGES}
    told = "，".join(f"{CHANGES[change]}{count}条" for change, count in counts.items() if count)
    return f"{told or '没有改动'}，未变{found.same}条。"
