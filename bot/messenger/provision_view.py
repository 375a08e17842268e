"""Provisions, chapters, whole texts, changes and words found -> what is shown in a chat. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.contracts.particulars import particulars_json
from bot.messenger import rendering
from bot.messenger.markup import BOLD, ITALIC, MAX_UNITS, Run, messages, split_html, units
from bot.messenger.provision_callbacks import ProvisionTap, WordsPage
from bot.messenger.screens import Button, Rows, Screen, button_rows
from bot.reports.rules import CHANGES
from knowledge.catalog.keyword import KeywordFindings, KeywordHit
from knowledge.names import KINDS
from knowledge.particulars import particulars_lines
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.standings import standing_words
from knowledge.tokens import simplified

HITS_PER_PAGE = 5
CANDIDATES = 30
KINDS_PER_ROW = 3
_PIECES = {"same": ("{}", ""), "removed": ("〔删：{}〕", ITALIC), "added": ("{}", BOLD)}
"""How a stretch of an article is shown: its words and their style."""


def found(finding: Finding, asked_again: Sequence[str]) -> Screen:
    """Show what a look-up came to: the provisions, with the buttons of the first; or what is missing.

    Args:
        finding: The outcome.
        asked_again: Questions that name the candidates in full, for buttons.
    """
    runs = [Run(finding.reason)] if finding.reason else []
    for match in finding.matches:
        runs += [*([Run("\n\n")] if runs else []), *_card(match)]
    rows = rendering.question_rows(asked_again[:CANDIDATES])
    return Screen(parts=messages(runs), rows=(*rows, *(buttons(finding.matches[0]) if finding.matches else ())))


def article_screen(match: Match) -> Screen:
    """Show one article in the place of another."""
    return Screen(parts=split_html(_card(match), limit=MAX_UNITS)[:1], rows=buttons(match))


def paged(title: str, text: Sequence[Run], turn: ProvisionTap) -> Screen:
    """Show one page of a chapter, a whole text or a comparison, with the way on and back.

    Args:
        title: What it is, in bold above each page.
        text: All of it.
        turn: The button that was tapped; a page beyond the last shows the last.
    """
    head = [Run(title, BOLD)]
    pages = split_html(text, limit=MAX_UNITS - units(title) - len("\n\n（99/99）")) or ("",)
    page = min(max(turn.page, 1), len(pages))
    turning = [("◀ 上一页", page - 1), ("下一页 ▶", page + 1)]
    buttons = tuple(
        Button(label=label, data=turn._replace(page=p).data()) for label, p in turning if 0 < p <= len(pages)
    )
    back = Button(label="返回本条", data=ProvisionTap("a", turn.document_id, turn.position).data())
    (above,) = split_html(head, limit=MAX_UNITS)
    number = f"\n（{page}/{len(pages)}）" if len(pages) > 1 else ""
    return Screen(parts=(f"{above}\n\n{pages[page - 1]}{number}",), rows=(*((buttons,) if buttons else ()), (back,)))


def changes(comparison: Comparison) -> list[Run]:
    """Return what changed between two versions: what went in brackets, what came in bold."""
    runs: list[Run] = []
    for one in comparison.articles:
        if one.change == "same":
            continue
        named = " → ".join(dict.fromkeys(heading for heading in (one.before, one.after) if heading))
        runs.append(Run(f"{named}（{CHANGES[one.change]}）\n", ITALIC))
        for piece in one.pieces:
            words, tag = _PIECES[piece.change]
            runs.append(Run(words.format(piece.text), tag))
        runs.append(Run("\n\n"))
    return runs or [Run("两个版本的条文没有不同。")]


def words_found(words: str, findings: KeywordFindings, page: WordsPage) -> Screen:
    """Show where words stand literally, a page of it, the words in bold, with the kinds to choose from."""
    if not findings.passages:
        of_kind = f"（{KINDS[page.kind]}）" if page.kind else ""
        runs = [Run(f"库内材料中没有“{words}”{of_kind}。")]
    else:
        of_kind = f"{KINDS[page.kind]}里，" if page.kind else ""
        runs = [Run(f"{of_kind}“{words}”见于{findings.documents}份材料的{findings.passages}个段落。")]
    for number, hit in enumerate(findings.hits, page.offset + 1):
        runs += _hit(number, hit)
    if not page.offset and findings.also:
        listed = "，".join(f"“{one.keyword}”{one.passages}段" for one in findings.also)
        runs.append(Run(f"\n\n同时查了：{listed}（逐字查看请用 /find）", ITALIC))
    turning = [("◀ 上一页", page.offset - HITS_PER_PAGE), ("下一页 ▶", page.offset + HITS_PER_PAGE)]
    pages = tuple(
        Button(label=label, data=page._replace(offset=at).data())
        for label, at in turning
        if 0 <= at < findings.passages
    )
    return Screen(parts=messages(runs)[:1], rows=((pages,) if pages else ()) + _kind_rows(findings, page))


def _hit(number: int, hit: KeywordHit) -> list[Run]:
    place = f" · {hit.passage.locator}" if hit.passage.locator else ""
    title = wording.book_title(wording.shortened(hit.document.title, wording.TITLE_LENGTH))
    facts = " · ".join(filter(None, (KINDS[hit.document.kind], wording.validity(hit.document), f"{hit.count}处")))
    return [Run(f"\n\n{number}. {title}{place}\n{facts}\n"), *_highlighted(hit.snippet, hit.highlights)]


def _kind_rows(findings: KeywordFindings, page: WordsPage) -> Rows:
    """Return a button for each kind of document that has the words, where there are several; and one for all."""
    if len(findings.kinds) <= 1 and page.kind is None:
        return ()
    kinds = [
        Button(label=f"{KINDS[kind]}{count}", data=WordsPage(0, kind).data())
        for kind, count in findings.kinds.items()
        if kind is not page.kind
    ]
    whole = [Button(label="全部类别", data=WordsPage(0).data())] if page.kind is not None else []
    return button_rows((*whole, *kinds), width=KINDS_PER_ROW)


def _card(match: Match) -> list[Run]:
    document = match.document
    title = wording.book_title(simplified(match.title))
    path = " › ".join(map(simplified, match.article.path))
    issued = f"{wording.date_words(document.date)}文本" if document.date else "日期未载"
    facts = (path, simplified(document.issuer or ""), document.number or "", issued)
    lines = ["｜".join(part for part in facts if part), standing_words(match.standing).removeprefix("为")]
    lines += particulars_lines(particulars_json(document.particulars))
    if match.secondhand:
        lines = [f"转引自《{simplified(document.title)}》，请核对原文后引用。"]
    lead = [Run(f"{simplified(match.lead)}\n", ITALIC)] if match.lead else []
    place = str(match.place) or match.article.heading
    return [Run(f"{title}{place}", BOLD), Run("\n" + "\n".join(lines) + "\n\n"), *lead, Run(simplified(match.text))]


def buttons(match: Match) -> Rows:
    """Return ◀ 上一条 · 下一条 ▶, and 所在章 · 全文 · 版本对照, as far as there are such."""
    if match.secondhand:
        return ()
    here, number = match.document.id, match.position
    beside = [
        Button(label="◀ 上一条", data=ProvisionTap("a", here, number - 1).data()) if match.before else None,
        Button(label="下一条 ▶", data=ProvisionTap("a", here, number + 1).data()) if match.after else None,
    ]
    around = [
        Button(label="所在章", data=ProvisionTap("c", here, number).data()) if match.article.path else None,
        Button(label="全文", data=ProvisionTap("w", here, number).data()),
        Button(label="版本对照", data=ProvisionTap("d", here, number).data()) if match.other_versions else None,
    ]
    rows = (tuple(button for button in row if button) for row in (beside, around))
    return tuple(row for row in rows if row)


def _highlighted(snippet: str, highlights: Sequence[tuple[int, int]]) -> list[Run]:
    runs, position = [], 0
    for start, end in highlights:
        runs += [Run(snippet[position:start]), Run(snippet[start:end], BOLD)]
        position = end
    return [*runs, Run(snippet[position:])]
