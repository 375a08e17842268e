"""A reply of the core -> what is shown in a chat. Pure: the same reply gives the same messages and buttons."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from bot import wording
from bot.messenger import callbacks, texts
from bot.messenger.markup import BOLD, FOLDED, ITALIC, Run, messages
from bot.messenger.screens import Button, Rows, Screen, button_rows
from bot.strength import Basis, strength
from knowledge.answers import Answer, Clarify, NoAnswer, Notice, Reply
from knowledge.blocks import styled_pieces

SOURCES_PER_ROW = 4
"""`[1] 原文` four times is what a phone shows without cutting labels."""
NEAREST_SHOWN = 5
MOST_SHOWN = 3500
"""Characters, as HTML, of a report in one message."""


_STYLES = {"plain": "", "heading": BOLD, "telling": BOLD, "own": ITALIC}


def answer(reply: Answer, *, reply_id: str) -> Screen:
    """Show an answer: text with markers, its sources folded, one line on how far it carries, a button a source."""
    sources = wording.source_lines(wording.in_order(reply))
    cited = [Basis(one.document.id, one.document.kind, one.document.status) for one in reply.citations]
    runs = [
        *_understood_as(reply),
        *_aside(reply.notice),
        *_said(reply),
        Run(f"来源{len(reply.citations)}处\n" + "\n".join(sources), FOLDED),
        Run("\n" + strength(cited, reply.checks.quotes_verified)),
    ]
    return Screen(parts=messages(runs), rows=source_rows(reply, reply_id))


def from_own_file(reply: Reply, leave: Button) -> Screen:
    """Show what somebody's own file says: the answer, each quotation with its paragraph, and how to leave the file."""
    if not isinstance(reply, Answer):
        text = texts.OWN_NOTHING if isinstance(reply, NoAnswer) else reply.text
        return Screen(parts=messages([Run(text)]), rows=((leave,),))
    cited = wording.in_order(reply)
    sources = [f"[{one.marker}] 您发来的文件{one.locator}：“{one.quote}”" for one in cited]
    runs = [
        *_said(reply),
        Run(f"出处{len(cited)}处\n" + "\n".join(sources), FOLDED),
        Run(f"\n{texts.OWN_BASIS.format(quotes=reply.checks.quotes_verified)}"),
    ]
    return Screen(parts=messages(runs), rows=((leave,),))


def no_answer(reply: NoAnswer, *, reply_id: str) -> Screen:
    """Show why there is no answer, and what is nearest, each openable."""
    nearest = reply.nearest[:NEAREST_SHOWN]
    lines = [wording.nearest_line(number, hit) for number, hit in enumerate(nearest, 1)]
    listed = "\n\n最接近的材料：\n" + "\n".join(lines) if lines else ""
    runs = [*_understood_as(reply), Run(reply.text + listed)]
    return Screen(parts=messages(runs), rows=(*nearest_rows(reply, reply_id), *question_rows(reply.candidates)))


def sources(reply: Answer | NoAnswer, *, reply_id: str) -> Screen:
    """List what a reply stands on, or what was nearest, with a button each."""
    if isinstance(reply, NoAnswer):
        return no_answer(reply, reply_id=reply_id)
    lines = "\n".join(wording.source_lines(wording.in_order(reply)))
    runs = [Run(f"“{reply.question}”的来源{len(reply.citations)}处", BOLD), Run(f"\n{lines}")]
    return Screen(parts=messages(runs), rows=source_rows(reply, reply_id))


def choices(reply: Clarify | Notice) -> Screen:
    """Show a text with the questions that may come next, each on a button that asks it."""
    return Screen(parts=messages([Run(reply.text)]), rows=question_rows(reply.candidates))


def source_rows(reply: Answer, reply_id: str) -> Rows:
    """Return one button a source, in the order of the markers."""
    openings = [callbacks.Opening("s", reply_id, citation.marker) for citation in wording.in_order(reply)]
    buttons = tuple(Button(label=f"[{opening.number}] 原文", data=opening.data()) for opening in openings)
    return button_rows(buttons, width=SOURCES_PER_ROW)


def nearest_rows(reply: NoAnswer, reply_id: str) -> Rows:
    """Return one button for each of the nearest materials that are listed."""
    openings = [callbacks.Opening("n", reply_id, number) for number in range(1, len(reply.nearest[:NEAREST_SHOWN]) + 1)]
    buttons = tuple(Button(label=f"原文{opening.number}", data=opening.data()) for opening in openings)
    return button_rows(buttons, width=SOURCES_PER_ROW)


def last_row(reply_id: str, *, is_short: bool, is_list: bool = False) -> tuple[Button, ...]:
    """Return the buttons with which a reader judges an answer and takes it along."""
    verdicts = (Button(label="有用", data=f"v:{reply_id}:u"), Button(label="有误", data=f"v:{reply_id}:d"))
    whole = (Button(label=texts.WHOLE_ANSWER, data=callbacks.whole(reply_id)),) if is_short else ()
    table = (Button(label="导出Excel", data=callbacks.export_table(reply_id)),) if is_list else ()
    return (*whole, *verdicts, Button(label="导出Word", data=callbacks.exporting(reply_id)), *table)


def next_rows(reply: Answer, reply_id: str) -> Rows:
    """Return rows of what may be asked next, where there is anything."""
    buttons = tuple(
        Button(label=each.label, data=callbacks.following(reply_id, number))
        for number, each in enumerate(reply.next_questions)
    )
    return button_rows(buttons, width=2)


def question_rows(questions: Sequence[str]) -> Rows:
    """Return one row a question; what is asked is what stands on the button."""
    return tuple((Button(label=question, data=callbacks.asking(number)),) for number, question in enumerate(questions))


def _understood_as(reply: Answer | NoAnswer) -> list[Run]:
    return _aside(wording.understood_as(reply.standalone_question, reply.question))


def _said(reply: Answer) -> list[Run]:
    """Return an answer's text: what stands out bold, the assistant's own lines in italics."""
    return [*(Run(piece.text, _STYLES[piece.style]) for piece in styled_pieces(reply.blocks)), Run("\n\n")]


def _aside(line: str | None) -> list[Run]:
    return [Run(line, ITALIC), Run("\n\n")] if line else []


def lines_screen(lines: Iterable[str], rows: Rows = ()) -> Screen:
    """Return as many whole lines as fit into one message."""
    shown: list[str] = []
    for line in lines:
        safe = html.escape(line, quote=False)
        if sum(map(len, shown)) + len(safe) > MOST_SHOWN:
            shown.append(texts.AND_MORE)
            break
        shown.append(safe)
    return Screen(parts=("\n".join(shown),), rows=rows)
