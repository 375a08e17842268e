"""Ask a blind set: `python -m benchmarks.blind [SET.jsonl] [--home DIR] [--replies FILE]`.

Prints what strings can tell (strengths, refusals, facts present) and the times; with `--replies` it writes what came,
without saying which version replied, for a reader to grade.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.blind.questions import OPEN, Blind, has_facts, read_blind
from benchmarks.judging.labelled import CORPUS, OWN_TEXTS
from benchmarks.workbench import open_library
from bot.cli import open_workplace
from bot.services.assistant import Assistant
from knowledge.answers import Answer, Draft, Reply
from knowledge.documents import Frozen
from tests.operator import ALONE, by_operator

PRINTED = (3, 5)
"""Passages printed whole: the floor that no policy may be below."""


class Asked(Frozen):
    """A question with the reply; times in seconds."""

    blind: Blind
    reply: Reply
    first: float
    total: float
    printed: dict[int, str]
    """The first passages that a search finds, so many together."""

    @property
    def strength(self) -> str:
        """`direct`, `related` or `none`."""
        return self.reply.strength if isinstance(self.reply, Answer) else "none"

    @property
    def text(self) -> str:
        """What a person reads."""
        return self.reply.text


def main() -> None:
    """Ask, print, and write the replies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path, nargs="?", default=OPEN)
    parser.add_argument("--home", type=Path, help="an ingested home, or one to ingest into and keep")
    parser.add_argument("--replies", type=Path)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    questions = read_blind(given.set)
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch)
        if not (home / "catalog.sqlite3").exists():
            with open_library(home, [CORPUS, OWN_TEXTS]):
                pass
        with open_workplace(None, home).assistant("reader", model=False) as assistant:
            asked = ask_all(assistant, questions)
    print(summary(asked))
    if given.verbose:
        print("\n".join(map(_line, asked)))
    if given.replies:
        given.replies.write_text("".join(_shown(one) for one in asked), encoding="utf-8")


def ask_all(assistant: Assistant, questions: Sequence[Blind]) -> list[Asked]:
    """Ask every question, a follow-up in the conversation of the one before it."""
    assistant.asking.ask(by_operator("预热一下"))
    sessions: dict[str, str] = {}
    found = []
    for one in questions:
        session = sessions[one.id] = sessions.get(one.previous or "", f"blind-{one.id}")
        began, first = perf_counter(), None
        for piece in assistant.asking.stream(by_operator(one.question, session)):
            first = perf_counter() - began if first is None else first
            if not isinstance(piece, Draft):
                reply = piece
        total = perf_counter() - began
        hits = assistant.searching.nearest(one.question, ALONE, limit=max(PRINTED))
        printed = {n: "\n".join(hit.passage.text for hit in hits[:n]) for n in PRINTED}
        found.append(Asked(blind=one, reply=reply, first=first or total, total=total, printed=printed))
    for session in set(sessions.values()):
        assistant.asking.begin_anew(by_operator("", session).visit)
    return found


def summary(asked: Sequence[Asked]) -> str:
    """Return a table of what strings can tell."""
    single = [one for one in asked if one.blind.answers and not one.blind.previous and not one.blind.sides]
    following = [one for one in asked if one.blind.answers and one.blind.previous]
    many = [one for one in asked if one.blind.sides]
    none = [one for one in asked if not one.blind.answers]
    rows = [_row("answerable", single), _row("follow-ups", following), _row("several sides", many)]
    rows += [
        _row(f"answerable, {style}", [o for o in single if o.blind.style == style])
        for style in ("lay", "plain", "official")
    ]
    told = Counter(one.strength for one in none)
    rows.append(f"| unanswerable | {len(none)} | {told['direct']} | {told['related']} | {told['none']} | | | |")
    all_sides = sum(all(has_facts(one.text, side.facts) for side in one.blind.sides) for one in many)
    times = [one.first for one in asked], [one.total for one in asked]
    told_times = "; ".join(
        f"{name} p50 {np.quantile(each, 0.5):.2f} s, p95 {np.quantile(each, 0.95):.2f} s"
        for name, each in zip(("first block", "whole"), times, strict=True)
    )
    names = ("", "n", "direct", "related", "none", "facts present", "first 3 passages", "first 5")
    head = f"| {' | '.join(names)} |\n|---{'|--:' * (len(names) - 1)}|"
    return "\n".join([head, *rows, f"\nall sides: {all_sides} of {len(many)}; {told_times}"])


def _row(name: str, asked: Sequence[Asked]) -> str:
    told = Counter(one.strength for one in asked)
    facts = sum(_has(one, one.text) for one in asked)
    printed = [sum(_has(one, one.printed[n]) for one in asked) for n in PRINTED]
    cells = (name, len(asked), told["direct"], told["related"], told["none"], facts, *printed)
    return f"| {' | '.join(map(str, cells))} |"


def _has(one: Asked, text: str) -> bool:
    return has_facts(text, one.blind.facts)


def _line(one: Asked) -> str:
    mark = "+" if one.blind.answers and _has(one, one.text) else "-" if one.blind.answers else "u"
    return f"{mark} {one.strength:7} {one.blind.id} {one.blind.question}"


def _shown(one: Asked) -> str:
    notice = getattr(one.reply, "notice", None)
    told = {
        "id": one.blind.id,
        "question": one.blind.question,
        "previous": one.blind.previous,
        "reply": one.text + (f"\n（{notice}）" if notice else ""),
        "sources": _sources(one.reply),
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _sources(reply: Reply) -> list[str]:
    cited: Iterable[str] = ()
    if isinstance(reply, Answer):
        cited = (f"[{each.marker}] {each.document.title} {each.locator}" for each in reply.citations)
    return list(cited)


if __name__ == "__main__":
    main()
